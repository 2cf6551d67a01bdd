"""Which parts of a return photo the pickup photos show clearly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.verdict import Image
from carinspect.ml.alignment import Overlay, inverse, move
from carinspect.ml.spot import cut, is_lit

_CELLS: Final = 24
"""Cells along the longer side."""


def coverage(
    size_px: tuple[int, int], laid: Sequence[tuple[Image, Overlay]]
) -> npt.NDArray[np.bool_]:
    """Cell by cell, whether some pickup photo shows it in its frame, sharp and lit.

    Args:
        size_px: width and height of the return photo.
        laid: pickup images and how they lie over the return photo.

    Returns:
        ``bool``, ``(rows, columns)``, over the whole return photo.
    """
    longer = max(size_px)
    columns = max(1, round(_CELLS * size_px[0] / longer))
    rows = max(1, round(_CELLS * size_px[1] / longer))
    covered = np.zeros((rows, columns), bool)
    for image, overlay in laid:
        covered |= _covered_by(image, overlay, rows, columns)
    return covered


def _covered_by(image: Image, overlay: Overlay, rows: int, columns: int) -> npt.NDArray[np.bool_]:
    y, x = np.mgrid[0 : rows + 1, 0 : columns + 1].astype(np.float32)
    corners = np.stack([x.ravel() / columns, y.ravel() / rows], axis=1)
    moved = move(inverse(overlay.alignment.homography), corners).reshape(rows + 1, columns + 1, 2)
    covered = np.zeros((rows, columns), bool)
    for row in range(rows):
        for column in range(columns):
            quad = moved[row : row + 2, column : column + 2].reshape(-1, 2)
            low, high = quad.min(axis=0), quad.max(axis=0)
            if (low >= 0).all() and (high <= 1).all() and (high > low).all():
                box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
                covered[row, column] = is_lit(cut(image, box))
    return covered
