"""``carinspect forget``: remove rentals or inspections for good."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from carinspect.cli.acting_user import acting_user
from carinspect.cli.backup import show_progress
from carinspect.cli.output import complain, progress, say
from carinspect.core.erasure import ErasurePlan
from carinspect.core.i18n import _, ngettext
from carinspect.core.trust_texts import forgotten_text, left_lines, plan_lines
from carinspect.jobs.job import run_here
from carinspect.services.forget import ChooseRetention, Forget, PlanDue, PlanForgetting, Target
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser(
        "forget",
        help=_("remove rentals or inspections for good, with photos, names and signatures"),
    )
    parser.add_argument("rentals", nargs="*", metavar="RENTAL", help=_("number of a rental"))
    parser.add_argument(
        "--inspection",
        action="append",
        type=int,
        default=[],
        metavar=_("NUMBER"),
        help=_("an inspection of the history"),
    )
    parser.add_argument(
        "--due", action="store_true", help=_("all rentals whose time (--keep-months) is over")
    )
    parser.add_argument(
        "--keep-months",
        type=int,
        metavar=_("MONTHS"),
        help=_("how long rentals are kept after they became final; 0: for ever"),
    )
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Show what would go, ask, remove it; 1 where it was not wanted after all."""
    workspace = Workspace()
    try:
        acting_user(workspace)
        if arguments.keep_months is not None:
            _keep(workspace, arguments.keep_months)
        return _forget(workspace, arguments)
    finally:
        workspace.close()


def _keep(workspace: Workspace, months: int) -> None:
    kept = run_here(ChooseRetention(workspace, months))
    if kept:
        words = ngettext(
            "Final rentals are due to be forgotten after {count} month.",
            "Final rentals are due to be forgotten after {count} months.",
            kept,
        )
        say(words.format(count=kept))
    else:
        say(_("Rentals are kept for ever."))


def _forget(workspace: Workspace, arguments: argparse.Namespace) -> int:
    targets: tuple[Target, ...] = (*arguments.rentals, *arguments.inspection)
    if targets:
        plans = run_here(PlanForgetting(workspace, targets))
    elif arguments.due:
        plans = run_here(PlanDue(workspace, workspace.settings.keep_rentals_months))
        targets = tuple(plan.what for plan in plans)
    else:
        plans = ()
    if not plans:
        if arguments.due or arguments.keep_months is None:
            say(_("There is nothing to forget."))
        return 0
    for plan in plans:
        _show(plan)
    if not (arguments.yes or _is_wanted()):
        complain(_("Nothing was removed."))
        return 1
    _remove(workspace, targets)
    return 0


def _show(plan: ErasurePlan) -> None:
    say(_("{what}: for good would go").format(what=plan.what))
    for line in plan_lines(plan):
        say(f"  {line}")


def _is_wanted() -> bool:
    # Nobody is asked through a pipe: there, only “--yes” says so.
    return sys.stdin.isatty() and input(_("Type FORGET to remove it: ")).strip() == "FORGET"


def _remove(workspace: Workspace, targets: tuple[Target, ...]) -> None:
    done = run_here(Forget(workspace, targets), show_progress)
    progress("")
    for one in done:
        say(forgotten_text(one))
    for line in left_lines(done[-1]):
        say(line)
