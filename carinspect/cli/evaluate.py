"""``carinspect evaluate``: a model on labelled photos -> report, matrix, curves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.evaluation import Evaluation
from carinspect.core.evaluation_texts import (
    class_text,
    report_headings,
    report_rows,
    source_headings,
    source_rows,
    summary_rows,
    threshold_text,
)
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.jobs.job import Progress, run_here
from carinspect.reports.evaluation_report import evaluation_record
from carinspect.services.evaluate_model import EvaluateModel
from carinspect.services.export_evaluation import EvaluationFormat, ExportEvaluation
from carinspect.services.list_models import read_model_card

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_REPORT_WIDTHS: Final = (22, 22, 22, 7, 0)
_SOURCE_WIDTHS: Final = (24, 8, 22, 22, 0)
_EXIT_SOME_UNREAD: Final = 1


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("evaluate", help=_("how good a model is on labelled photos"))
    parser.add_argument("model", metavar="MODEL", help=_("id of a model; “models list” names them"))
    parser.add_argument(
        "data", type=Path, metavar="DATA", help=_("a folder with a sub-folder a class, or a CSV")
    )
    parser.add_argument(
        "--split", type=Split, choices=list(Split), help=_("which photos; by default the test ones")
    )
    parser.add_argument(
        "--photos", type=Path, metavar="DIR", help=_("where the paths of a CSV start from")
    )
    parser.add_argument(
        "--threshold",
        type=_probability,
        metavar="P",
        help=_("call damage from this probability on, instead of from the model's own"),
    )
    parser.add_argument("--threads", type=int, default=0, metavar="N")
    parser.add_argument("--json", action="store_true", help=_("all figures as one JSON object"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write a line a photo"))
    parser.add_argument("--pdf", type=Path, metavar="FILE", help=_("write a report to print"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Evaluate and print; 1 where some photo could not be read."""
    card = read_model_card(arguments.model)
    source = DatasetSource(arguments.data, photos=arguments.photos)
    job = EvaluateModel(card.id, source, arguments.split, arguments.threads)
    evaluation = run_here(job, _on_report)
    progress("")
    limit = evaluation.threshold if arguments.threshold is None else arguments.threshold
    if arguments.json:
        say_json(evaluation_record(evaluation, limit))
    else:
        _show(evaluation, limit)
    for kind, file in (
        (EvaluationFormat.CSV, arguments.csv),
        (EvaluationFormat.PDF, arguments.pdf),
    ):
        if file is not None:
            run_here(ExportEvaluation(evaluation, kind, file, limit))
    for skipped in evaluation.skipped:
        complain(error_text(skipped.error))
    return _EXIT_SOME_UNREAD if evaluation.skipped else 0


def _on_report(report: object) -> None:
    if isinstance(report, Progress) and report.total:
        progress(f"{100 * report.done / report.total:.0f}%")


def _show(evaluation: Evaluation, limit: float) -> None:
    say(f"{evaluation.model_id}, {evaluation.data}, {threshold_text(limit)}")
    say()
    for line in (report_headings(), *report_rows(evaluation, limit)):
        say(row(line, _REPORT_WIDTHS))
    say()
    for name, value in summary_rows(evaluation, limit):
        say(row((name, value), (28, 0)))
    say()
    _show_matrix(evaluation, limit)
    sources = source_rows(evaluation, limit)
    if len(sources) > 1:
        say()
        for line in (source_headings(), *sources):
            say(row(line, _SOURCE_WIDTHS))


def _show_matrix(evaluation: Evaluation, limit: float) -> None:
    widths = (22, 14, 0)
    called = _("called {name}")
    say(row(("", *(called.format(name=class_text(label)) for label in (0, 1))), widths))
    for label, counts in enumerate(evaluation.confusion(limit).rows()):
        say(row((_("is {name}").format(name=class_text(label)), *map(str, counts)), widths))


def _probability(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value
