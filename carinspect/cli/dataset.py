"""``carinspect dataset check``: the dataset doctor."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.dataset_findings import (
    DatasetReport,
    Finding,
    FindingKind,
    apply_fix,
)
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.finding_texts import finding_words, fix_text, severity_text, split_text
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.jobs.job import Progress, run_here
from carinspect.reports.dataset_record import dataset_record
from carinspect.services.examine_dataset import (
    ExamineAgain,
    ExamineDataset,
    FindLabelErrors,
    SaveList,
    with_suspects,
)

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_SHOWN: Final = 5
_SURE: Final = (
    FindingKind.LEAK,
    FindingKind.TWO_LABELS,
    FindingKind.EXACT_DUPLICATES,
    FindingKind.NEAR_DUPLICATES,
)
"""What ``--fix`` mends unless told otherwise: the rest needs a person's eye or costs photos."""


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("dataset", help=_("examine labelled photos before training"))
    acts = parser.add_subparsers(dest="act", required=True)
    check = acts.add_parser(
        "check", help=_("leaks, duplicates, giveaways, label errors, and how to mend them")
    )
    check.add_argument(
        "data", type=Path, metavar="DATA", help=_("folder with a sub-folder a class, or CSV")
    )
    check.add_argument(
        "--validation", type=Path, metavar="DATA", help=_("a second one to validate on")
    )
    check.add_argument(
        "--damaged", default="", metavar="NAME", help=_("what the damaged class is called")
    )
    check.add_argument("--json", action="store_true", help=_("the report as one JSON object"))
    check.add_argument(
        "--no-labels", action="store_true", help=_("do not look for wrong labels (no TensorFlow)")
    )
    check.add_argument(
        "--fix", type=Path, metavar="OUT.csv", help=_("write a mended list; no photo is touched")
    )
    check.add_argument(
        "--fixes",
        nargs="+",
        type=FindingKind,
        choices=list(FindingKind),
        default=_SURE,
        metavar="KIND",
        help=_("what to mend; by default leaks and duplicates"),
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Examine, print, and mend where asked."""
    source = DatasetSource(arguments.data, arguments.validation, damaged_class=arguments.damaged)
    report = run_here(ExamineDataset(source), _on_progress(_("reading")))
    suspects = None if arguments.no_labels else _suspects(report)
    if suspects is not None:
        report = with_suspects(report, suspects)
    progress("")
    if arguments.json:
        say_json(dataset_record(report))
    else:
        _say_report(report)
    if arguments.fix is not None:
        _mend(report, suspects, arguments)
    return 0


def _suspects(report: DatasetReport) -> Finding | None:
    try:
        return run_here(
            FindLabelErrors(report.dataset), _on_progress(_("looking for wrong labels"))
        )
    except CarInspectError as error:
        if error.code not in {ErrorCode.TRAINING_NOT_INSTALLED, ErrorCode.WEIGHTS_MISSING}:
            raise
        complain(error_text(error))
        return None


def _mend(report: DatasetReport, suspects: Finding | None, arguments: argparse.Namespace) -> None:
    # One fix may settle another finding or change it, so each is looked for anew.
    for kind in arguments.fixes:
        for finding in report.findings:
            if finding.kind is kind and finding.fix is not None:
                say_or_complain = complain if arguments.json else say
                say_or_complain(f"{finding_words(finding).title}: {fix_text(finding)}")
                again = ExamineAgain(apply_fix(report.dataset, finding), suspects)
                report = run_here(again)
                break
    run_here(SaveList(report.dataset, arguments.fix))
    n = len(report.dataset.all_photos())
    told = _("{file} lists {photos} photos.").format(file=arguments.fix, photos=n)
    (complain if arguments.json else say)(told)


def _on_progress(what: str) -> Callable[[object], None]:
    def on_report(report: object) -> None:
        if isinstance(report, Progress):
            progress(f"{what} {report.done} / {report.total}")

    return on_report


def _say_report(report: DatasetReport) -> None:
    dataset = report.dataset
    say(dataset.name)
    widths = (12, 10, 10)
    say(row(("", dataset.class_names[0], dataset.class_names[1]), widths))
    for split in Split:
        if split in dataset.splits:
            say(row((split_text(split), *(str(n) for n in dataset.counts(split))), widths))
    for skipped in dataset.skipped[:_SHOWN]:
        say("  " + error_text(skipped.error))
    if len(dataset.skipped) > _SHOWN:
        say("  " + _("and {n} more").format(n=len(dataset.skipped) - _SHOWN))
    for finding in report.findings:
        _say_finding(finding)
    if not report.findings:
        say(_("Nothing found that would spoil the figures."))


def _say_finding(finding: Finding) -> None:
    words = finding_words(finding)
    say()
    say(f"[{severity_text(finding.severity)}] {words.title}")
    say("  " + words.explanation)
    say("  " + words.effect)
    for group in finding.groups[:_SHOWN]:
        shown = ", ".join(str(path) for path in group[:3])
        score = finding.scores.get(group[0])
        say("    " + (shown if score is None else f"{shown}  {score:.2f}"))
    if len(finding.groups) > _SHOWN:
        say("    " + _("and {n} more").format(n=len(finding.groups) - _SHOWN))
