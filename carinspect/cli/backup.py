"""``carinspect backup``: all records and photos into one file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import complain, progress, say
from carinspect.core.i18n import _, ngettext
from carinspect.jobs.job import Progress, run_here
from carinspect.services.backup_records import BackUpRecords
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("backup", help=_("copy all records and photos into one file"))
    parser.add_argument("file", type=Path, metavar="FILE", help=_("the file to write (.zip)"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Write the file; 1 where a stored photo was damaged and so is not in it."""
    workspace = Workspace()
    try:
        acting_user(workspace)
        done = run_here(BackUpRecords(workspace, arguments.file), show_progress)
    finally:
        workspace.close()
    progress("")
    say(
        ngettext(
            "{file} holds all records and {count} photo.",
            "{file} holds all records and {count} photos.",
            done.photos,
        ).format(file=arguments.file, count=done.photos)
    )
    for sha256 in done.left_out:
        complain(_("Left out, for it is damaged: {photo}").format(photo=sha256))
    return 1 if done.left_out else 0


def show_progress(report: object) -> None:
    """Show how far a job is."""
    if isinstance(report, Progress) and report.total:
        progress(f"{report.done} / {report.total}")
