"""``carinspect gate1``: car categories, lists of them, and how well Gate1 does."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.dataset import SkippedPhoto
from carinspect.core.gate1_texts import failure_text, list_text, rule_text
from carinspect.core.gate1_tools import USUAL_SIZE, Gate1Evaluation, Rule
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.model_card import Figure
from carinspect.core.texts import error_text
from carinspect.jobs.job import Progress, run_here
from carinspect.reports.gate1_record import (
    categories_csv,
    categories_record,
    evaluation_csv,
    evaluation_record,
)
from carinspect.services.category_lists import (
    as_list,
    choose_list,
    list_names,
    read_category_list,
    save_category_list,
)
from carinspect.services.save_file import SaveFile
from carinspect.services.try_gate1 import CollectCategories, EvaluateGate1
from carinspect.services.workspace import Workspace, default_model_id

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_STEP: Final = 100
_SHOWN: Final = 20


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("gate1", help=_("car categories, and how well Gate1 tells cars"))
    acts = parser.add_subparsers(dest="act", required=True)
    _add_categories(acts)
    _add_evaluate(acts)
    acts.add_parser("lists", help=_("the lists of car categories; * is the chosen one"))
    use = acts.add_parser("use", help=_("go by this list where the rule is top5"))
    use.add_argument("list", metavar="NAME", nargs="?", default="", help=_("none: the shipped"))
    return parser


def _add_categories(acts: _SubParsersAction[Any]) -> None:
    parser = acts.add_parser(
        "categories", help=_("sum what photos of cars are taken for, most common first")
    )
    parser.add_argument("data", type=Path, metavar="DIR", help=_("folder or CSV of cars"))
    parser.add_argument("--recursive", action="store_true", help=_("sub-folders too"))
    parser.add_argument(
        "--top",
        type=_positive,
        default=USUAL_SIZE,
        metavar="N",
        help=_("how many to show and save"),
    )
    parser.add_argument("--save", metavar="NAME", help=_("keep the most common as a list"))
    _add_outputs(parser)


def _add_evaluate(acts: _SubParsersAction[Any]) -> None:
    parser = acts.add_parser(
        "evaluate", help=_("recall and specificity by group, and the failed photos")
    )
    parser.add_argument(
        "--cars", type=Path, required=True, metavar="DIR", help=_("folder or CSV of cars")
    )
    parser.add_argument(
        "--not-cars",
        type=Path,
        required=True,
        metavar="DIR",
        help=_("folder of other things, a sub-folder a group, or a CSV; may be the same CSV"),
    )
    parser.add_argument("--list", metavar="NAME", help=_("a list of car categories"))
    _add_outputs(parser)


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", default="", metavar="ID", help=_("a model other than the active")
    )
    parser.add_argument("--json", action="store_true", help=_("the result as one JSON object"))
    parser.add_argument("--csv", type=Path, metavar="FILE", help=_("write a table as well"))


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts; 1 where some photo could not be read."""
    acts = {"categories": _categories, "evaluate": _evaluate, "lists": _lists, "use": _use}
    return acts[arguments.act](arguments)


def _categories(arguments: argparse.Namespace) -> int:
    job = CollectCategories(arguments.data, _model(arguments), arguments.recursive)
    count = run_here(job, _on_progress())
    progress("")
    if arguments.json:
        say_json(categories_record(count))
    else:
        for rank, one in enumerate(count.categories[: arguments.top], start=1):
            name = imagenet_text(one.wnid, one.name)
            say(row((f"{rank}", one.wnid, f"{one.total:.4f}", name), (4, 10, 10, 0)))
        say(_("{photos} photos of cars.").format(photos=count.photos))
    if arguments.save:
        save_category_list(as_list(count, arguments.save, arguments.top))
    _write(arguments, lambda: categories_csv(count))
    return _tell_unreadable(count.unreadable)


def _evaluate(arguments: argparse.Namespace) -> int:
    chosen = Workspace().settings.category_list
    categories = read_category_list(chosen if arguments.list is None else arguments.list)
    job = EvaluateGate1(arguments.cars, arguments.not_cars, _model(arguments), categories)
    evaluation = run_here(job, _on_progress())
    progress("")
    if arguments.json:
        say_json(evaluation_record(evaluation))
    else:
        _say_evaluation(evaluation)
    _write(arguments, lambda: evaluation_csv(evaluation))
    return _tell_unreadable(evaluation.unreadable)


def _lists(_arguments: argparse.Namespace) -> int:
    chosen = Workspace().settings.category_list
    for name in list_names():
        categories = read_category_list(name)
        mark = "*" if name == chosen else " "
        say(row((mark, f"{len(categories.categories)}", list_text(categories)), (1, 4, 0)))
    return 0


def _use(arguments: argparse.Namespace) -> int:
    categories = choose_list(Workspace(), arguments.list)
    say(_("Gate1's top5 rule goes by: {name}.").format(name=list_text(categories)))
    return 0


def _say_evaluation(evaluation: Gate1Evaluation) -> None:
    widths = (24, 34, 34)
    say(list_text(evaluation.categories))
    say(row(("", *(rule_text(rule) for rule in Rule)), widths))
    say(row((_("Cars seen"), *(_figure(evaluation.recall(r)) for r in Rule)), widths))
    say(row((_("Others told apart"), *(_figure(evaluation.specificity(r)) for r in Rule)), widths))
    for group in evaluation.groups():
        cells = (_figure(evaluation.specificity(rule, group)) for rule in Rule)
        say(row((f"  {group}", *cells), widths))
    for rule in Rule:
        failed = evaluation.failed(rule)
        say()
        say(f"{rule_text(rule)}: " + _("{n} photos failed").format(n=len(failed)))
        for one in failed[:_SHOWN]:
            say(f"  {one.photo.path}  {failure_text(one, rule, evaluation.categories)}")
        if len(failed) > _SHOWN:
            say("  " + _("and {n} more").format(n=len(failed) - _SHOWN))


def _figure(figure: Figure) -> str:
    right = round(figure.value * figure.n)
    return f"{right}/{figure.n} {figure.value:.1%} [{figure.low:.1%}, {figure.high:.1%}]"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)  # argparse tells it as wrong usage
    return number


def _model(arguments: argparse.Namespace) -> str:
    return arguments.model or Workspace().settings.model_id or default_model_id()


def _on_progress() -> Callable[[object], None]:
    def on_report(report: object) -> None:
        if isinstance(report, Progress):
            progress(f"{report.done} / {report.total}")
            if report.done % _STEP == 0 and not sys.stderr.isatty():
                complain(f"{report.done} / {report.total}")

    return on_report


def _write(arguments: argparse.Namespace, content: Callable[[], bytes]) -> None:
    if arguments.csv is not None:
        run_here(SaveFile(arguments.csv, content()))


def _tell_unreadable(unreadable: tuple[SkippedPhoto, ...]) -> int:
    for one in unreadable:
        complain(error_text(one.error))
    return 1 if unreadable else 0
