"""What a model said about labelled photos, and the counts that follow at any threshold.

One rule for ties, here and in Gate2: a photo is called damaged if and only if its probability is
at least the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from carinspect.core.dataset import DAMAGED, UNDAMAGED, SkippedPhoto


@dataclass(frozen=True, slots=True)
class JudgedPhoto:
    """A labelled photo and the model's P(damaged) for it, in [0, 1].

    Attributes:
        is_car: what Gate1 said; at the counter Gate2 is asked only where it saw a car, in an
            evaluation always.
    """

    path: Path
    label: int
    probability: float
    source: str = ""
    sha256: str = ""
    is_car: bool = True


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts by truth and verdict."""

    true_undamaged: int
    false_damaged: int
    false_undamaged: int
    true_damaged: int

    @property
    def n(self) -> int:
        return self.true_undamaged + self.false_damaged + self.false_undamaged + self.true_damaged

    @property
    def accuracy(self) -> float:
        return (self.true_undamaged + self.true_damaged) / self.n if self.n else 0.0

    def rows(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """``rows()[truth][verdict]``, both by class index."""
        return (
            (self.true_undamaged, self.false_damaged),
            (self.false_undamaged, self.true_damaged),
        )


@dataclass(frozen=True)
class Evaluation:
    """What one model said about one set of photos.

    Attributes:
        data: what the photos are, in words.
        threshold: damage is called from this probability on; the model card's own.
        class_names: of (undamaged, damaged), as the dataset calls them.
        skipped: photos without a verdict, and why.
        evaluated_at: aware, UTC; None where nobody noted it.
    """

    model_id: str
    data: str
    threshold: float
    photos: tuple[JudgedPhoto, ...]
    class_names: tuple[str, str] = ("undamaged", "damaged")
    skipped: tuple[SkippedPhoto, ...] = ()
    evaluated_at: datetime | None = field(default=None, compare=False)

    @cached_property
    def arrays(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        """Probabilities and labels of all photos, ``(N,)`` each; not to be written to."""
        probabilities = np.array([photo.probability for photo in self.photos], np.float64)
        return probabilities, np.array([photo.label for photo in self.photos], np.int64)

    def confusion(
        self, threshold: float | None = None, *, photos: Iterable[JudgedPhoto] | None = None
    ) -> Confusion:
        """Counts at ``threshold``, by default the model's own, of all photos or of some."""
        limit = self.threshold if threshold is None else threshold
        counts = [[0, 0], [0, 0]]
        for photo in self.photos if photos is None else photos:
            counts[photo.label][int(photo.probability >= limit)] += 1
        (true_undamaged, false_damaged), (false_undamaged, true_damaged) = counts
        return Confusion(true_undamaged, false_damaged, false_undamaged, true_damaged)

    def cell(
        self, label: int, verdict: int, threshold: float | None = None
    ) -> tuple[JudgedPhoto, ...]:
        """The photos of one cell of the confusion matrix, surest mistakes or hits first."""
        limit = self.threshold if threshold is None else threshold
        found = [
            photo
            for photo in self.photos
            if photo.label == label and int(photo.probability >= limit) == verdict
        ]
        sign = -1 if verdict == DAMAGED else 1
        return tuple(sorted(found, key=lambda photo: sign * photo.probability))

    def mistakes(self, threshold: float | None = None) -> tuple[JudgedPhoto, ...]:
        """The photos judged wrongly: missed damage first, then false alarms, surest first."""
        missed = self.cell(DAMAGED, UNDAMAGED, threshold)
        return (*missed, *self.cell(UNDAMAGED, DAMAGED, threshold))
