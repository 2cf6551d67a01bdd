"""How one photo of a vehicle lies over another.

Where the light and the angle are alike, local features tie the photos within a pixel or two:
SIFT (Lowe, IJCV 60, 2004) on evened brightness, compared as RootSIFT (Arandjelovic and
Zisserman, CVPR 2012). Elsewhere larger patches do, within some percent of the photo
(:mod:`carinspect.ml.dense_alignment`). Both feed a homography by MAGSAC++ (Barath et al., CVPR
2020); a vehicle is not a plane, so :func:`refine` fits the surroundings of one spot anew.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Alignment, Matrix
from carinspect.core.verdict import Box, Image
from carinspect.ml.dense_alignment import DENSE_PX, match_patches
from carinspect.ml.opencv import load_cv2

ALIGN_PX: Final = 800
"""Longer side at which photos are aligned."""

Floats = npt.NDArray[np.float32]

_MAX_FEATURES: Final = 4000
_RATIO: Final = 0.85
_MAX_TURN: Final = math.radians(30)
_MAX_ZOOM: Final = 2.5
_TOLERANCE_PX: Final = 5.0
_PATCH_TOLERANCE_PX: Final = 16.0
"""Of :data:`ALIGN_PX`: how far ties may lie from the homography."""

_MIN_FEATURES: Final = 30
_MIN_PATCH_WEIGHT: Final = 0.1
_MIN_PATCH_CONTRAST: Final = 2.0
"""Six pairs of one vehicle reached a weight of 0.14 to 0.24 and a contrast over 2. Twenty pairs
that do not belong together stayed below 0.09, but two white saloons reached 0.18: plate and view
must say that it is the same vehicle."""

_REACH: Final = 0.18
"""Ties within this share of the photo from a spot's edge are its surroundings."""

_MIN_NEAR: Final = 8


@dataclass(frozen=True, eq=False)
class Features:
    """The local features of one photo.

    Attributes:
        size_px: width and height at which they were found.
        grey: ``uint8``, ``(H, W)``, brightness evened, at that size.
        small: the same with a longer side of 480 px.
        points: ``float32``, ``(N, 2)``, x and y in pixels.
        scales: ``float32``, ``(N,)``, diameters in pixels.
        angles: ``float32``, ``(N,)``, radians.
        descriptors: ``float32``, ``(N, 128)``, RootSIFT.
    """

    size_px: tuple[int, int]
    grey: npt.NDArray[np.uint8] = field(repr=False)
    small: npt.NDArray[np.uint8] = field(repr=False)
    points: Floats = field(repr=False)
    scales: Floats = field(repr=False)
    angles: Floats = field(repr=False)
    descriptors: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Overlay:
    """An alignment with the ties that it rests on.

    Attributes:
        pickup_points, return_points: ``float32``, ``(N, 2)``, fractions of width and height;
            only those that agree with the homography.
        precise: whether the ties are local features, not patches.
    """

    alignment: Alignment
    pickup_points: Floats = field(repr=False)
    return_points: Floats = field(repr=False)
    precise: bool = False


@dataclass(frozen=True, slots=True)
class LocalAlignment:
    """How the surroundings of one spot lie.

    Attributes:
        homography: as of :class:`Alignment`.
        ties: how many were near.
        error: median distance of those after warping, in shares of the photo's longer side.
    """

    homography: Matrix
    ties: int
    error: float

    @property
    def ok(self) -> bool:
        """Whether enough ties are near to say where the spot is."""
        return self.ties >= _MIN_NEAR


NOTHING: Final = Overlay(Alignment(), np.zeros((0, 2), np.float32), np.zeros((0, 2), np.float32))


def find_features(image: Image) -> Features:
    """The features of an image (RGB, ``uint8``, ``(H, W, 3)``)."""
    cv2 = load_cv2()

    grey, small = _evened(image, ALIGN_PX), _evened(image, DENSE_PX)
    detector = cv2.SIFT_create(nfeatures=_MAX_FEATURES, contrastThreshold=0.01)
    found, descriptors = detector.detectAndCompute(grey, None)
    if descriptors is None:
        descriptors = np.zeros((0, 128), np.float32)
    roots = np.sqrt(descriptors / (descriptors.sum(axis=1, keepdims=True) + 1e-6))
    return Features(
        (int(grey.shape[1]), int(grey.shape[0])),
        grey,
        small,
        np.array([one.pt for one in found], np.float32).reshape(-1, 2),
        np.array([one.size for one in found], np.float32),
        np.radians(np.array([one.angle for one in found], np.float32)),
        roots.astype(np.float32),
    )


def align(pickup: Features, returned: Features) -> Overlay:
    """Lay a pickup photo over a return photo; ``ok`` is False where too little agrees."""
    by_features = align_by_features(pickup, returned)
    if by_features.alignment.ok:
        return by_features
    patches = match_patches(pickup.small, returned.small)
    by_patches = _fit(
        patches.pickup_points / _size(pickup.small.shape[::-1]),
        patches.return_points / _size(returned.small.shape[::-1]),
        returned.size_px,
        _PATCH_TOLERANCE_PX,
    )
    strong = patches.weight >= _MIN_PATCH_WEIGHT and patches.contrast >= _MIN_PATCH_CONTRAST
    if strong and by_patches.alignment.inliers >= _MIN_FEATURES:
        return _accepted(by_patches, precise=False)
    return by_patches


def align_by_features(pickup: Features, returned: Features) -> Overlay:
    """As :func:`align`, without the patches: quick, but blind to much other light or distance."""
    first, second = _matches(pickup, returned)
    found = _fit(
        pickup.points[first] / _size(pickup.size_px),
        returned.points[second] / _size(returned.size_px),
        returned.size_px,
        _TOLERANCE_PX,
    )
    enough = found.alignment.inliers >= _MIN_FEATURES
    return _accepted(found, precise=True) if enough else found


def refine(overlay: Overlay, box: Box) -> LocalAlignment:
    """Fit the surroundings of a spot of the return photo, by an affine map.

    Where few ties are near, the alignment of the photos as a whole is given, with their number.
    """
    cv2 = load_cv2()
    low, high = np.array(box[:2]) - _REACH, np.array(box[2:]) + _REACH
    near = ((overlay.return_points >= low) & (overlay.return_points <= high)).all(axis=1)
    source, target = overlay.pickup_points[near], overlay.return_points[near]
    whole = overlay.alignment.homography
    if len(source) >= _MIN_NEAR:
        cv2.setRNGSeed(0)
        found, _ = cv2.estimateAffine2D(
            source, target, method=cv2.RANSAC, ransacReprojThreshold=0.015, maxIters=2000
        )
        if found is not None:
            local = _as_matrix(np.vstack([found, [0, 0, 1]]))
            # A fit to few ties may run away where it has none; the whole keeps it in bounds.
            if np.abs(move(local, source) - move(whole, source)).max(initial=0.0) < 0.1:
                return LocalAlignment(local, len(source), _error(local, source, target))
    return LocalAlignment(whole, len(source), _error(whole, source, target))


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


def _evened(image: Image, longer_px: int) -> npt.NDArray[np.uint8]:
    """Brightness at a size; light differs from photo to photo and within one: it is evened."""
    cv2 = load_cv2()
    scale = longer_px / max(image.shape[:2])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled = cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)
    tiles = max(2, longer_px // 90)
    evening = cv2.createCLAHE(clipLimit=3.0, tileGridSize=(tiles, tiles))
    return evening.apply(cv2.cvtColor(scaled, cv2.COLOR_RGB2GRAY))


def _fit(source: Floats, target: Floats, size_px: tuple[int, int], tolerance_px: float) -> Overlay:
    """The homography most ties agree on; ties in fractions, the tolerance in pixels."""
    cv2 = load_cv2()
    if len(source) < _MIN_NEAR:
        return NOTHING
    # In pixels of the return photo on both sides: one tolerance for both directions.
    size = _size(size_px)
    cv2.setRNGSeed(0)  # the same two photos always give the same answer
    found, mask = cv2.findHomography(
        source * size,
        target * size,
        cv2.USAC_MAGSAC,
        tolerance_px,
        maxIters=20_000,
        confidence=0.9999,
    )
    if found is None or not _plausible(found, size_px):
        return NOTHING
    agree = np.asarray(mask).ravel().astype(bool)
    homography = _as_matrix(np.diag([*(1 / size), 1]) @ found @ np.diag([*size, 1]))
    source, target = source[agree], target[agree]
    error_px = _error(homography, source, target) * max(size_px)
    alignment = Alignment(homography, int(agree.sum()), error_px)
    return Overlay(alignment, source.astype(np.float32), target.astype(np.float32))


def _accepted(overlay: Overlay, *, precise: bool) -> Overlay:
    alignment = dataclasses.replace(overlay.alignment, ok=True)
    return dataclasses.replace(overlay, alignment=alignment, precise=precise)


def _error(homography: Matrix, source: Floats, target: Floats) -> float:
    if not len(source):
        return 1.0
    return float(np.median(np.linalg.norm(move(homography, source) - target, axis=1)))


def _size(size_px: tuple[int, ...]) -> Floats:
    return np.array(size_px, np.float32)


def lay_over(pickup: Image, homography: Matrix, shape: tuple[int, int]) -> Image:
    """The pickup image warped onto a return image of ``shape`` (rows, columns); black outside."""
    cv2 = load_cv2()
    rows, columns = shape
    matrix = in_pixels(homography, (pickup.shape[1], pickup.shape[0]), (columns, rows))
    return cv2.warpPerspective(pickup, matrix, (columns, rows), flags=cv2.INTER_LINEAR)


def in_pixels(
    homography: Matrix, pickup_px: tuple[int, int], return_px: tuple[int, int]
) -> npt.NDArray[np.float64]:
    """A homography between fractions as one between pixels of photos of these sizes."""
    scaled = np.diag([return_px[0], return_px[1], 1]) @ np.array(homography)
    return scaled @ np.diag([1 / pickup_px[0], 1 / pickup_px[1], 1])


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


def _as_matrix(values: npt.NDArray[Any]) -> Matrix:
    scaled = values / values[2, 2]
    a, b, c = ((float(x), float(y), float(z)) for x, y, z in scaled)
    return a, b, c
