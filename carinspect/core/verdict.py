"""What the two gates say about one image."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]
"""Decoded pixels: RGB, ``uint8``, ``(H, W, 3)``, upright (EXIF orientation applied)."""

Box: TypeAlias = tuple[float, float, float, float]
"""``(x0, y0, x1, y1)`` as fractions of the upright photo's width and height, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One ImageNet class and its probability in [0, 1]."""

    wnid: str
    name: str
    probability: float


@dataclass(frozen=True, slots=True)
class Gate1Verdict:
    """Is there a car, or a part of one?

    Attributes:
        car_probability: in [0, 1]; of the rule that decided ``is_car``.
        top5: the five likeliest ImageNet classes, most likely first.
    """

    is_car: bool
    car_probability: float
    top5: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the photo that speaks for damage.

    Attributes:
        probability: evidence for damage in this region, in [0, 1].
        kind: such as ``scratch``; None where the model does not tell.
        severity: such as ``minor``; None where the model does not tell.
    """

    box: Box
    probability: float
    kind: str | None = None
    severity: str | None = None


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Evidence for damage, cell by cell, over the whole upright photo.

    Attributes:
        values: ``float32``, ``(rows, columns)``, in [0, 1]; not to be modified.
    """

    values: npt.NDArray[np.float32] = field(repr=False)

    def most_within(self, box: Box) -> float:
        """The largest evidence of the cells that ``box`` touches, in [0, 1]."""
        rows, columns = self.values.shape
        x0, y0 = int(box[0] * columns), int(box[1] * rows)
        x1, y1 = max(x0 + 1, ceil(box[2] * columns)), max(y0 + 1, ceil(box[3] * rows))
        return float(self.values[y0:y1, x0:x1].max(initial=0.0))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, HeatMap) and np.array_equal(self.values, other.values)

    __hash__ = None  # type: ignore[assignment]  # arrays are mutable


LEAST_DROP: Final = 0.05
"""Of P(damaged) when the marked regions are painted over; less leaves the photo to a person."""


@dataclass(frozen=True, slots=True)
class Gate2Verdict:
    """Is the car damaged, how sure, and where?

    Attributes:
        damaged: ``probability >= threshold``.
        probability: calibrated P(damaged) in [0, 1], whatever the class order in training was.
        threshold: what turns the probability into the decision, in [0, 1].
        review_band: probabilities ``low <= p < high`` are for a person to decide.
        regions: most evident first; empty when undamaged.
        probability_without: P(damaged) of the same photo with all regions painted over; None
            where nothing was called damaged.
        familiar: whether the photo is like those that the model learnt from.
    """

    damaged: bool
    probability: float
    threshold: float
    review_band: tuple[float, float] = (0.5, 0.5)
    regions: tuple[Region, ...] = ()
    heat_map: HeatMap | None = None
    probability_without: float | None = None
    familiar: bool = True

    @property
    def rests_on_regions(self) -> bool:
        """Whether hiding what is marked lowers the verdict; if not, the marks do not explain it."""
        if self.probability_without is None:
            return True
        return self.probability_without <= self.probability - LEAST_DROP
