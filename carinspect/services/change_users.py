"""Job: a change of the users by whoever works here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carinspect.core.user import User
from carinspect.jobs.job import JobContext
from carinspect.services.records import Records
from carinspect.services.sign_in import Presence
from carinspect.services.users import list_users
from carinspect.services.workspace import Workspace


@dataclass(frozen=True)
class ChangeUsers:
    """Do ``act`` with the records and whoever works here; the users after it.

    Raises:
        CarInspectError: what ``act`` raises, or nobody is signed in.
    """

    workspace: Workspace
    act: Callable[[Records, User], object]

    def run(self, ctx: JobContext, /) -> Presence:
        ctx.raise_if_cancelled()
        records = self.workspace.records()
        self.act(records, self.workspace.current_user())
        return Presence(self.workspace.current_user(), list_users(records))
