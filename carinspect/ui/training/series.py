"""Curves as data: which points, how they are told apart, what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from carinspect.core.i18n import _
from carinspect.core.training import EpochEnd, History, MiniBatchEnd, TrainingRun
from carinspect.ui.theme import DARK, colors

_LIGHT_HUES: Final = (
    *("#0b5cad", "#b8400a", "#0c7457", "#8b3fa0"),
    *("#7d5a00", "#0d7490", "#ad2167", "#454b54"),
)
_DARK_HUES: Final = (
    *("#7ab8ff", "#ff9b6a", "#4fd1a5", "#d39bea"),
    *("#e6c04a", "#67d4ee", "#ff8fc0", "#c9d1da"),
)
HUES: Final = len(_LIGHT_HUES)
"""How many colours there are; every one has a contrast of 3 : 1 on its theme's surface (WCAG 2.2,
criterion 1.4.11), and no curve is told by its colour alone."""


def hue(index: int) -> str:
    """The colour of curve number ``index`` in the theme that is shown now."""
    hues = _DARK_HUES if colors() is DARK else _LIGHT_HUES
    return hues[index % HUES]


class Stroke(Enum):
    """How a curve is drawn."""

    SOLID = "solid"
    """With a filled mark at each epoch: validation."""
    DASHED = "dashed"
    """With a hollow mark at each epoch: training."""
    FAINT = "faint"
    """Thin, without marks: smoothed over mini-batches."""


class Quantity(Enum):
    """What a plot shows over time."""

    ACCURACY = "accuracy"
    LOSS = "loss"


class TimeAxis(Enum):
    """What time is counted in; updates make batch sizes comparable."""

    EPOCHS = "epochs"
    UPDATES = "updates"


@dataclass(frozen=True, slots=True)
class Series:
    """One curve.

    Attributes:
        words: what the legend calls it.
        x: epochs or updates.
        y: percent for accuracy, nats for loss.
        hue: index of its colour and of the shape of its marks.
        label: written at its end; empty for none.
    """

    words: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    hue: int
    stroke: Stroke
    label: str = ""


def quantity_text(quantity: Quantity) -> str:
    """The title of a plot."""
    return {Quantity.ACCURACY: _("Accuracy (%)"), Quantity.LOSS: _("Loss")}[quantity]


def time_text(axis: TimeAxis) -> str:
    """The words below a plot."""
    return {TimeAxis.EPOCHS: _("Epoch"), TimeAxis.UPDATES: _("Updates")}[axis]


def value_text(quantity: Quantity, value: float) -> str:
    """A read-out of ``value``."""
    return f"{value:.1f}%" if quantity is Quantity.ACCURACY else f"{value:.3f}"


def live_series(
    quantity: Quantity,
    history: Sequence[EpochEnd],
    mini_batches: Sequence[MiniBatchEnd],
    updates_per_epoch: float,
) -> tuple[Series, ...]:
    """The curves of the run that is going on, by epochs.

    Mini-batches stand at fractions of an epoch, which has ``updates_per_epoch`` updates.
    """
    made = [
        Series(
            _("Training, mini-batches (smoothed)"),
            tuple(one.update / updates_per_epoch for one in mini_batches),
            tuple(_of(quantity, one.accuracy, one.loss) for one in mini_batches),
            1,
            Stroke.FAINT,
        )
    ]
    return (*made, *_epoch_series(quantity, history, TimeAxis.EPOCHS))


def run_series(
    quantity: Quantity, axis: TimeAxis, runs: Sequence[tuple[int, TrainingRun]]
) -> tuple[Series, ...]:
    """The curves of several runs in one plot, each in its colour, by the number it comes with."""
    made: list[Series] = []
    for number, run in runs:
        training, validation = _epoch_series(quantity, run.history, axis)
        for one in (training, validation):
            words = f"{number}: {one.words}"
            made.append(Series(words, one.x, one.y, number - 1, one.stroke, str(number)))
    return tuple(made)


def figure_series(quantity: Quantity, histories: Sequence[History]) -> tuple[Series, ...]:
    """The curves of one figure: the mean over seeds, and each seed faintly behind it."""
    if not histories:
        return ()
    length = min(len(history) for history in histories)
    seeds = [_epoch_series(quantity, history[:length], TimeAxis.EPOCHS) for history in histories]
    faint = [
        Series(_("single seeds"), one.x, one.y, one.hue, Stroke.FAINT)
        for pair in seeds
        for one in pair
    ]
    means: list[Series] = []
    for kind in range(2):
        curves = [pair[kind] for pair in seeds]
        mean = tuple(
            sum(values) / len(values) for values in zip(*(c.y for c in curves), strict=True)
        )
        words = _("{curve}, mean over seeds").format(curve=curves[0].words)
        means.append(Series(words, curves[0].x, mean, curves[0].hue, curves[0].stroke))
    return (*faint, *means)


def _epoch_series(
    quantity: Quantity, history: History | Sequence[EpochEnd], axis: TimeAxis
) -> tuple[Series, Series]:
    x = tuple(float(one.epoch if axis is TimeAxis.EPOCHS else one.updates) for one in history)
    training = tuple(_of(quantity, one.accuracy, one.loss) for one in history)
    validation = tuple(_of(quantity, one.val_accuracy, one.val_loss) for one in history)
    return (
        Series(_("Training"), x, training, 1, Stroke.DASHED),
        Series(_("Validation"), x, validation, 0, Stroke.SOLID),
    )


def _of(quantity: Quantity, accuracy: float, loss: float) -> float:
    return 100 * accuracy if quantity is Quantity.ACCURACY else loss
