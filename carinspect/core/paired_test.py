"""Whether a challenger is worse than the champion, by what both said about the same photos."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto

LEVEL: Final = 0.05
"""A difference is believed when chance alone makes one as large less often than this."""

ACCEPTED_SHORTFALL: Final = 0.02
"""A challenger counts as not worse when its accuracy surely falls short by less than this."""

_Z: Final = 1.644854
"""Of a one-sided test at 5%."""


class PairedVerdict(StrEnum):
    """What the test comes to."""

    BETTER = "better"
    NOT_WORSE = "not_worse"
    WORSE = "worse"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Champion against challenger on the same photos, each by its own threshold.

    Attributes:
        photos: that both judged.
        both_right, both_wrong: photos on which they agree.
        challenger_only: photos on which only the challenger was right.
        champion_only: photos on which only the champion was right.
        p_value: of McNemar's exact test (two-sided binomial on the photos on which they differ;
            McNemar, Psychometrika 12, 1947).
        difference: accuracy of the challenger less that of the champion.
        least_difference: lower end of its one-sided 95% interval (score interval for paired
            shares; Tango, Statistics in Medicine 17, 1998).
    """

    champion: str
    challenger: str
    photos: int
    both_right: int
    both_wrong: int
    challenger_only: int
    champion_only: int
    p_value: float
    difference: float
    least_difference: float

    @property
    def verdict(self) -> PairedVerdict:
        """What follows from the numbers.

        Worse or better where the difference is more than chance; else not worse where the
        accuracy surely falls short by less than :data:`ACCEPTED_SHORTFALL`; else undecided.
        """
        if self.photos and self.p_value < LEVEL:
            return PairedVerdict.BETTER if self.difference > 0 else PairedVerdict.WORSE
        if self.photos and self.least_difference > -ACCEPTED_SHORTFALL:
            return PairedVerdict.NOT_WORSE
        return PairedVerdict.UNDECIDED

    @property
    def may_replace(self) -> bool:
        """Whether the challenger replaces the champion without a manager's word."""
        return self.verdict in {PairedVerdict.BETTER, PairedVerdict.NOT_WORSE}


def compare(champion: Evaluation, challenger: Evaluation) -> PairedTest:
    """Compare two evaluations of the same photos.

    Raises:
        CarInspectError: they have no photo in common.
    """
    judged = {photo.sha256 or str(photo.path): photo for photo in champion.photos}
    pairs = [
        (judged[key], photo)
        for photo in challenger.photos
        if (key := photo.sha256 or str(photo.path)) in judged
    ]
    if not pairs:
        raise CarInspectError(ErrorCode.FROZEN_SET_EMPTY)
    counts = [[0, 0], [0, 0]]
    for old, new in pairs:
        counts[_is_right(old, champion)][_is_right(new, challenger)] += 1
    (both_wrong, challenger_only), (champion_only, both_right) = counts
    n = len(pairs)
    return PairedTest(
        champion.model_id,
        challenger.model_id,
        n,
        both_right,
        both_wrong,
        challenger_only,
        champion_only,
        exact_p_value(challenger_only, champion_only),
        (challenger_only - champion_only) / n,
        least_difference(challenger_only, champion_only, n),
    )


def exact_p_value(one: int, other: int) -> float:
    """How often chance alone splits ``one + other`` photos at least so unevenly, in [0, 1]."""
    n = one + other
    tail = sum(math.comb(n, k) for k in range(min(one, other) + 1))
    return min(1.0, 2 * tail / 2**n)


def least_difference(challenger_only: int, champion_only: int, n: int, z: float = _Z) -> float:
    """The lower end of Tango's score interval of the difference of two paired shares.

    Unlike Wald's it is honest about few photos: without a single difference among ``n`` photos
    it is ``-z**2 / (n + z**2)``.
    """
    low, high = -1.0, (challenger_only - champion_only) / n
    for _step in range(60):
        middle = (low + high) / 2
        if _score(middle, challenger_only, champion_only, n) > z:
            low = middle
        else:
            high = middle
    return low


def _score(delta: float, challenger_only: int, champion_only: int, n: int) -> float:
    """How many standard errors the difference found lies above ``delta``."""
    a = 2 * n
    b = -challenger_only - champion_only + (2 * n - challenger_only + champion_only) * delta
    c = -champion_only * delta * (1 - delta)
    share = (math.sqrt(max(0.0, b * b - 4 * a * c)) - b) / (2 * a)
    variance = n * (2 * share + delta * (1 - delta))
    gap = challenger_only - champion_only - n * delta
    return gap / math.sqrt(variance) if variance > 0 else math.inf


def _is_right(photo: JudgedPhoto, evaluation: Evaluation) -> bool:
    return int(photo.probability >= evaluation.threshold) == photo.label
