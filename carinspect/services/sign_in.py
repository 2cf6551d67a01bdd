"""Jobs: who works here, and another who signs in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import User
from carinspect.jobs.job import JobContext
from carinspect.services.users import list_users
from carinspect.services.workspace import Workspace

_NOBODY: Final = frozenset(
    {ErrorCode.SIGN_IN_NEEDED, ErrorCode.PIN_NEEDED, ErrorCode.USER_MISSING}
    | {ErrorCode.WRONG_PIN, ErrorCode.TOO_MANY_PINS}
)


@dataclass(frozen=True, slots=True)
class Presence:
    """Who works here and who could.

    Attributes:
        user: None where it has to be asked.
        users: all that can be chosen, by name.
    """

    user: User | None
    users: tuple[User, ...]


@dataclass(frozen=True)
class WhoWorksHere:
    """Open the records and see who works here; a fresh database gets its first user.

    Raises:
        CarInspectError: the records cannot be opened.
    """

    workspace: Workspace

    def run(self, ctx: JobContext, /) -> Presence:
        ctx.raise_if_cancelled()
        user: User | None = None
        try:
            user = self.workspace.current_user()
        except CarInspectError as error:
            if error.code not in _NOBODY:
                raise
        return Presence(user, list_users(self.workspace.records()))


@dataclass(frozen=True)
class SignIn:
    """Let another user work here, now and at the next start.

    Raises:
        CarInspectError: there is no such user, or the PIN is wrong.
    """

    workspace: Workspace
    name: str
    pin: str

    def run(self, ctx: JobContext, /) -> User:
        ctx.raise_if_cancelled()
        return self.workspace.sign_in(self.name, self.pin)
