"""A sweep: the same training at several batch sizes, numbers of epochs and seeds."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from carinspect.core.training import History, Pace, TrainingConfig, TrainingRun

POSTS_BATCH_SIZES: Final = (8, 16, 32, 64, 256)
POSTS_EPOCHS: Final = (20, 50, 100)

_T_95: Final = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
)
"""Student's t, two-sided 95%, at 1 to 20 degrees of freedom (any table of it)."""


@dataclass(frozen=True, slots=True)
class SweepPlan:
    """What is to be tried.

    Attributes:
        config: what all runs share.
    """

    config: TrainingConfig
    batch_sizes: tuple[int, ...] = POSTS_BATCH_SIZES
    epochs: tuple[int, ...] = POSTS_EPOCHS
    seeds: tuple[int, ...] = (0, 1, 2)

    def configs(self) -> tuple[TrainingConfig, ...]:
        """The runs that are needed, those of one seed together.

        Under a constant learning rate a run of 100 epochs has those of 20 and 50 as its
        beginning; under another pace each number of epochs is a run of its own.
        """
        is_prefix = self.config.pace is Pace.CONSTANT
        epochs = (max(self.epochs),) if is_prefix else self.epochs
        return tuple(
            dataclasses.replace(self.config, batch_size=size, epochs=count, seed=seed, patience=0)
            for seed in self.seeds
            for size in self.batch_sizes
            for count in epochs
        )


class Measure(StrEnum):
    """What a cell of the grid shows."""

    BEST_ACCURACY = "best_accuracy"
    """Of validation, at the best epoch: chosen on the very photos, as the original did."""
    LAST_ACCURACY = "last_accuracy"
    """Of validation, at the last epoch."""
    LAST_LOSS = "last_loss"
    """Of validation, at the last epoch."""
    GAP = "gap"
    """Training accuracy less validation accuracy at the last epoch."""


def measured(measure: Measure, history: History) -> float:
    """``measure`` of a history that is not empty."""
    last = history[-1]
    if measure is Measure.BEST_ACCURACY:
        return max(epoch.val_accuracy for epoch in history)
    if measure is Measure.LAST_ACCURACY:
        return last.val_accuracy
    return last.val_loss if measure is Measure.LAST_LOSS else last.accuracy - last.val_accuracy


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean over seeds and its 95% interval (Student's t; the mean itself for one seed)."""

    mean: float
    low: float
    high: float
    n: int


def spread(values: Iterable[float]) -> Spread:
    """Mean and interval of ``values``, which are not empty."""
    listed = tuple(values)
    n = len(listed)
    mean = math.fsum(listed) / n
    if n == 1:
        return Spread(mean, mean, mean, 1)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in listed) / (n - 1))
    half = (_T_95[n - 2] if n - 2 < len(_T_95) else 1.96) * deviation / math.sqrt(n)
    return Spread(mean, mean - half, mean + half, n)


@dataclass(frozen=True, slots=True)
class SweepCell:
    """All seeds of one batch size and one number of epochs; their histories end there."""

    batch_size: int
    epochs: int
    runs: tuple[TrainingRun, ...]
    histories: tuple[History, ...]

    def spread(self, measure: Measure) -> Spread:
        """``measure`` over the seeds."""
        return spread(measured(measure, history) for history in self.histories)


def sweep_cells(plan: SweepPlan, runs: Iterable[TrainingRun]) -> tuple[SweepCell, ...]:
    """The cells of ``plan`` that any of ``runs`` fills, row by row; other runs are left out."""
    ours = [run for run in runs if _shared(run.config) == _shared(plan.config)]
    cells: list[SweepCell] = []
    for size in plan.batch_sizes:
        for epochs in plan.epochs:
            found = _one_a_seed(plan, ours, size, epochs)
            if found:
                histories = tuple(run.history[:epochs] for run in found)
                cells.append(SweepCell(size, epochs, found, histories))
    return tuple(cells)


def _one_a_seed(
    plan: SweepPlan, runs: Iterable[TrainingRun], size: int, epochs: int
) -> tuple[TrainingRun, ...]:
    fits: Callable[[TrainingConfig], bool] = (
        (lambda config: config.epochs >= epochs)
        if plan.config.pace is Pace.CONSTANT
        else (lambda config: config.epochs == epochs)
    )
    by_seed: dict[int, TrainingRun] = {}
    for run in runs:
        config = run.config
        if config.batch_size == size and fits(config) and len(run.history) >= epochs:
            by_seed.setdefault(config.seed, run)
    return tuple(by_seed[seed] for seed in plan.seeds if seed in by_seed)


def _shared(config: TrainingConfig) -> TrainingConfig:
    """``config`` without what differs within a sweep."""
    return dataclasses.replace(config, batch_size=1, epochs=1, seed=0, patience=0)
