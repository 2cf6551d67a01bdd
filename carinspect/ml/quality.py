"""Is the photo fit for a verdict?

The limits were set on the development photos (few real photos may be turned away) and on
copies of them that were blurred, darkened and blown out; ``models/tools/measure_quality.py``
prints both rates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Image

_MEASURED_PX: Final = 512
"""Longer side at which everything is measured, so that a limit means the same for all."""

_MIN_SHARPNESS: Final = 0.025
_MIN_FINE: Final = 0.021
_MIN_EVENNESS: Final = 0.25
_MIN_BRIGHT: Final = 0.24
_MAX_CLIPPED: Final = 0.4
_MIN_BLACK: Final = 0.21
_MIN_SIDE_PX: Final = 96
_CLIPPED_LUMA: Final = 250

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Detail:
    """How sharp the sharpest edges are, in shares of the luma range.

    Attributes:
        all: 99th percentile of the absolute Laplacian.
        fine, coarse: 99.5th percentile of the absolute second difference, along the direction
            with less and the one with more of it.
    """

    all: float
    fine: float
    coarse: float

    @property
    def blurred(self) -> bool:
        """Blurred altogether, or along one direction: then the camera moved."""
        moved = self.fine < _MIN_FINE and self.fine <= _MIN_EVENNESS * self.coarse
        return self.all < _MIN_SHARPNESS or moved


def assess_quality(image: Image, size_px: tuple[int, int]) -> Quality:
    """Measure the fitness of a decoded image.

    Args:
        image: RGB, ``uint8``, ``(H, W, 3)``; may be smaller than the photo.
        size_px: width and height of the photo itself.
    """
    grey = _grey(image)
    levels = np.asarray(grey.histogram(), np.int64)
    black, white = _quantile(levels, 0.05), _quantile(levels, 0.95)
    clipped = float(levels[_CLIPPED_LUMA:].sum() / levels.sum())
    detail = _detail(np.asarray(grey, np.int16))
    found = {
        Flaw.TINY: min(size_px) < _MIN_SIDE_PX,
        Flaw.DARK: white < _MIN_BRIGHT,
        # A white studio behind the car clips too, but leaves the car's own blacks.
        Flaw.OVEREXPOSED: clipped > _MAX_CLIPPED and black > _MIN_BLACK,
        # A dark photo has little detail because it is dark, which the user can mend.
        Flaw.BLURRED: detail.blurred and white >= _MIN_BRIGHT,
    }
    flaws = tuple(flaw for flaw, is_so in found.items() if is_so)
    brightness = float(levels @ np.arange(256) / levels.sum() / 255)
    return Quality(detail.all, brightness, clipped, min(size_px), flaws)


def _grey(image: Image) -> PIL.Image.Image:
    grey = PIL.Image.fromarray(image).convert("L")
    scale = _MEASURED_PX / max(grey.size)
    if scale >= 1:
        return grey
    size = max(3, round(grey.width * scale)), max(3, round(grey.height * scale))
    return grey.resize(size, PIL.Image.Resampling.BILINEAR)


def _detail(luma: npt.NDArray[np.int16]) -> _Detail:
    if min(luma.shape) < 3:
        return _Detail(0.0, 0.0, 0.0)
    across = 2 * luma[1:-1, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:]
    down = 2 * luma[1:-1, 1:-1] - luma[:-2, 1:-1] - luma[2:, 1:-1]
    fine, coarse = sorted(_largest(part, 0.995) for part in (across, down))
    return _Detail(_largest(across + down, 0.99), fine, coarse)


def _largest(differences: npt.NDArray[np.int16], share: float) -> float:
    return _quantile(np.bincount(np.abs(differences).ravel()), share)


def _quantile(counts: Counts, share: float) -> float:
    """The level that ``share`` of the counted pixels does not exceed, in shares of 255."""
    total = counts.cumsum()
    return int(np.searchsorted(total, share * float(total[-1]))) / 255
