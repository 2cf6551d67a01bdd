"""``carinspect database``: where the records are, its password, and rights on a server."""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import say
from carinspect.core.i18n import _
from carinspect.jobs.job import run_here
from carinspect.services.move_records import MoveRecords
from carinspect.services.server_account import KeepPassword, SetUpServerRoles, server_role_sql
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser(
        "database", help=_("where the records are, and who may do what on a server")
    )
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("show", help=_("the records that are in use"))
    use = acts.add_parser("use", help=_("work with other records; nothing is copied"))
    use.add_argument(
        "address",
        metavar="URL",
        help=_("postgresql://user@host/name, or “” for this computer's own"),
    )
    use.add_argument("--photos", default="", metavar="DIR", help=_("folder of the stored photos"))
    password = acts.add_parser("password", help=_("keep the password of a server in the keyring"))
    password.add_argument("address", nargs="?", default="", metavar="URL")
    password.add_argument("--file", action="store_true", help=_("in a file, where none is there"))
    password.add_argument("--remove", action="store_true", help=_("forget the kept one"))
    roles = acts.add_parser("roles", help=_("have the server itself tell clerks from managers"))
    roles.add_argument("--print", action="store_true", help=_("print the SQL, change nothing"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts."""
    acts = {"show": _show, "use": _use, "password": _password, "roles": _roles}
    workspace = Workspace()
    try:
        acts[arguments.act](workspace, arguments)
    finally:
        workspace.close()
    return 0


def _show(workspace: Workspace, _arguments: argparse.Namespace) -> None:
    records = workspace.records()
    say(_("Records: {name}").format(name=records.database.name))
    say(_("Photos: {folder}").format(folder=records.photos.folder))


def _use(workspace: Workspace, arguments: argparse.Namespace) -> None:
    folder = str(Path(arguments.photos).absolute()) if arguments.photos else ""
    found = run_here(MoveRecords(workspace, arguments.address, folder))
    words = _("{name}: {inspections} inspections, {users} users.")
    say(words.format(name=found.name, inspections=found.inspections, users=found.users))


def _password(workspace: Workspace, arguments: argparse.Namespace) -> None:
    address = arguments.address or workspace.settings.database
    password = "" if arguments.remove else _ask()
    run_here(KeepPassword(address, password, in_file=arguments.file))
    say(_("The password is kept.") if password else _("No password is kept."))


def _ask() -> str:
    if sys.stdin.isatty():
        return getpass.getpass(_("Password of the server: "))
    return sys.stdin.readline().rstrip("\r\n")


def _roles(workspace: Workspace, arguments: argparse.Namespace) -> None:
    if arguments.print:
        say(server_role_sql().rstrip())
        return
    acting_user(workspace)
    run_here(SetUpServerRoles(workspace))
    say(
        _(
            "The server has the roles carinspect_clerk and carinspect_manager now. Put the account"
            " of each counter into one of them: GRANT carinspect_clerk TO counter1;"
        )
    )
