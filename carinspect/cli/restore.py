"""``carinspect restore``: a backup in the place of the records."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect.cli.acting_user import acting_user
from carinspect.cli.backup import show_progress
from carinspect.cli.output import progress, say
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _, ngettext
from carinspect.jobs.job import run_here
from carinspect.services.backup_records import RestoreRecords
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("restore", help=_("bring a backup back"))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("what “backup” wrote"))
    parser.add_argument(
        "--replace", action="store_true", help=_("replace the records that are there")
    )
    return parser


def _ask_who(workspace: Workspace) -> None:
    try:
        acting_user(workspace)
    except CarInspectError as error:
        # Damaged records know nobody; they are set aside once the backup has proved whole.
        if error.code is not ErrorCode.DATABASE_DAMAGED:
            raise


def run(arguments: argparse.Namespace) -> int:
    """Bring it back and say so."""
    workspace = Workspace()
    try:
        _ask_who(workspace)
        job = RestoreRecords(workspace, arguments.file, arguments.replace)
        done = run_here(job, show_progress)
    finally:
        workspace.close()
    progress("")
    say(
        ngettext(
            "All records and {count} photo of {file} are back.",
            "All records and {count} photos of {file} are back.",
            done.photos,
        ).format(file=arguments.file, count=done.photos)
    )
    if done.before is not None:
        say(_("What was there before is in {file}.").format(file=done.before))
    return 0
