"""``carinspect train``: photos -> a trained and registered model, a line an epoch."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.training import (
    Activation,
    EpochEnd,
    MiniBatchEnd,
    Optimizer,
    Recipe,
    TrainingConfig,
    TrainingRun,
)
from carinspect.core.training_json import config_record, epoch_record
from carinspect.core.training_texts import run_state_text
from carinspect.jobs.job import Progress, run_here
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.keras_runtime import require_installed
from carinspect.ml.recipes import recipe_config
from carinspect.services.train_gate2 import TrainGate2, resumed
from carinspect.storage.training_runs import TrainingRuns

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

EXIT_INTERRUPTED: Final = 130

SWEPT: Final = (Recipe.BOTTLENECK, Recipe.FINETUNE, Recipe.ROBUST)
"""Recipes whose frozen features the runs of a sweep share."""

_WIDTHS: Final = (6, 8, 9, 8, 9, 9, 0)
_RUN_WIDTHS: Final = (30, 12, 20, 7, 8, 0)


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("train", help=_("train the damage model on labelled photos"))
    add_data_arguments(parser)
    parser.add_argument("--list", action="store_true", help=_("the training runs there are"))
    parser.add_argument("--resume", metavar="RUN", help=_("go on with a run that was interrupted"))
    parser.add_argument("--name", default="", metavar="TEXT", help=_("what to call the run"))
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help=_("keep the run's folder there, model included")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.add_argument(
        "--tensorboard", type=Path, metavar="DIR", help=_("write logs for TensorBoard there")
    )
    add_config_arguments(parser)
    return parser


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """The photos to work on."""
    parser.add_argument(
        "data", nargs="?", type=Path, metavar="DATA",
        help=_("a folder with a sub-folder a class, or a CSV file with photo and label"),
    )  # fmt: skip
    parser.add_argument(
        "--validation", type=Path, metavar="DATA", help=_("photos to validate on, likewise")
    )
    parser.add_argument(
        "--photos", type=Path, metavar="DIR", help=_("where the paths of a CSV file start from")
    )
    parser.add_argument(
        "--with-corrections",
        action="store_true",
        help=_("learn from verdicts that were corrected at the counter, too"),
    )


def add_config_arguments(
    parser: argparse.ArgumentParser, recipes: Sequence[Recipe] = tuple(Recipe)
) -> None:
    """The settings of a run; what is not given stays as the recipe has it."""
    group = parser.add_argument_group(_("settings; the recipe gives the defaults"))
    group.add_argument("--recipe", type=Recipe, choices=recipes, default=Recipe.BOTTLENECK)
    group.add_argument("--backbone", choices=list(BACKBONES), default="efficientnet_lite0")
    numbers = {
        "--epochs": (int, "epochs"),
        "--batch-size": (int, "batch_size"),
        "--lr": (float, "learning_rate"),
        "--momentum": (float, "momentum"),
        "--l2": (float, "l2"),
        "--dropout": (float, "dropout"),
        "--hidden": (int, "hidden_units"),
        "--patience": (int, "patience"),
        "--views": (int, "views"),
        "--size": (int, "input_size_px"),
        "--seed": (int, "seed"),
    }
    for option, (kind, field) in numbers.items():
        group.add_argument(option, type=kind, dest=field, metavar="N")
    group.add_argument("--optimizer", type=Optimizer, choices=list(Optimizer))
    group.add_argument("--activation", type=Activation, choices=list(Activation))
    group.add_argument("--head", metavar="RUN", help=_("start from the weights of this run"))
    group.add_argument(
        "--seed-exact", action="store_const", const=True, help=_("the arithmetic of 2020")
    )


def config_of(arguments: argparse.Namespace) -> TrainingConfig:
    """The recipe's settings, with those that were given."""
    given = {
        field.name: value
        for field in dataclasses.fields(TrainingConfig)
        if (value := getattr(arguments, field.name, None)) is not None
    }
    return dataclasses.replace(recipe_config(arguments.recipe, arguments.backbone), **given)


def source_of(arguments: argparse.Namespace) -> DatasetSource:
    """The photos that were named.

    Raises:
        CarInspectError: none were.
    """
    if arguments.data is None:
        raise CarInspectError(ErrorCode.FILE_MISSING, file="DATA")
    return DatasetSource(
        arguments.data,
        arguments.validation,
        arguments.photos,
        corrections=arguments.with_corrections,
    )


def run(arguments: argparse.Namespace) -> int:
    """Train, or list the runs; Ctrl+C leaves a run that can be gone on with."""
    runs = TrainingRuns(arguments.out)
    if arguments.list:
        _list(runs)
        return 0
    require_installed()
    if arguments.resume:
        job = resumed(runs.read(arguments.resume), arguments.out, epochs=arguments.epochs or 0)
    else:
        job = TrainGate2(source_of(arguments), config_of(arguments), runs_dir=arguments.out)
    job = dataclasses.replace(
        job, name=arguments.name or job.name, tensorboard=arguments.tensorboard
    )
    show = _Json() if arguments.json else _Table()
    try:
        ended = run_here(job, show.report)
    except KeyboardInterrupt:
        progress("")
        if show.run is not None:
            text = _("Interrupted. Go on with: carinspect train --resume {run}")
            complain(text.format(run=show.run.id))
        return EXIT_INTERRUPTED
    show.end(ended)
    return 0


class _Json:
    """Every event as one line."""

    def __init__(self) -> None:
        self.run: TrainingRun | None = None

    def report(self, event: object) -> None:
        if isinstance(event, TrainingRun) and self.run is None:
            self.run = event
            say_json(
                {
                    "event": "run",
                    "run": event.id,
                    "folder": str(event.folder),
                    "training_photos": event.training_photos,
                    "validation_photos": event.validation_photos,
                    "config": config_record(event.config),
                }
            )
        elif isinstance(event, EpochEnd):
            say_json({"event": "epoch", **epoch_record(event)})

    def end(self, run: TrainingRun) -> None:
        best = epoch_record(run.best) if run.best else None
        say_json({"event": "end", "state": run.state.value, "model": run.model_id, "best": best})


class _Table:
    """A line an epoch; what is in between goes over the last line of a terminal."""

    def __init__(self) -> None:
        self.run: TrainingRun | None = None

    def report(self, event: object) -> None:
        if isinstance(event, Progress):
            progress(_("{done} of {total} photos").format(done=event.done, total=event.total))
        elif isinstance(event, TrainingRun) and self.run is None:
            self._begin(event)
        elif isinstance(event, MiniBatchEnd):
            progress(_minibatch(event))
        elif isinstance(event, EpochEnd):
            self._epoch(event)

    def _begin(self, run: TrainingRun) -> None:
        self.run = run
        progress("")
        text = _("Run {run}: {training} photos to train on, {validation} to validate on")
        say(text.format(run=run.id, training=run.training_photos, validation=run.validation_photos))
        say(row((_("Epoch"), _("Loss"), _("Accuracy"), _("Val loss"), _("Val acc."),
                 _("Rate"), _("Seconds")), _WIDTHS))  # fmt: skip

    def _epoch(self, epoch: EpochEnd) -> None:
        progress("")
        cells = (
            str(epoch.epoch),
            f"{epoch.loss:.4f}",
            f"{epoch.accuracy:.4f}",
            f"{epoch.val_loss:.4f}",
            f"{epoch.val_accuracy:.4f}",
            f"{epoch.learning_rate:.2g}",
            f"{epoch.seconds:.1f}",
        )
        say(row(cells, _WIDTHS))

    def end(self, run: TrainingRun) -> None:
        progress("")
        if run.best is not None:
            text = _("Kept: epoch {epoch}, validation accuracy {accuracy:.4f}")
            say(text.format(epoch=run.best_epoch, accuracy=run.best.val_accuracy))
        if run.model_id:
            text = _("Model {model}. Inspect with it: carinspect models activate {model}")
            say(text.format(model=run.model_id))
        say(_("Folder: {folder}").format(folder=run.folder))


def _minibatch(event: MiniBatchEnd) -> str:
    text = _("{update} of {updates} updates, loss {loss:.4f}").format(
        update=event.update, updates=event.updates_in_all, loss=event.loss
    )
    if event.seconds_left is None:
        return text
    return text + _(", {seconds:.0f} s left").format(seconds=event.seconds_left)


def _list(runs: TrainingRuns) -> None:
    headings = (_("Run"), _("State"), _("Backbone"), _("Epochs"), _("Val acc."), _("Data"))
    say(row(headings, _RUN_WIDTHS))
    for one in runs.list():
        accuracy = f"{one.best.val_accuracy:.4f}" if one.best else "-"
        epochs = f"{len(one.history)}/{one.config.epochs}"
        say(
            row(
                (
                    one.id,
                    run_state_text(one.state),
                    one.config.backbone,
                    epochs,
                    accuracy,
                    one.name or one.data,
                ),
                _RUN_WIDTHS,
            )
        )
