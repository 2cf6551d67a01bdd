"""A pickup photo bent so that it lies over a return photo."""

from __future__ import annotations

import numpy as np

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Image
from carinspect.ml.opencv import load_cv2

_OUTSIDE = (128, 128, 128)
"""Grey where the pickup photo shows nothing."""


def warp_onto(image: Image, homography: Matrix, size_px: tuple[int, int]) -> Image:
    """``image`` as the camera of the other photo would have seen it.

    Args:
        image: pickup photo, RGB, ``uint8``, ``(H, W, 3)``.
        homography: from it to the other photo, both in fractions of width and height.
        size_px: width and height of what comes back.
    """
    cv2 = load_cv2()

    height, width = image.shape[:2]
    to_fractions = np.diag([1 / width, 1 / height, 1.0])
    to_pixels = np.diag([size_px[0], size_px[1], 1.0])
    matrix = to_pixels @ np.array(homography) @ to_fractions
    return np.asarray(
        cv2.warpPerspective(
            image,
            matrix,
            size_px,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=_OUTSIDE,
        )
    )
