"""One spot on two photos: what to cut out, whether it is clear, and whether it looks the same."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.alignment import Features
from carinspect.ml.opencv import load_cv2

_CONTEXT: Final = 2.0
"""A cut is this many times as wide as its spot: damage is told by what surrounds it."""

_MIN_SIDE: Final = 0.2
"""Smallest side of a cut, in shares of the photo: below, no net knows what it sees."""

_MIN_SPREAD: Final = 0.03
_MIN_SHARPNESS: Final = 0.012
_DARK, _BRIGHT = 0.08, 0.95


def surroundings(box: Box) -> Box:
    """The part of the photo to cut out around a spot; within the photo."""
    (left, right), (top, bottom) = (
        _widened(box[0], box[2]),
        _widened(box[1], box[3]),
    )
    return left, top, right, bottom


def cut(image: Image, box: Box) -> Image:
    """The pixels of a box."""
    height, width = image.shape[:2]
    x0, x1 = int(box[0] * width), max(int(box[0] * width) + 1, round(box[2] * width))
    y0, y1 = int(box[1] * height), max(int(box[1] * height) + 1, round(box[3] * height))
    return image[y0:y1, x0:x1]


def inside_share(box: Box) -> float:
    """How much of a box lies within the photo, in [0, 1]."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    wide = min(box[2], 1.0) - max(box[0], 0.0)
    high = min(box[3], 1.0) - max(box[1], 0.0)
    return 0.0 if area <= 0 or wide <= 0 or high <= 0 else wide * high / area


def within(box: Box) -> Box:
    """A box without what reaches beyond the photo."""
    x0, y0, x1, y1 = (min(1.0, max(0.0, side)) for side in box)
    return x0, y0, x1, y1


def is_clear(part: Image) -> bool:
    """Whether a cut is lit and shows any detail; plain paint in good light is clear."""
    luma = part.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32) / 255
    middle = float(np.median(luma))
    return part.shape[0] >= 12 and part.shape[1] >= 12 and _DARK < middle < _BRIGHT


def likeness(pickup: Features, returned: Features, homography: Matrix, box: Box) -> float | None:
    """How alike a spot of the return photo and its counterpart look, in [-1, 1].

    The correlation of evened brightness, the best within a few pixels; None where one of them
    shows nothing but plain paint.
    """
    cv2 = load_cv2()

    width, height = returned.size_px
    x0, y0, x1, y1 = (
        int(box[0] * width),
        int(box[1] * height),
        int(box[2] * width),
        int(box[3] * height),
    )
    if x1 - x0 < 8 or y1 - y0 < 8:
        return None
    matrix = _in_pixels(homography, pickup.size_px, returned.size_px)
    warped = cv2.warpPerspective(pickup.grey, matrix, (width, height))
    margin = 4
    around = warped[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
    part = returned.grey[y0:y1, x0:x1]
    if min(float(part.std()), float(around.std())) < 255 * _MIN_SPREAD:
        return None
    found = cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED)
    return float(np.max(found))


def _in_pixels(
    homography: Matrix, pickup_px: tuple[int, int], return_px: tuple[int, int]
) -> npt.NDArray[np.float64]:
    scaled = np.diag([return_px[0], return_px[1], 1]) @ np.array(homography)
    return scaled @ np.diag([1 / pickup_px[0], 1 / pickup_px[1], 1])


def _widened(low: float, high: float) -> tuple[float, float]:
    side = min(1.0, max(_MIN_SIDE, _CONTEXT * (high - low)))
    start = min(max(0.0, (low + high - side) / 2), 1.0 - side)
    return start, start + side
