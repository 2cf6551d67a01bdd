"""How a vehicle lies over itself on another photo when no sharp features survive.

Other paint reflections, another background and a torn-off bumper leave few local features. The
larger shapes - wheels, lamps, windows, the grille - remain: each photo is described patch by
patch (histograms of gradients as in SIFT, upright, an eighth of the photo wide), patches that
are each other's likest vote for a shift at each of several scales (Ballard's generalised Hough
transform, Pattern Recognition 13, 1981), and the votes of the highest peak are the matches. Both
photos must show the vehicle upright and from about the same side.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.ml.opencv import load_cv2

Grey = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

DENSE_PX: Final = 480
"""Longer side at which patches are described."""

_BIN_PX: Final = 15
"""A patch is four by four bins of this width."""

_STEP_PX: Final = 12
_FINE_STEP_PX: Final = 8
_SCALES: Final = tuple(math.exp(x) for x in np.linspace(math.log(0.6), math.log(1.6), 9))
_DIRECTIONS: Final = 8
_MAX_SHIFT: Final = 0.6
_CELLS: Final = 80
"""Cells of the vote across both directions of the shift."""

_NEAR: Final = 0.08
"""Votes within this share of the longer side belong to a peak."""


@dataclass(frozen=True, eq=False)
class PatchMatches:
    """Patches of two photos that agree on one scale and shift.

    Attributes:
        pickup_points, return_points: ``float32``, ``(N, 2)``, pixels of the two greys.
        weight: of the peak, in summed likeness a hundred patches of the pickup photo.
        contrast: the peak over the next one elsewhere; about 1 where nothing agrees.
    """

    pickup_points: Floats = field(repr=False)
    return_points: Floats = field(repr=False)
    weight: float
    contrast: float


def match_patches(pickup: Grey, returned: Grey) -> PatchMatches:
    """Match two greys of :data:`DENSE_PX`, evened brightness, ``uint8``, ``(H, W)``."""
    there = _describe(returned, _STEP_PX)
    votes = [_vote(_zoomed(pickup, scale), there, _STEP_PX) for scale in _SCALES]
    best = int(np.argmax([vote.weight for vote in votes]))
    fine = _vote(_zoomed(pickup, _SCALES[best]), _describe(returned, _FINE_STEP_PX), _FINE_STEP_PX)
    return PatchMatches(
        fine.pickup_points / np.float32(_SCALES[best]),
        fine.return_points,
        fine.weight,
        fine.contrast,
    )


def _vote(pickup: Grey, there: tuple[Floats, Floats], step: int) -> PatchMatches:
    cv2 = load_cv2()
    places, descriptions = _describe(pickup, step)
    return_places, return_descriptions = there
    likeness = descriptions @ return_descriptions.T
    # What is like everything (sky, road) is like nothing in particular.
    likeness -= 0.5 * likeness.mean(axis=0, keepdims=True)
    likeness -= 0.5 * likeness.mean(axis=1, keepdims=True)
    best = likeness.argmax(axis=1)
    mutual = likeness.argmax(axis=0)[best] == np.arange(len(best))
    first, second = np.nonzero(mutual)[0], best[mutual]
    weights = likeness[first, second]
    shift = return_places[second] - places[first]
    limit = _MAX_SHIFT * DENSE_PX
    cells = ((shift + limit) * (_CELLS / (2 * limit))).astype(int)
    valid = ((cells >= 0) & (cells < _CELLS)).all(axis=1)
    votes = np.zeros((_CELLS, _CELLS), np.float32)
    np.add.at(votes, (cells[valid, 1], cells[valid, 0]), weights[valid])
    votes = cv2.GaussianBlur(votes, (0, 0), 1.5)
    row, column = np.unravel_index(int(votes.argmax()), votes.shape)
    peak = float(votes[row, column])
    votes[max(0, row - 6) : row + 7, max(0, column - 6) : column + 7] = 0
    centre = (np.array([column, row], np.float32) + 0.5) * (2 * limit / _CELLS) - limit
    near = np.linalg.norm(shift - centre, axis=1) < _NEAR * DENSE_PX
    return PatchMatches(
        places[first[near]],
        return_places[second[near]],
        100 * peak / len(return_places),
        peak / max(1e-6, float(votes.max())),
    )


def _zoomed(grey: Grey, scale: float) -> Grey:
    cv2 = load_cv2()
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=method)


def _describe(grey: Grey, step: int) -> tuple[Floats, Floats]:
    """Places ``(N, 2)`` in pixels, and descriptions ``(N, 128)`` of length 1."""
    bins = _binned_gradients(grey)
    height, width = grey.shape
    y, x = np.mgrid[step // 2 : height : step, step // 2 : width : step]
    reach = 2 * _BIN_PX
    padded = np.pad(bins, ((reach, reach), (reach, reach), (0, 0)))
    offsets = (np.array([-1.5, -0.5, 0.5, 1.5]) * _BIN_PX).round().astype(int)
    parts = [padded[y + reach + down, x + reach + right] for down in offsets for right in offsets]
    values = np.stack(parts, axis=2).reshape(y.size, -1)
    values = _unit(values)
    values = np.sqrt(np.minimum(values, 0.2))  # as SIFT: no single edge decides
    places = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    return places, _unit(values)


def _binned_gradients(grey: Grey) -> Floats:
    """Gradient strength by direction, averaged over a bin around each pixel: ``(H, W, 8)``."""
    cv2 = load_cv2()
    values = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 1.2)
    right, down = cv2.Sobel(values, cv2.CV_32F, 1, 0), cv2.Sobel(values, cv2.CV_32F, 0, 1)
    strength = np.hypot(right, down)
    turn = (np.arctan2(down, right) / (2 * np.pi) % 1.0) * _DIRECTIONS
    binned = np.empty((*grey.shape, _DIRECTIONS), np.float32)
    for direction in range(_DIRECTIONS):
        apart = np.abs((turn - direction + _DIRECTIONS / 2) % _DIRECTIONS - _DIRECTIONS / 2)
        share = np.maximum(0.0, 1 - apart).astype(np.float32)
        binned[:, :, direction] = cv2.GaussianBlur(strength * share, (0, 0), _BIN_PX / 2)
    return binned


def _unit(values: Floats) -> Floats:
    return (values / (np.linalg.norm(values, axis=1, keepdims=True) + 1e-6)).astype(np.float32)
