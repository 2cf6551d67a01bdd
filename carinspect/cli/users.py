"""``carinspect users``: who works here, and what they may do."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from carinspect.cli.acting_user import acting_user, ask_new_pin
from carinspect.cli.output import row, say
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record_texts import role_text
from carinspect.core.user import Role, User
from carinspect.services import users
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("users", help=_("who works here, and what they may do"))
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=_("the users; a star marks who acts"))
    add = _named(acts, "add", _("add a user"))
    add.add_argument("--role", type=Role, choices=list(Role), default=Role.CLERK)
    add.add_argument("--with-pin", action="store_true", help=_("ask for a PIN"))
    _named(acts, "role", _("give a user another role")).add_argument(
        "role", type=Role, choices=list(Role)
    )
    _named(acts, "pin", _("give a user another PIN, or none"))
    _named(acts, "deactivate", _("take a user off the choice; what they did stays"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts."""
    acts = {"list": _list, "add": _add, "role": _role, "pin": _pin, "deactivate": _deactivate}
    workspace = Workspace()
    try:
        acts[arguments.act](workspace, arguments)
    finally:
        workspace.close()
    return 0


def _named(acts: _SubParsersAction[Any], act: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(act, help=words)
    parser.add_argument("name", metavar=_("NAME"))
    return parser


def _list(workspace: Workspace, _arguments: argparse.Namespace) -> None:
    acting = _acting_name(workspace)
    for user in users.list_users(workspace.records()):
        pin = _("with PIN") if user.has_pin else ""
        mark = "*" if user.name == acting else " "
        say(row((mark, user.name, role_text(user.role), pin), (1, 24, 10, 0)))


def _acting_name(workspace: Workspace) -> str:
    try:
        return workspace.current_user().name
    except CarInspectError:  # nobody is needed to read the list
        return ""


def _add(workspace: Workspace, arguments: argparse.Namespace) -> None:
    by = acting_user(workspace)
    pin = ask_new_pin(arguments.name) if arguments.with_pin else ""
    users.add_user(workspace.records(), by, User(arguments.name, arguments.role), pin)
    say(_("{user} can be chosen from now on.").format(user=arguments.name))


def _role(workspace: Workspace, arguments: argparse.Namespace) -> None:
    by = acting_user(workspace)
    users.change_role(workspace.records(), by, arguments.name, arguments.role)
    words = {"user": arguments.name, "role": role_text(arguments.role)}
    say(_("{user} is from now on: {role}.").format(**words))


def _pin(workspace: Workspace, arguments: argparse.Namespace) -> None:
    by = acting_user(workspace)
    users.change_pin(workspace.records(), by, arguments.name, ask_new_pin(arguments.name))
    say(_("The PIN of {user} was changed.").format(user=arguments.name))


def _deactivate(workspace: Workspace, arguments: argparse.Namespace) -> None:
    users.deactivate_user(workspace.records(), acting_user(workspace), arguments.name)
    say(_("{user} can no longer be chosen.").format(user=arguments.name))
