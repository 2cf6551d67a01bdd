"""Whether the paint around a spot may be the same vehicle's on two photos."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.alignment import in_pixels
from carinspect.ml.opencv import load_cv2
from carinspect.ml.spot import grown, within

_LEAST_AROUND: Final = 0.1
"""Of the photo: around a small spot, so much of the paint is looked at."""

_MOST_TINT: Final = 1.5
"""How much more of a primary colour another hour's light may give, by channel."""

_ALMOST_BLACK: Final = 1.0


def paint_distance(pickup: Image, returned: Image, homography: Matrix, box: Box) -> float:
    """How far apart the colours around a spot are, in CIELAB without its lightness.

    The median around the spot, as far as the pickup photo shows it, after the tint that the
    photos as a whole differ by is taken out: at sunset all is redder, another vehicle alone. 0
    where nothing shows.
    """
    cv2 = load_cv2()
    height, width = returned.shape[:2]
    matrix = in_pixels(homography, (pickup.shape[1], pickup.shape[0]), (width, height))
    white = np.full(pickup.shape[:2], 255, np.uint8)
    shown = cv2.warpPerspective(white, matrix, (width, height)) == 255
    side = max(box[2] - box[0], box[3] - box[1], _LEAST_AROUND)
    spot = _filled(box, (height, width))
    ring = shown & _filled(within(grown(box, side / 2)), (height, width)) & ~spot
    if not ring.any():
        return 0.0
    warped = cv2.warpPerspective(pickup, matrix, (width, height), flags=cv2.INTER_LINEAR)
    tint = _tint(warped, returned, shown & ~spot)
    before = np.clip(warped[ring] * tint, 0, 255).astype(np.uint8)
    first, second = (np.median(_colours(pixels), axis=0) for pixels in (before, returned[ring]))
    return float(np.linalg.norm(first - second))


def _tint(warped: Image, returned: Image, where: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """By how much each channel must be multiplied; their geometric mean is 1."""
    first, second = (image[where].mean(axis=0) + _ALMOST_BLACK for image in (warped, returned))
    logarithms = np.log(second / first)
    return np.clip(np.exp(logarithms - logarithms.mean()), 1 / _MOST_TINT, _MOST_TINT)


def _colours(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """CIELAB's a and b of ``(N, 3)`` RGB values."""
    cv2 = load_cv2()
    lab = cv2.cvtColor(pixels[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(lab[0, :, 1:])


def _filled(box: Box, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    rows, columns = shape
    mask = np.zeros(shape, bool)
    mask[
        round(box[1] * rows) : round(box[3] * rows),
        round(box[0] * columns) : round(box[2] * columns),
    ] = True
    return mask
