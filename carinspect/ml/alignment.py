"""How one photo of a vehicle lies over another: local features, then a homography.

SIFT (Lowe, IJCV 60, 2004) on evened brightness, compared as RootSIFT (Arandjelovic and
Zisserman, CVPR 2012); the homography by MAGSAC++ (Barath et al., CVPR 2020). A vehicle is not a
plane: :func:`refine` fits the surroundings of one spot anew.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Alignment, Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.opencv import load_cv2

ALIGN_PX: Final = 800
"""Longer side at which photos are aligned."""

Floats = npt.NDArray[np.float32]

_MAX_FEATURES: Final = 4000
_RATIO: Final = 0.85
_MAX_TURN: Final = math.radians(30)
_MAX_ZOOM: Final = 2.5
_TOLERANCE_PX: Final = 5.0
_MIN_INLIERS: Final = 20


@dataclass(frozen=True, eq=False)
class Features:
    """The local features of one photo.

    Attributes:
        size_px: width and height at which they were found.
        grey: ``uint8``, ``(H, W)``, brightness evened, at that size.
        points: ``float32``, ``(N, 2)``, x and y in pixels.
        scales: ``float32``, ``(N,)``, diameters in pixels.
        angles: ``float32``, ``(N,)``, radians.
        descriptors: ``float32``, ``(N, 128)``, RootSIFT.
    """

    size_px: tuple[int, int]
    grey: npt.NDArray[np.uint8] = field(repr=False)
    points: Floats = field(repr=False)
    scales: Floats = field(repr=False)
    angles: Floats = field(repr=False)
    descriptors: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Overlay:
    """An alignment with the features that it rests on.

    Attributes:
        pickup_points, return_points: ``float32``, ``(N, 2)``, fractions of width and height;
            only those that agree with the homography.
    """

    alignment: Alignment
    pickup_points: Floats = field(repr=False)
    return_points: Floats = field(repr=False)


NOTHING: Final = Overlay(Alignment(), np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32))


def find_features(image: Image) -> Features:
    """The features of an image (RGB, ``uint8``, ``(H, W, 3)``)."""
    cv2 = load_cv2()

    scale = ALIGN_PX / max(image.shape[:2])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)
    grey = cv2.cvtColor(scaled, cv2.COLOR_RGB2GRAY)
    # Light differs from photo to photo, and within one: even it before edges are weighed.
    grey = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(8, 8)).apply(grey)
    detector = cv2.SIFT_create(nfeatures=_MAX_FEATURES, contrastThreshold=0.01)
    found, descriptors = detector.detectAndCompute(grey, None)
    if descriptors is None:
        descriptors = np.zeros((0, 128), np.float32)
    roots = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-6))
    return Features(
        (int(grey.shape[1]), int(grey.shape[0])),
        grey,
        np.array([one.pt for one in found], np.float32).reshape(-1, 2),
        np.array([one.size for one in found], np.float32),
        np.radians(np.array([one.angle for one in found], np.float32)),
        roots.astype(np.float32),
    )


def align(pickup: Features, returned: Features) -> Overlay:
    """Lay a pickup photo over a return photo; ``ok`` is False where too little agrees."""
    cv2 = load_cv2()

    first, second = _matches(pickup, returned)
    if len(first) < 8:
        return NOTHING
    source, target = pickup.points[first], returned.points[second]
    cv2.setRNGSeed(0)  # the same two photos always give the same answer
    found, mask = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, _TOLERANCE_PX, maxIters=20_000, confidence=0.9999
    )
    if found is None or not _plausible(found, pickup.size_px):
        return NOTHING
    agree = np.asarray(mask).ravel().astype(bool)
    source, target = source[agree], target[agree]
    error = np.linalg.norm(_moved(found, source) - target, axis=1)
    alignment = Alignment(
        _in_fractions(found, pickup.size_px, returned.size_px),
        int(agree.sum()),
        float(np.median(error)) if len(error) else 0.0,
        ok=int(agree.sum()) >= _MIN_INLIERS,
    )
    return Overlay(
        alignment,
        (source / np.array(pickup.size_px, np.float32)).astype(np.float32),
        (target / np.array(returned.size_px, np.float32)).astype(np.float32),
    )


def move(homography: Matrix, points: Floats) -> Floats:
    """Points ``(N, 2)`` of the pickup photo on the return photo, both in fractions."""
    return _moved(np.array(homography), points)


def inverse(homography: Matrix) -> Matrix:
    """From the return photo to the pickup photo."""
    return _as_matrix(np.linalg.inv(np.array(homography)))


def move_box(homography: Matrix, box: Box) -> Box:
    """The box around where ``homography`` takes ``box``; may reach beyond the photo."""
    x0, y0, x1, y1 = box
    corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float32)
    moved = move(homography, corners)
    low, high = moved.min(axis=0), moved.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _matches(
    pickup: Features, returned: Features
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Indices of features that look alike, are about as large, and about as upright."""
    cv2 = load_cv2()

    if min(len(pickup.points), len(returned.points)) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    matcher = cv2.BFMatcher(cv2.NORM_L2)
    pairs: Any = matcher.knnMatch(pickup.descriptors, returned.descriptors, k=2)
    kept = [best for best, second in pairs if best.distance < _RATIO * second.distance]
    first = np.array([match.queryIdx for match in kept], np.intp)
    second = np.array([match.trainIdx for match in kept], np.intp)
    turn = np.abs(_wrapped(returned.angles[second] - pickup.angles[first]))
    zoom = returned.scales[second] / pickup.scales[first]
    alike = (turn < _MAX_TURN) & (zoom < _MAX_ZOOM) & (zoom > 1 / _MAX_ZOOM)
    return first[alike], second[alike]


def _wrapped(angles: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return (angles + math.pi) % (2 * math.pi) - math.pi


def _plausible(homography: npt.NDArray[Any], size_px: tuple[int, int]) -> bool:
    """Whether it keeps the photo's middle upright, unmirrored and about as large."""
    width, height = size_px
    corners = np.array([[0.2, 0.2], [0.8, 0.2], [0.8, 0.8], [0.2, 0.8]]) * size_px
    depth = np.c_[corners, np.ones(4)] @ homography[2]
    if (depth * depth[0] <= 0).any():
        return False
    moved = _moved(homography, corners)
    right = moved[[1, 2]] - moved[[0, 3]]
    down = moved[[2, 3]] - moved[[1, 0]]
    turn = np.abs(np.arctan2(right[:, 1], right[:, 0])).max()
    lean = np.abs(np.arctan2(down[:, 0], down[:, 1])).max()
    zooms = [*np.linalg.norm(right, axis=1) / (0.6 * width)]
    zooms += [*np.linalg.norm(down, axis=1) / (0.6 * height)]
    limit = math.radians(40)
    return bool(turn < limit and lean < limit and max(zooms) < 3 and min(zooms) > 0.3)


def _moved(homography: npt.NDArray[Any], points: npt.NDArray[Any]) -> Floats:
    moved = np.c_[points, np.ones(len(points))] @ homography.T
    return (moved[:, :2] / moved[:, 2:]).astype(np.float32)


def _in_fractions(
    homography: npt.NDArray[Any], pickup_px: tuple[int, int], return_px: tuple[int, int]
) -> Matrix:
    found = np.diag([1 / return_px[0], 1 / return_px[1], 1]) @ homography
    return _as_matrix(found @ np.diag([pickup_px[0], pickup_px[1], 1]))


def _as_matrix(values: npt.NDArray[Any]) -> Matrix:
    scaled = values / values[2, 2]
    a, b, c = ((float(x), float(y), float(z)) for x, y, z in scaled)
    return a, b, c
