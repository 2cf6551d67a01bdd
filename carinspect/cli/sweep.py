"""``carinspect sweep``: a grid of batch sizes and epochs, with intervals over seeds."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import progress, row, say, say_json
from carinspect.cli.train import (
    SWEPT,
    add_config_arguments,
    add_data_arguments,
    config_of,
    source_of,
)
from carinspect.core.i18n import _
from carinspect.core.sweep import Measure, SweepCell, SweepPlan, sweep_cells
from carinspect.core.training import EpochEnd, Recipe, TrainingRun
from carinspect.jobs.job import run_here
from carinspect.ml.keras_runtime import require_installed
from carinspect.services.sweep import Sweep

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_WIDTHS: Final = (6, 7, 9, 24, 24, 24)
_SHOWN: Final = (Measure.BEST_ACCURACY, Measure.LAST_LOSS, Measure.GAP)


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("sweep", help=_("train with several batch sizes, epochs and seeds"))
    add_data_arguments(parser)
    parser.add_argument("--batches", type=_numbers, metavar="N,N", help="8,16,32,64,256")
    parser.add_argument("--points", type=_numbers, metavar="N,N", help=_("epochs: 20,50,100"))
    parser.add_argument("--seeds", type=_numbers, metavar="N,N", help="0,1,2")
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    add_config_arguments(parser, SWEPT)
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Sweep and print the grid; asked for again, it goes on where it was."""
    require_installed()
    plan = _plan(arguments)
    runs = run_here(Sweep(source_of(arguments), plan), epoch_line())
    progress("")
    cells = sweep_cells(plan, runs)
    if arguments.json:
        for cell in cells:
            say_json(_record(cell))
    else:
        _show(cells, len(plan.seeds))
    return 0


def epoch_line() -> Callable[[object], None]:
    """Shows over the last line of a terminal which run is at which epoch."""
    name = ""

    def show(event: object) -> None:
        nonlocal name
        if isinstance(event, TrainingRun):
            config = event.config
            name = f"{config.recipe.value} b{config.batch_size} s{config.seed}"
        elif isinstance(event, EpochEnd):
            progress(_("{run}: epoch {epoch}").format(run=name, epoch=event.epoch))

    return show


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _plan(arguments: argparse.Namespace) -> SweepPlan:
    plan = SweepPlan(config_of(arguments))
    if arguments.recipe is Recipe.FINETUNE:  # the original fine-tuned with batches of 8 to 64
        plan = dataclasses.replace(plan, batch_sizes=(8, 16, 32, 64), epochs=(plan.config.epochs,))
    given = {
        "batch_sizes": arguments.batches,
        "epochs": arguments.points,
        "seeds": arguments.seeds,
    }
    return dataclasses.replace(
        plan, **{name: value for name, value in given.items() if value is not None}
    )


def _show(cells: Sequence[SweepCell], seeds: int) -> None:
    headings = (
        _("Batch"),
        _("Epochs"),
        _("Updates"),
        _("Best val acc."),
        _("Val loss"),
        _("Overfitting gap"),
    )
    say(row(headings, _WIDTHS))
    for cell in cells:
        spreads = [cell.spread(what) for what in _SHOWN]
        numbers = (str(cell.batch_size), str(cell.epochs), str(cell.histories[0][-1].updates))
        shown = tuple(f"{s.mean:.4f} [{s.low:.3f}, {s.high:.3f}]" for s in spreads)
        say(row((*numbers, *shown), _WIDTHS))
    text = _("95% intervals over {seeds} seeds; one run gives the points of fewer epochs too.")
    say(text.format(seeds=seeds))


def _record(cell: SweepCell) -> dict[str, Any]:
    record: dict[str, Any] = {
        "batch_size": cell.batch_size,
        "epochs": cell.epochs,
        "updates": cell.histories[0][-1].updates,
    }
    return record | {what.value: dataclasses.asdict(cell.spread(what)) for what in Measure}
