"""Who works at the counter, and what each role may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode


class Role(StrEnum):
    """What a user is at the counter."""

    CLERK = "clerk"
    MANAGER = "manager"


class Permission(StrEnum):
    """What only some roles may do."""

    ACTIVATE_MODEL = "activate_model"
    CHANGE_THRESHOLD = "change_threshold"
    DELETE = "delete"
    MANAGE_USERS = "manage_users"
    RESTORE = "restore"


_GRANTED: Final[dict[Role, frozenset[Permission]]] = {
    Role.CLERK: frozenset(),
    Role.MANAGER: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class User:
    """A named person.

    Attributes:
        has_pin: whether the name alone does not suffice.
    """

    name: str
    role: Role
    has_pin: bool = False

    def may(self, permission: Permission) -> bool:
        return permission in _GRANTED[self.role]

    def require(self, permission: Permission) -> None:
        """Refuse what the role may not do.

        Raises:
            CarInspectError: this user may not.
        """
        if not self.may(permission):
            raise CarInspectError(ErrorCode.NOT_ALLOWED, user=self.name)
