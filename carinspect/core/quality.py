"""Why a photo is unfit for a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """One reason to take the photo again."""

    BLURRED = "blurred"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    TINY = "tiny"


@dataclass(frozen=True, slots=True)
class Quality:
    """Measured fitness of one image.

    Attributes:
        sharpness: unit-free measure of fine detail; higher is sharper.
        brightness: mean luma in [0, 1].
        clipped: share of pixels blown out to white, in [0, 1].
        short_side_px: the photo's shorter side, before any scaling.
        flaws: empty when the photo is fit.
    """

    sharpness: float
    brightness: float
    clipped: float
    short_side_px: int
    flaws: tuple[Flaw, ...] = ()
