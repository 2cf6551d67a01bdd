"""One spot on two photos: what to cut out, whether it is clear, and whether it looks the same."""

from __future__ import annotations

import itertools
from math import ceil
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.alignment import Features, in_pixels
from carinspect.ml.opencv import load_cv2

_CUTS: Final = ((0.25, 1.3), (0.35, 2.0), (0.5, 3.0))
"""Each cut's smallest side in shares of the photo, and its side in spots. One cut alone deceives
a net now and then (a lamp seen close looks broken); three rarely agree on a mistake."""

_TILE: Final = 0.35
_TILE_STEP: Final = 0.25
_MOST_TILES: Final = 3
"""Side of a tile and its step, in shares of the photo; how many in a row."""

_LOOSE_MARGIN: Final = 3.0
"""A spot is widened by so many times the alignment's error."""

_MIN_DETAIL_PX: Final = 16
_DARK, _BRIGHT = 0.06, 0.97
_MIN_SHARPNESS: Final = 0.4
"""Of the return photo's own sharpness at the spot: a blurred spot hides a scratch."""

_MIN_SHARPNESS_IF_LOOSE: Final = 0.7

_NOISE_PX: Final = 1.5
"""Of 160 across a cut, or of 800 across a photo: finer detail than this is taken for noise."""

_PHOTO_PX: Final = 800

_WINDOW_PX: Final = 17
_SLACK_PX: Final = 4
_MIN_SPREAD: Final = 6.0


def cuts(box: Box) -> tuple[Box, ...]:
    """The parts of the photo to cut out around a spot, within the photo; smallest first."""
    side = max(box[2] - box[0], box[3] - box[1])
    sides = [min(1.0, max(smallest, spots * side)) for smallest, spots in _CUTS]
    return tuple(_around(box, one) for one in sides)


def tiles(box: Box) -> tuple[Box, ...]:
    """Squares that cover a box, within the photo, to look at it closely; at most nine."""
    across, down = (
        min(_MOST_TILES, max(1, ceil((high - low) / _TILE_STEP)))
        for low, high in ((box[0], box[2]), (box[1], box[3]))
    )
    wide, high = (box[2] - box[0]) / across, (box[3] - box[1]) / down
    side = max(_TILE, wide, high)
    parts = [
        (box[0] + column * wide, box[1] + row * high)
        for row, column in itertools.product(range(down), range(across))
    ]
    return tuple(_around((x, y, x + wide, y + high), side) for x, y in parts)


def cut(image: Image, box: Box) -> Image:
    """The pixels of a box, at least one."""
    height, width = image.shape[:2]
    x0, y0 = min(int(box[0] * width), width - 1), min(int(box[1] * height), height - 1)
    x1, y1 = max(x0 + 1, round(box[2] * width)), max(y0 + 1, round(box[3] * height))
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


def widened(box: Box, error: float) -> Box:
    """A box with room for an alignment's error, in shares of the photo; within the photo."""
    return within(grown(box, _LOOSE_MARGIN * error))


def seen_from(part: Box, box: Box) -> Box:
    """A box of the photo in fractions of a part of it; within that part."""
    wide, high = part[2] - part[0], part[3] - part[1]
    left, top = part[:2]
    return within(
        ((box[0] - left) / wide, (box[1] - top) / high,
         (box[2] - left) / wide, (box[3] - top) / high)
    )  # fmt: skip


def placed_in(part: Box, box: Box) -> Box:
    """The reverse of :func:`seen_from`: a box of the part in fractions of the photo."""
    wide, high = part[2] - part[0], part[3] - part[1]
    left, top = part[:2]
    return left + box[0] * wide, top + box[1] * high, left + box[2] * wide, top + box[3] * high


def overlap(first: Box, second: Box) -> float:
    """The area that two boxes have in common, in shares of the photo."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def together(first: Box, second: Box) -> Box:
    """The smallest box around two."""
    return (
        min(first[0], second[0]),
        min(first[1], second[1]),
        max(first[2], second[2]),
        max(first[3], second[3]),
    )


def common_share(first: Box, second: Box) -> float:
    """What two boxes have in common, of what they cover together, in [0, 1]."""
    common = overlap(first, second)
    both = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return common / (both - common) if common else 0.0


def grown(box: Box, margin: float) -> Box:
    """A box that is larger on all sides; may reach beyond the photo."""
    return box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin


def is_lit(part: Image) -> bool:
    """Whether a cut is neither black nor blown out, and large enough to show anything."""
    if min(part.shape[:2]) < _MIN_DETAIL_PX:
        return False
    return _DARK < float(np.median(_luma(part))) < _BRIGHT


def is_clear(pickup: Image, returned: Image) -> bool:
    """Whether a cut of the pickup photo is lit, and about as sharp as that of the return photo."""
    if not is_lit(pickup):
        return False
    return _sharpness(pickup) >= _MIN_SHARPNESS * _sharpness(returned)


def is_sharp(pickup: Image, returned: Image, *, loose: bool) -> bool:
    """Whether a photo as a whole is about as sharp as another.

    A cut of plain paint with one reflection on it tells little about what was in focus.

    Args:
        pickup: RGB, ``uint8``.
        returned: the same.
        loose: the photos fit only by large patches, which a blurred photo does as well.
    """
    first, second = (_edges(_luma(image), _photo_size(image)) for image in (pickup, returned))
    return first >= (_MIN_SHARPNESS_IF_LOOSE if loose else _MIN_SHARPNESS) * second


def _photo_size(image: Image) -> tuple[int, int]:
    scale = _PHOTO_PX / max(image.shape[:2])
    return max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))


def likeness(pickup: Features, returned: Features, homography: Matrix, box: Box) -> float | None:
    """How alike a spot of the return photo and its counterpart look, in [-1, 1].

    The correlation of small windows, the best within a few pixels, weighted by how much the
    return photo shows in each: damage that was not there shows what the pickup photo lacks.
    None where the spot is too small or plain to tell.
    """
    cv2 = load_cv2()
    width, height = returned.size_px
    x0, x1 = round(box[0] * width), round(box[2] * width)
    y0, y1 = round(box[1] * height), round(box[3] * height)
    if min(x1 - x0, y1 - y0) < 8:
        return None
    warped = cv2.warpPerspective(
        pickup.grey,
        in_pixels(homography, pickup.size_px, returned.size_px),
        (width, height),
        borderMode=cv2.BORDER_REPLICATE,
    )
    reach = _WINDOW_PX + _SLACK_PX
    area = (slice(max(0, y0 - reach), y1 + reach), slice(max(0, x0 - reach), x1 + reach))
    there, here = warped[area].astype(np.float32), returned.grey[area].astype(np.float32)
    best, spread = _windowed(there, here)
    inside = (
        slice(y0 - area[0].start, y1 - area[0].start),
        slice(x0 - area[1].start, x1 - area[1].start),
    )
    weights = np.maximum(0.0, spread[inside] - _MIN_SPREAD)
    if float(weights.sum()) < weights.size * 0.5:
        return None
    return float((best[inside] * weights).sum() / weights.sum())


def _windowed(
    there: npt.NDArray[np.float32], here: npt.NDArray[np.float32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Best correlation of each window within the slack, and the spread of ``here`` in it."""
    cv2 = load_cv2()
    mean_here, spread_here = _moments(here)
    best = np.full(here.shape, -1.0, np.float32)
    for down in range(-_SLACK_PX, _SLACK_PX + 1, 2):
        for right in range(-_SLACK_PX, _SLACK_PX + 1, 2):
            moved = np.roll(there, (down, right), axis=(0, 1))
            mean, spread = _moments(moved)
            both = cv2.blur(here * moved, (_WINDOW_PX, _WINDOW_PX)) - mean_here * mean
            best = np.maximum(best, both / (spread_here * spread + 1e-3))
    return best, spread_here


def _moments(
    values: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    cv2 = load_cv2()
    window = (_WINDOW_PX, _WINDOW_PX)
    mean = cv2.blur(values, window)
    return mean, np.sqrt(np.maximum(0.0, cv2.blur(values * values, window) - mean * mean))


def _luma(part: Image) -> npt.NDArray[np.float32]:
    return part.astype(np.float32) @ np.array([0.299, 0.587, 0.114], np.float32) / np.float32(255)


def _sharpness(part: Image) -> float:
    return _edges(_luma(part), (160, 160))


def _edges(luma: npt.NDArray[np.float32], size_px: tuple[int, int]) -> float:
    """99th percentile of the absolute Laplacian at a common size; a camera's noise is no detail."""
    cv2 = load_cv2()
    luma = cv2.resize(luma, size_px, interpolation=cv2.INTER_AREA)
    luma = cv2.GaussianBlur(luma, (0, 0), _NOISE_PX)
    return float(np.percentile(np.abs(cv2.Laplacian(luma, cv2.CV_32F)), 99))


def _around(box: Box, side: float) -> Box:
    left, right = _span(box[0], box[2], side)
    top, bottom = _span(box[1], box[3], side)
    return left, top, right, bottom


def _span(low: float, high: float, side: float) -> tuple[float, float]:
    start = min(max(0.0, (low + high - side) / 2), 1.0 - side)
    return start, start + side
