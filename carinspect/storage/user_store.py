"""Users in the database; PINs only as argon2 hashes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Connection, Row, insert, select, update

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Role, User
from carinspect.storage.schema import users

_FREE_TRIES: Final = 5
_LOCK_S: Final = 60
"""A PIN of four digits must not be found by trying: after five wrong ones, one a minute."""


class UserStore:
    """The users of one transaction's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: User, *, pin: str, at: datetime) -> None:
        """Add a user, with a PIN where ``pin`` is not empty.

        Raises:
            CarInspectError: there is one of this name.
        """
        if self._row(user.name) is not None:
            raise CarInspectError(ErrorCode.USER_EXISTS, user=user.name)
        self._connection.execute(
            insert(users).values(
                name=user.name,
                role=user.role.value,
                pin_hash=_hasher().hash(pin) if pin else None,
                created_at=at,
                active=True,
                wrong_pins=0,
            )
        )

    def all(self) -> tuple[User, ...]:
        """The active users, by name."""
        rows = self._connection.execute(select(users).where(users.c.active).order_by(users.c.name))
        return tuple(_user(row) for row in rows)

    def get(self, name: str) -> User:
        """One active user.

        Raises:
            CarInspectError: there is none of this name.
        """
        return _user(self._active_row(name))

    def is_pin(self, name: str, pin: str, at: datetime) -> bool:
        """Whether ``pin`` is the user's; counts wrong ones.

        Raises:
            CarInspectError: there is no such user, or too many PINs were wrong.
        """
        row = self._active_row(name)
        if row.pin_hash is None:
            return True
        left_s = 0.0 if row.locked_until is None else (row.locked_until - at).total_seconds()
        # More is left than a lock ever lasts where the clock went back: then it does not hold.
        if 0 < left_s <= _LOCK_S:
            seconds = round(left_s) or 1
            raise CarInspectError(ErrorCode.TOO_MANY_PINS, user=name, seconds=seconds)
        right = _matches(row.pin_hash, pin)
        wrong = 0 if right else row.wrong_pins + 1
        locked = at + timedelta(seconds=_LOCK_S) if wrong >= _FREE_TRIES else None
        self._change(name, wrong_pins=wrong, locked_until=locked)
        return right

    def set_pin(self, name: str, pin: str) -> None:
        """Give a user another PIN; none where ``pin`` is empty."""
        self._active_row(name)
        self._change(name, pin_hash=_hasher().hash(pin) if pin else None, wrong_pins=0)

    def set_role(self, name: str, role: Role) -> None:
        """Give a user another role."""
        if role is not Role.MANAGER:
            self._keep_a_manager(name)
        self._change(name, role=role.value)

    def deactivate(self, name: str) -> None:
        """Remove a user from the choice; what they did keeps their name.

        Raises:
            CarInspectError: there is no such user, or no other manager would be left.
        """
        self._keep_a_manager(name)
        self._change(name, active=False)

    def _keep_a_manager(self, name: str) -> None:
        managers = {user.name for user in self.all() if user.role is Role.MANAGER}
        if self.get(name).role is Role.MANAGER and managers == {name}:
            raise CarInspectError(ErrorCode.LAST_MANAGER, user=name)

    def _change(self, name: str, **values: object) -> None:
        self._connection.execute(update(users).where(users.c.name == name).values(values))

    def _active_row(self, name: str) -> Row[Any]:
        row = self._row(name)
        if row is None or not row.active:
            raise CarInspectError(ErrorCode.USER_MISSING, user=name)
        return row

    def _row(self, name: str) -> Row[Any] | None:
        return self._connection.execute(select(users).where(users.c.name == name)).one_or_none()


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # argon2id with the parameters of RFC 9106


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return _hasher().verify(pin_hash, pin)
    except VerificationError:
        return False


def _user(row: Row[Any]) -> User:
    return User(row.name, Role(row.role), row.pin_hash is not None)
