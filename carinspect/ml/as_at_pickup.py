"""The return photo with one spot as the pickup photo shows it.

What a model says of two photos differs for many reasons: light, distance, what else is in the
picture. Here everything but the spot is the return photo's own. If the damage is gone with the
spot as it was, it was not there; if it stays, it was, or it is not in the spot.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.alignment import in_pixels
from carinspect.ml.opencv import load_cv2

_MARGIN: Final = 0.2
"""Of the spot's longer side: damage may show a little beyond its box."""

_LEAST_MARGIN: Final = 0.01
"""Of the photo."""

_RING: Final = 0.5
_LEAST_RING: Final = 0.05
"""Of the spot's longer side, and of the photo: from what is around, the light is learnt."""

_LEAST_RING_PX: Final = 50
_MOST_CONTRAST: Final = 2.0
_SMOOTH: Final = 0.35
_FEATHER: Final = 0.06
"""Of the spot's longer side: how far light reaches in, how soft the seam is."""

_LEAST_SMOOTH_PX: Final = 4.0
_LEAST_FEATHER_PX: Final = 1.5

Floats = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]


def as_at_pickup(
    pickup: Image, returned: Image, homography: Matrix, box: Box, error: float
) -> Image | None:
    """Paint one spot of the return photo as it was, in the return photo's light.

    Args:
        pickup: RGB, ``uint8``, ``(H, W, 3)``.
        returned: the same; not altered.
        homography: from ``pickup`` to ``returned``, in fractions.
        box: the spot on ``returned``.
        error: of the homography there, in shares of the photo.

    Returns:
        None where the pickup photo shows too little around the spot to learn the light from.
    """
    shape = returned.shape[0], returned.shape[1]
    side = max(box[2] - box[0], box[3] - box[1])
    margin = max(_MARGIN * side, error, _LEAST_MARGIN)
    area = _pixels(box, max(_RING * side, _LEAST_RING, margin), shape)
    there, shown = _warped(pickup, homography, shape, area)
    whole = np.zeros(shape, bool)
    whole[_pixels(box, margin, shape)] = True
    spot = whole[area]
    ring = shown & ~spot
    if int(ring.sum()) < _LEAST_RING_PX:
        return None
    here = returned[area].astype(np.float32)
    lit = _in_the_light_of(here, there, ring, side * max(shape))
    share = _soft(spot, side * max(shape)) * shown[..., None]
    painted = returned.copy()
    painted[area] = (here * (1 - share) + lit * share).astype(np.uint8)
    return painted


def _warped(
    pickup: Image, homography: Matrix, shape: tuple[int, int], area: tuple[slice, slice]
) -> tuple[Floats, Mask]:
    """A part of the return photo as the pickup photo has it, and where that shows anything."""
    cv2 = load_cv2()
    top, left = area[0].start, area[1].start
    size = area[1].stop - left, area[0].stop - top
    matrix = in_pixels(homography, (pickup.shape[1], pickup.shape[0]), (shape[1], shape[0]))
    matrix = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]]) @ matrix
    warped = cv2.warpPerspective(pickup, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    white = np.full(pickup.shape[:2], 255, np.uint8)
    shown = cv2.warpPerspective(white, matrix, size) == 255
    return np.asarray(warped, np.float32), shown


def _soft(spot: Mask, longer_px: float) -> Floats:
    """The spot with a soft edge outside of it, ``(H, W, 1)`` in [0, 1]."""
    feather = max(_LEAST_FEATHER_PX, _FEATHER * longer_px)
    soft = load_cv2().GaussianBlur(spot.astype(np.float32), (0, 0), feather) * 2
    return np.minimum(1, soft)[..., None].astype(np.float32)


def _in_the_light_of(here: Floats, there: Floats, ring: Mask, longer_px: float) -> Floats:
    """``there`` with the contrast and, smoothly, the brightness that ``here`` has in the ring."""
    cv2 = load_cv2()
    first, second = there[ring], here[ring]
    contrast = second.std(axis=0) / (first.std(axis=0) + 1e-3)
    contrast = np.clip(contrast, 1 / _MOST_CONTRAST, _MOST_CONTRAST)
    lit = (there - first.mean(axis=0)) * contrast + second.mean(axis=0)
    smooth = max(_LEAST_SMOOTH_PX, _SMOOTH * longer_px)
    step = max(1.0, smooth / 3)
    rows, columns = ring.shape
    small = max(8, int(columns / step)), max(8, int(rows / step))
    weights = ring.astype(np.float32)
    off = cv2.resize((here - lit) * weights[..., None], small, interpolation=cv2.INTER_AREA)
    known = cv2.resize(weights, small, interpolation=cv2.INTER_AREA)
    off = cv2.GaussianBlur(off, (0, 0), smooth / step)
    known = cv2.GaussianBlur(known, (0, 0), smooth / step)[..., None]
    field = cv2.resize(off / (known + 1e-4), (columns, rows))
    return np.clip(lit + field, 0, 255).astype(np.float32)


def _pixels(box: Box, margin: float, shape: tuple[int, int]) -> tuple[slice, slice]:
    rows, columns = shape
    return (
        slice(max(0, round((box[1] - margin) * rows)), min(rows, round((box[3] + margin) * rows))),
        slice(
            max(0, round((box[0] - margin) * columns)),
            min(columns, round((box[2] + margin) * columns)),
        ),
    )
