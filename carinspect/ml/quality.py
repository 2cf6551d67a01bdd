"""Is the photo fit for a verdict?

The limits were set on the development photos (few real photos may be turned away) and on
copies of them that were blurred, darkened and blown out; ``models/tools/measure_quality.py``
prints both rates.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Image

_MEASURED_PX: Final = 512
"""Longer side at which everything is measured, so that a limit means the same for all."""

_MIN_SHARPNESS: Final = 0.025
_MIN_BRIGHT: Final = 0.24
_MAX_CLIPPED: Final = 0.4
_MIN_BLACK: Final = 0.21
_MIN_SIDE_PX: Final = 96
_CLIPPED_LUMA: Final = 0.98


def assess_quality(image: Image, size_px: tuple[int, int]) -> Quality:
    """Measure the fitness of a decoded image.

    Args:
        image: RGB, ``uint8``, ``(H, W, 3)``; may be smaller than the photo.
        size_px: width and height of the photo itself.
    """
    luma = _luma(image)
    sharpness = _sharpness(luma)
    black, white = (float(x) for x in np.quantile(luma, (0.05, 0.95)))
    clipped = float(np.mean(luma >= _CLIPPED_LUMA))
    found = {
        Flaw.TINY: min(size_px) < _MIN_SIDE_PX,
        Flaw.DARK: white < _MIN_BRIGHT,
        # A white studio behind the car clips too, but leaves the car's own blacks.
        Flaw.OVEREXPOSED: clipped > _MAX_CLIPPED and black > _MIN_BLACK,
        # A dark photo has little detail because it is dark, which the user can mend.
        Flaw.BLURRED: sharpness < _MIN_SHARPNESS and white >= _MIN_BRIGHT,
    }
    flaws = tuple(flaw for flaw, is_so in found.items() if is_so)
    return Quality(sharpness, float(luma.mean()), clipped, min(size_px), flaws)


def _luma(image: Image) -> npt.NDArray[np.float32]:
    grey = PIL.Image.fromarray(image).convert("L")
    scale = _MEASURED_PX / max(grey.size)
    if scale < 1:
        size = max(3, round(grey.width * scale)), max(3, round(grey.height * scale))
        grey = grey.resize(size, PIL.Image.Resampling.BILINEAR)
    return np.asarray(grey, np.float32) / np.float32(255)


def _sharpness(luma: npt.NDArray[np.float32]) -> float:
    """The 99th percentile of the absolute Laplacian: the sharpest edges, wherever they are."""
    if min(luma.shape) < 3:
        return 0.0
    laplacian = 4 * luma[1:-1, 1:-1]
    laplacian = laplacian - luma[:-2, 1:-1] - luma[2:, 1:-1] - luma[1:-1, :-2] - luma[1:-1, 2:]
    return float(np.quantile(np.abs(laplacian), 0.99))
