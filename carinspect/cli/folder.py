"""``carinspect folder``: a whole folder -> a line a photo, totals, and a report."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.errors import CarInspectError
from carinspect.core.folder_run import FolderRun, FolderSummary
from carinspect.core.i18n import _, ngettext
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter, Record
from carinspect.core.texts import error_text, flaw_text, outcome_text
from carinspect.jobs.job import Job, Progress, run_here
from carinspect.reports.json_report import record_fields
from carinspect.services.export_report import ExportReport, ReportFormat
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads, PhotoInspection
from carinspect.services.records import Records
from carinspect.services.watch_folder import WatchFolder
from carinspect.services.workspace import Workspace, default_model_id

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_WIDTHS: Final = (22, 9, 22, 8, 0)
_EXIT_FAILED: Final = 1
_EXIT_INTERRUPTED: Final = 130


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("folder", help=_("inspect a folder and keep what is found"))
    parser.add_argument("folder", type=Path, metavar="DIR", help=_("the folder with the photos"))
    parser.add_argument("--recursive", action="store_true", help=_("with its sub-folders"))
    parser.add_argument(
        "--out", type=_report_file, metavar="FILE", help=_("write a report: .csv, .json or .pdf")
    )
    parser.add_argument(
        "--resume", action="store_true", help=_("continue where the last inspection stopped")
    )
    parser.add_argument(
        "--watch", action="store_true", help=_("inspect what lands in the folder, until Ctrl+C")
    )
    parser.add_argument(
        "--model", default="", metavar="ID", help=_("a model other than the active")
    )
    parser.add_argument(
        "--threads", type=_at_least_one, default=0, metavar="N", help=_("photos at the same time")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.add_argument("--keep-photos", action="store_true", help=_("store a copy of every photo"))
    parser.add_argument(
        "--cluster",
        default="",
        metavar="ADDRESS",
        help=_("inspect on a dask scheduler's machines; local:N for N processes here"),
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Inspect and print; 1 where some photo could not be inspected."""
    workspace = Workspace()
    model_id = arguments.model or workspace.settings.model_id or default_model_id()
    screen = _Screen(as_json=arguments.json)
    try:
        records = workspace.records()
        job = _job(arguments, workspace, model_id)
        try:
            summary = run_here(job, screen.show)
        except KeyboardInterrupt:
            screen.stopped(resumable=not arguments.watch)
            return _EXIT_INTERRUPTED
        screen.finish(summary)
        if arguments.out is not None:
            _write_report(records, summary.run_id, arguments.out, arguments.folder)
    finally:
        workspace.close()
    return _EXIT_FAILED if summary.counts.get(Outcome.ERROR) else 0


def _job(arguments: argparse.Namespace, workspace: Workspace, model_id: str) -> Job[FolderSummary]:
    inspection = _inspection(arguments, workspace)
    options: dict[str, Any] = {
        "by": acting_user(workspace).name,
        "recursive": arguments.recursive,
        "keep_photos": arguments.keep_photos,
    }
    given = (workspace.records(), inspection, arguments.folder, model_id)
    if arguments.watch:
        return WatchFolder(*given, **options)
    return InspectFolder(*given, **options, resume=arguments.resume)


def _inspection(arguments: argparse.Namespace, workspace: Workspace) -> PhotoInspection:
    if arguments.cluster:
        from carinspect.services.cluster_inspection import OnCluster

        judge, accepted = workspace.gate1_judge(), workspace.settings.accepted_error
        return OnCluster(arguments.cluster, judge, accepted)
    return InThreads(workspace.new_inspector, arguments.threads)


def _report_file(name: str) -> Path:
    file = Path(name)
    try:
        ReportFormat.of(file)
    except CarInspectError as error:
        raise argparse.ArgumentTypeError(error_text(error)) from None
    return file


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _write_report(records: Records, run_id: int, file: Path, folder: Path) -> None:
    job = ExportReport(records, HistoryFilter(folder_run=run_id), file, title=str(folder))

    def on_report(report: object) -> None:
        if isinstance(report, Progress):
            progress(_("Writing the report: {done}").format(done=_part(report)))

    run_here(job, on_report)
    progress("")
    complain(_("The report is in {file}.").format(file=file))


class _Screen:
    """What the job reports, as lines on the terminal."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._unreadable: list[Record] = []
        self._done = 0
        self._show = _show_json if as_json else _show_row

    def show(self, report: object) -> None:
        if isinstance(report, FolderRun):
            self._begin(report)
        elif isinstance(report, Record):
            progress("")
            self._show(report)
            if report.inspection.error is not None:
                self._unreadable.append(report)
        elif isinstance(report, Progress):
            self._done = report.done
            progress(_("Inspected: {done}").format(done=_part(report)))

    def finish(self, summary: FolderSummary) -> None:
        """Say the totals, and what could not be inspected."""
        progress("")
        if self._as_json:
            say_json({"summary": _summary_fields(summary)})
            return
        say()
        self._say_unreadable()
        for line in total_lines(summary.total, summary.counts):
            say(line)
        if summary.resumed:
            say(
                ngettext(
                    "{count} of them had been inspected before.",
                    "{count} of them had been inspected before.",
                    summary.resumed,
                ).format(count=summary.resumed)
            )

    def stopped(self, *, resumable: bool) -> None:
        """Say how to go on."""
        progress("")
        complain(
            ngettext(
                "Stopped after {count} photo.", "Stopped after {count} photos.", self._done
            ).format(count=self._done)
        )
        if resumable:
            complain(_("Continue with the same command and --resume."))

    def _begin(self, run: FolderRun) -> None:
        if not self._as_json:
            say(_("{folder}: model {model}").format(folder=run.folder, model=run.model_id))
            headings = (_("Outcome"), _("Damage"), _("Looks like"), _("ms"), _("Photo"))
            say(row(headings, _WIDTHS))

    def _say_unreadable(self) -> None:
        if self._unreadable:
            say(_("Could not be inspected:"))
            for record in self._unreadable:
                say(f"  {_reason(record)}")
            say()


def total_lines(total: int, counts: Mapping[Outcome, int]) -> list[str]:
    """How many photos came to what, one line each."""
    head = ngettext("{count} photo", "{count} photos", total).format(count=total)
    rows = [(outcome, counts[outcome]) for outcome in Outcome if counts.get(outcome)]
    return [head, *(f"  {count:6}  {outcome_text(outcome)}" for outcome, count in rows)]


def _summary_fields(summary: FolderSummary) -> dict[str, object]:
    return {
        "run": summary.run_id,
        "total": summary.total,
        "resumed": summary.resumed,
        "counts": {outcome.value: count for outcome, count in summary.counts.items()},
    }


def _part(report: Progress) -> str:
    return f"{report.done} / {report.total}" if report.total else str(report.done)


def _show_json(record: Record) -> None:
    say_json(record_fields(record))


def _show_row(record: Record) -> None:
    inspection = record.inspection
    gate1, gate2 = inspection.gate1, inspection.gate2
    cells = (
        outcome_text(record.outcome),
        f"{gate2.probability:.3f}" if gate2 else "-",
        imagenet_text(gate1.top5[0].wnid, gate1.top5[0].name) if gate1 else "-",
        f"{inspection.milliseconds:.0f}",
        str(inspection.photo),
    )
    say(row(cells, _WIDTHS))
    for flaw in inspection.quality.flaws if inspection.quality else ():
        say(f"    {flaw_text(flaw)}")


def _reason(record: Record) -> str:
    error = record.inspection.error
    return "" if error is None else error_text(error)
