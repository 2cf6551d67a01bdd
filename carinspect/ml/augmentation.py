"""Random changes of training photos, alike for both classes."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from carinspect.core.training import Augmentation
from carinspect.core.verdict import Image
from carinspect.ml.features import reduce_detail

Matrix = npt.NDArray[np.float64]


def augmented(image: Image, change: Augmentation, rng: np.random.Generator) -> Image:
    """``image`` changed at random; borders are filled with the nearest pixel.

    Args:
        image: RGB, ``uint8``, ``(H, W, 3)``.
        change: by how much at most.
        rng: where the dice come from.
    """
    if change.least_detail_px:
        image = _with_less_detail(image, change.least_detail_px, rng)
    moved = _moved(image, change, rng)
    if change.horizontal_flip and rng.random() < 0.5:
        moved = moved[:, ::-1]
    if change.light:
        moved = _relit(moved, change.light, rng)
    return np.ascontiguousarray(moved)


def _with_less_detail(image: Image, least_px: int, rng: np.random.Generator) -> Image:
    longer = max(image.shape[:2])
    if longer <= least_px:
        return image
    # Log-uniform, so that halving is as likely anywhere.
    return reduce_detail(image, round(math.exp(rng.uniform(math.log(least_px), math.log(longer)))))


def _moved(image: Image, change: Augmentation, rng: np.random.Generator) -> Image:
    """Rotation, shift, shear and zoom about the middle, in the order of Keras' generator."""
    height, width = image.shape[:2]
    turn = math.radians(rng.uniform(-change.rotation_degrees, change.rotation_degrees))
    shear = math.radians(rng.uniform(-change.shear_degrees, change.shear_degrees))
    right = rng.uniform(-change.width_shift, change.width_shift) * width
    down = rng.uniform(-change.height_shift, change.height_shift) * height
    wide, high = rng.uniform(1 - change.zoom, 1 + change.zoom, 2)
    from_middle = _translation(width / 2 - 0.5, height / 2 - 0.5)
    to_middle = _translation(-width / 2 + 0.5, -height / 2 + 0.5)
    rotated = _linear(math.cos(turn), -math.sin(turn), math.sin(turn), math.cos(turn))
    sheared = _linear(math.cos(shear), 0, -math.sin(shear), 1)
    matrix = rotated @ _translation(right, down) @ sheared @ _linear(wide, 0, 0, high)
    if np.allclose(matrix, np.eye(3)):
        return image
    import cv2

    return cv2.warpAffine(  # pyright: ignore[reportReturnType] - uint8 stays uint8
        image,
        (from_middle @ matrix @ to_middle)[:2],
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _translation(right: float, down: float) -> Matrix:
    return np.array([[1, 0, right], [0, 1, down], [0, 0, 1]], np.float64)


def _linear(xx: float, xy: float, yx: float, yy: float) -> Matrix:
    return np.array([[xx, xy, 0], [yx, yy, 0], [0, 0, 1]], np.float64)


def _relit(image: Image, light: float, rng: np.random.Generator) -> Image:
    gain, brightness = 1 + rng.uniform(-light, light, 2)
    middle = float(image.mean())
    changed = (image.astype(np.float32) - middle) * gain + middle * brightness
    return np.clip(changed, 0, 255).astype(np.uint8)
