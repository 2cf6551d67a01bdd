"""One spot on two photos: what to cut out, whether it is clear, and whether it looks the same."""

from __future__ import annotations

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

_LOOSE_MARGIN: Final = 3.0
"""A spot is widened by so many times the alignment's error."""

_MIN_DETAIL_PX: Final = 16
_DARK, _BRIGHT = 0.06, 0.97
_MIN_SHARPNESS: Final = 0.4
"""Of the return photo's own sharpness at the spot: a blurred spot hides a scratch."""

_NOISE_PX: Final = 1.5
"""Of 160 across: detail finer than this is taken for noise."""

_LEAST_AROUND: Final = 0.1
"""Of the photo: around a small spot, so much of the paint is looked at."""

_WINDOW_PX: Final = 17
_SLACK_PX: Final = 4
_MIN_SPREAD: Final = 6.0


def cuts(box: Box) -> tuple[Box, ...]:
    """The parts of the photo to cut out around a spot, within the photo; smallest first."""
    side = max(box[2] - box[0], box[3] - box[1])
    sides = [min(1.0, max(smallest, spots * side)) for smallest, spots in _CUTS]
    return tuple(_around(box, one) for one in sides)


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
    return within(_grown(box, _LOOSE_MARGIN * error))


def _grown(box: Box, margin: float) -> Box:
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


def paint_distance(pickup: Image, returned: Image, homography: Matrix, box: Box) -> float:
    """How far apart the colours around a spot are, in CIELAB without its lightness.

    The median around the spot, as far as the pickup photo shows it: other light moves it little,
    another vehicle's paint a lot, unless that is as colourless. 0 where nothing shows.
    """
    cv2 = load_cv2()
    height, width = returned.shape[:2]
    matrix = in_pixels(homography, (pickup.shape[1], pickup.shape[0]), (width, height))
    white = np.full(pickup.shape[:2], 255, np.uint8)
    ring = cv2.warpPerspective(white, matrix, (width, height)) == 255
    side = max(box[2] - box[0], box[3] - box[1], _LEAST_AROUND)
    ring &= _filled(within(_grown(box, side / 2)), (height, width))
    ring &= ~_filled(box, (height, width))
    if not ring.any():
        return 0.0
    warped = cv2.warpPerspective(pickup, matrix, (width, height), flags=cv2.INTER_LINEAR)
    first, second = (np.median(_colours(image[ring]), axis=0) for image in (warped, returned))
    return float(np.linalg.norm(first - second))


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
    """99th percentile of the absolute Laplacian at a common size; a camera's noise is no detail."""
    cv2 = load_cv2()
    luma = cv2.resize(_luma(part), (160, 160), interpolation=cv2.INTER_AREA)
    luma = cv2.GaussianBlur(luma, (0, 0), _NOISE_PX)
    return float(np.percentile(np.abs(cv2.Laplacian(luma, cv2.CV_32F)), 99))


def _around(box: Box, side: float) -> Box:
    left, right = _span(box[0], box[2], side)
    top, bottom = _span(box[1], box[3], side)
    return left, top, right, bottom


def _span(low: float, high: float, side: float) -> tuple[float, float]:
    start = min(max(0.0, (low + high - side) / 2), 1.0 - side)
    return start, start + side
