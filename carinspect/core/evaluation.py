"""What a model said about labelled photos, and the figures that follow at any threshold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import DAMAGED


@dataclass(frozen=True, slots=True)
class JudgedPhoto:
    """A labelled photo and the model's P(damaged) for it, in [0, 1]."""

    path: Path
    label: int
    probability: float
    source: str = ""
    sha256: str = ""


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


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one model said about one set of photos.

    Attributes:
        threshold: damage is called from this probability on; the model card's own.
    """

    model_id: str
    data: str
    threshold: float
    photos: tuple[JudgedPhoto, ...]

    def confusion(self, threshold: float | None = None) -> Confusion:
        """Counts at ``threshold``, by default the model's own; damage from the threshold on."""
        limit = self.threshold if threshold is None else threshold
        counts = [[0, 0], [0, 0]]
        for photo in self.photos:
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
