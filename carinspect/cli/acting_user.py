"""Who acts on the command line: ``--user``, the environment, the settings; PINs are asked."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.user import User
from carinspect.services.workspace import USER_VARIABLE, Workspace


def take_user(arguments: list[str]) -> list[str]:
    """Note whom ``--user`` names, wherever it stands before ``--``; the other arguments."""
    others: list[str] = []
    left = list(arguments)
    while left and left[0] != "--":
        argument = left.pop(0)
        name, separator, value = argument.partition("=")
        if name != "--user" or not (separator or left):
            others.append(argument)
            continue
        # Every verb opens its own workspace, which looks here.
        os.environ[USER_VARIABLE] = value if separator else left.pop(0)
    return others + left


def add_user_option(parser: argparse.ArgumentParser) -> None:
    """Describe ``--user`` to argparse."""
    parser.add_argument(
        "--user", metavar=_("NAME"), help=_("who acts; needed where several people work")
    )


def acting_user(workspace: Workspace) -> User:
    """Who acts; asks for their PIN where a person sits at the terminal.

    Raises:
        CarInspectError: nobody was chosen, or the PIN is wrong or cannot be asked.
    """
    try:
        return workspace.current_user()
    except CarInspectError as error:
        if error.code is not ErrorCode.PIN_NEEDED or not sys.stdin.isatty():
            raise
        name = str(error.facts["user"])
    return workspace.sign_in(name, ask_pin(name), remember=False)


def ask_pin(name: str) -> str:
    """Ask for a PIN without showing it."""
    return getpass.getpass(_("PIN of {user}: ").format(user=name))


def ask_new_pin(name: str) -> str:
    """Ask for a new PIN; from a pipe, its first line.

    Raises:
        CarInspectError: it was typed differently the second time.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    pin = getpass.getpass(_("New PIN of {user} (empty: none): ").format(user=name))
    if pin and pin != getpass.getpass(_("Once more: ")):
        raise CarInspectError(ErrorCode.WRONG_PIN, user=name)
    return pin
