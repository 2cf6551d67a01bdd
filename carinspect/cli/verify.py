"""``carinspect verify``: proof that nothing was altered."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from carinspect.cli.backup import show_progress
from carinspect.cli.output import complain, progress, say, say_json
from carinspect.core.history_texts import problem_text, verification_text
from carinspect.core.i18n import _
from carinspect.core.verification import Verification
from carinspect.jobs.job import run_here
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("verify", help=_("prove that records and photos were not altered"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))
    parser.add_argument(
        "--expect",
        default="",
        metavar="HASH",
        help=_("the last hash of an earlier verification: nothing after it was cut off"),
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; 1 where something is wrong."""
    workspace = Workspace()
    try:
        done = run_here(VerifyRecords(workspace, arguments.expect), show_progress)
    finally:
        workspace.close()
    progress("")
    if arguments.json:
        say_json(_fields(done))
    else:
        _print(done)
    return 1 if done.problems else 0


def _print(done: Verification) -> None:
    for problem in done.problems:
        complain(problem_text(problem))
    say(verification_text(done))
    if done.last_hash:
        say(_("Last hash, to be noted elsewhere: {hash}").format(hash=done.last_hash))


def _fields(done: Verification) -> dict[str, object]:
    return {
        "intact": not done.problems,
        "entries": done.entries,
        "records": done.records,
        "photos": done.photos,
        "last_hash": done.last_hash,
        "problems": [
            {"kind": problem.kind.value, "subject": problem.subject} for problem in done.problems
        ],
    }
