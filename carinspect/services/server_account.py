"""Jobs on a shared server: its password, and what its accounts may do."""

from __future__ import annotations

from dataclasses import dataclass, field

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Permission
from carinspect.jobs.job import JobContext
from carinspect.services.records import now
from carinspect.services.workspace import Workspace
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.database import has_password
from carinspect.storage.server_password import keep_password
from carinspect.storage.server_roles import role_statements, set_up_roles


@dataclass(frozen=True)
class KeepPassword:
    """Keep the password of a server in the keyring, or in a file of the user's own.

    Attributes:
        address: without a password.
        password: empty to remove the kept one.

    Raises:
        CarInspectError: the address contains a password, there is no keyring, or the file
            cannot be written.
    """

    address: str
    password: str = field(repr=False)
    in_file: bool = False

    def run(self, ctx: JobContext, /) -> None:
        ctx.raise_if_cancelled()
        if not self.address:
            raise CarInspectError(ErrorCode.NOT_ON_A_SERVER)
        if has_password(self.address):
            raise CarInspectError(ErrorCode.ADDRESS_TOO_OPEN)
        keep_password(self.address, self.password, in_file=self.in_file)


@dataclass(frozen=True)
class SetUpServerRoles:
    """Make the server itself tell clerks from managers; may be done again after an update.

    Raises:
        CarInspectError: the user may not, the records are in a file, or the account that they
            are opened with may not make roles.
    """

    workspace: Workspace

    def run(self, ctx: JobContext, /) -> None:
        ctx.raise_if_cancelled()
        by = self.workspace.require(Permission.MANAGE_USERS)
        with self.workspace.records().database.writing() as connection:
            set_up_roles(connection)
            AuditLog(connection).append(
                now(), by.name, action="server.roles_made", subject="records", details={}
            )


def server_role_sql() -> str:
    """The same as SQL, for whoever looks after the server."""
    return "".join(f"{statement};\n" for statement in role_statements())
