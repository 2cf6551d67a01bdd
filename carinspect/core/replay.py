"""The original's experiments again: its figures, its claims, and whether they hold on given data.

A claim is a sign of a difference, or a level, over seeds. It is **confirmed** where the whole 95%
interval lies on the side that the claim names, **refuted** where all of it lies on the other, and
**undecided** else. One photo set is one photo set: "confirmed" is said of these photos only.
"""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

from carinspect.core.sweep import Measure, Spread, measured, spread
from carinspect.core.training import History, Recipe, TrainingRun

_LAST_EPOCHS = 10
_LEAST_SEEDS = 3

NINETY_PERCENT = 0.88
"""What counts as "about 90%": the original's figures show between 0.88 and 0.92."""


class Claim(StrEnum):
    """What the original says, in its order."""

    NINETY_AT_20 = "ninety_at_20"
    GAP_GROWS_AFTER_20 = "gap_grows_after_20"
    GAP_GROWS_WITH_EPOCHS = "gap_grows_with_epochs"
    LARGE_BATCH_SMALLER_GAP = "large_batch_smaller_gap"
    GAP_IS_OF_THE_BATCH = "gap_is_of_the_batch"
    LARGE_BATCH_HIGHER_LOSS = "large_batch_higher_loss"
    LARGE_BATCH_STEADIER = "large_batch_steadier"
    FT_LARGE_BATCH_HIGHER_LOSS = "ft_large_batch_higher_loss"
    FT_LARGE_BATCH_LESS_ACCURATE = "ft_large_batch_less_accurate"
    TOP_MORE_ACCURATE_AT_50 = "top_more_accurate_at_50"
    TOP_STEADIER_AT_50 = "top_steadier_at_50"
    FT_WINS_LATER = "ft_wins_later"


class Finding(StrEnum):
    """What the data say of a claim."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class FigurePlan:
    """One plot of the original: accuracy and loss of one run, by epoch."""

    number: str
    recipe: Recipe
    batch_size: int
    epochs: int


FIGURES = (
    FigurePlan("1", Recipe.BOTTLENECK, 16, 50),
    FigurePlan("2", Recipe.BOTTLENECK, 16, 100),
    FigurePlan("3", Recipe.BOTTLENECK, 8, 50),
    FigurePlan("4", Recipe.BOTTLENECK, 256, 50),
    FigurePlan("5", Recipe.FINETUNE, 8, 50),
    FigurePlan("6", Recipe.FINETUNE, 64, 50),
    FigurePlan("7", Recipe.BOTTLENECK, 16, 50),
    FigurePlan("8", Recipe.FINETUNE, 16, 50),
    FigurePlan("9a", Recipe.BOTTLENECK, 8, 50),
    FigurePlan("9b", Recipe.BOTTLENECK, 8, 100),
)
"""Figures 1 to 8, and the last pair, which has no number."""


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """What came of a claim.

    Attributes:
        value: of the difference or level, over seeds; None where a run that it needs is missing.
        limit: the claim says that the value is greater.
    """

    claim: Claim
    finding: Finding
    value: Spread | None
    limit: float = 0.0


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What the replay has come to so far.

    Attributes:
        runs: those that are finished; several seeds each.
        scale: epochs here for one of the original's; 1 for a whole replay. A shorter one asks the
            same of its shorter curves.
    """

    runs: tuple[TrainingRun, ...]
    scale: float = 1.0
    data: str = ""
    claims: tuple[ClaimResult, ...] = field(default=())

    def histories(self, recipe: Recipe, batch_size: int, epochs: int) -> dict[int, History]:
        """By seed, the first epochs of the runs that have so many."""
        wanted = self.epochs(epochs)
        return {
            run.config.seed: run.history[:wanted]
            for run in self.runs
            if run.config.recipe is recipe
            and run.config.batch_size == batch_size
            and len(run.history) >= wanted
        }

    def figure(self, plan: FigurePlan) -> dict[int, History]:
        """The curves of a figure, by seed."""
        return self.histories(plan.recipe, plan.batch_size, plan.epochs)

    def epochs(self, epochs: int) -> int:
        """How many epochs stand for so many of the original's."""
        return max(1, round(epochs * self.scale))

    def judged(self) -> ReplayResult:
        """The same with all claims judged on the runs that there are."""
        return dataclasses.replace(self, claims=tuple(_judge(self, claim) for claim in Claim))


def finding(value: Spread, limit: float) -> Finding:
    """The rule: the whole interval on one side of ``limit``; less than three seeds decide nothing.

    Two may agree by chance to the last photo, and their interval then has no width.
    """
    if value.n < _LEAST_SEEDS:
        return Finding.UNDECIDED
    if value.low > limit:
        return Finding.CONFIRMED
    return Finding.REFUTED if value.high <= limit else Finding.UNDECIDED


def fluctuation(history: History) -> float:
    """Mean step of the validation accuracy from one epoch to the next, over the last ten."""
    last = [epoch.val_accuracy for epoch in history[-_LAST_EPOCHS - 1 :]]
    return statistics.fmean(abs(b - a) for a, b in pairwise(last)) if len(last) > 1 else 0.0


def _judge(result: ReplayResult, claim: Claim) -> ClaimResult:
    values = _VALUES[claim](result)
    limit = NINETY_PERCENT if claim is Claim.NINETY_AT_20 else 0.0
    if not values:
        return ClaimResult(claim, Finding.UNDECIDED, None, limit)
    interval = spread(values)
    return ClaimResult(claim, finding(interval, limit), interval, limit)


Values = Callable[[ReplayResult], Sequence[float]]
Figure = Callable[[History], float]
_TOP, _FT = Recipe.BOTTLENECK, Recipe.FINETUNE


def _best(history: History) -> float:
    return measured(Measure.BEST_ACCURACY, history)


def _loss(history: History) -> float:
    return measured(Measure.LAST_LOSS, history)


def _gap(history: History) -> float:
    return measured(Measure.GAP, history)


def _accuracy_at_20(result: ReplayResult) -> list[float]:
    found = result.histories(_TOP, 16, 20)
    return [history[-1].val_accuracy for history in found.values()]


def _excess(
    what: Figure, greater: tuple[Recipe, int, int], lesser: tuple[Recipe, int, int]
) -> Values:
    """Seed by seed, by how much one exceeds the other: the luck of a seed partly cancels."""

    def values(result: ReplayResult) -> list[float]:
        one, other = result.histories(*greater), result.histories(*lesser)
        return [what(one[seed]) - what(other[seed]) for seed in sorted(one.keys() & other.keys())]

    return values


def _gap_at_equal_updates(result: ReplayResult) -> list[float]:
    """Mini-batches of 8 stopped when they have made as many updates as those of 256 at the end."""
    small, large = result.histories(_TOP, 8, 50), result.histories(_TOP, 256, 50)
    excess: list[float] = []
    for seed in sorted(small.keys() & large.keys()):
        made = large[seed][-1].updates
        until = tuple(epoch for epoch in small[seed] if epoch.updates <= made) or small[seed][:1]
        excess.append(_gap(until) - _gap(large[seed]))
    return excess


_VALUES: dict[Claim, Values] = {
    Claim.NINETY_AT_20: _accuracy_at_20,
    Claim.GAP_GROWS_AFTER_20: _excess(_gap, (_TOP, 16, 100), (_TOP, 16, 20)),
    Claim.GAP_GROWS_WITH_EPOCHS: _excess(_gap, (_TOP, 8, 100), (_TOP, 8, 50)),
    Claim.LARGE_BATCH_SMALLER_GAP: _excess(_gap, (_TOP, 8, 50), (_TOP, 256, 50)),
    Claim.GAP_IS_OF_THE_BATCH: _gap_at_equal_updates,
    Claim.LARGE_BATCH_HIGHER_LOSS: _excess(_loss, (_TOP, 256, 50), (_TOP, 8, 50)),
    Claim.LARGE_BATCH_STEADIER: _excess(fluctuation, (_TOP, 8, 50), (_TOP, 256, 50)),
    Claim.FT_LARGE_BATCH_HIGHER_LOSS: _excess(_loss, (_FT, 64, 50), (_FT, 8, 50)),
    Claim.FT_LARGE_BATCH_LESS_ACCURATE: _excess(_best, (_FT, 8, 50), (_FT, 64, 50)),
    Claim.TOP_MORE_ACCURATE_AT_50: _excess(_best, (_TOP, 16, 50), (_FT, 16, 50)),
    Claim.TOP_STEADIER_AT_50: _excess(fluctuation, (_FT, 16, 50), (_TOP, 16, 50)),
    Claim.FT_WINS_LATER: _excess(_best, (_FT, 16, 100), (_TOP, 16, 100)),
}
