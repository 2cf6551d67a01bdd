"""Real damage covered by undamaged paint of the same photo, as if it had not happened yet.

The patch beside it whose border fits best is laid over the damage, and joined to what is around
by its gradients (Perez et al., SIGGRAPH 2003): real paint with its own grain, in the light of the
place. That is not how the pictures were filled that Gate2 learnt from, lest it know it again.
A smooth filling leaves smears that look like dents to a person and to the net.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from carinspect.core.verdict import Image

_MARGIN_PX = 4
"""What is marked may show beyond its outline by so much."""

_BORDER, _LEAST_BORDER_PX = 0.25, 8
"""How wide the border is that must fit, in shares of the damage's shorter side."""

_REACH = 1.5
"""How far away a patch may lie, in damages: the paint of the same part."""

_APART_PX = 12
_MOST_MISFIT = 16.0
"""Of 255, root mean square over the border. Chosen by eye on the photos of the part ``fit``:
from about 17 on, edges and reflections were interrupted."""


def touch(first: Any, second: Any) -> bool:
    """Whether two masks are less than a small distance apart."""
    reach = np.ones((2 * _APART_PX + 1, 2 * _APART_PX + 1), np.uint8)
    return bool((cv2.dilate(first.astype(np.uint8), reach) > 0)[second].any())


def covered(image: Image, mask: Any, others: Any) -> Image | None:
    """The photo without the damage at ``mask``.

    Args:
        image: RGB, ``uint8``.
        mask: ``bool``, ``(H, W)``.
        others: the same of other damage: it is not copied, and nothing beside it is covered.

    Returns:
        None where no patch fits.
    """
    if touch(mask, others):
        return None
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((2 * _MARGIN_PX + 1,) * 2, np.uint8)) > 0
    x0, y0, x1, y1 = _with_border(wide)
    height, width = wide.shape
    if x0 < 1 or y0 < 1 or x1 >= width or y1 >= height:
        return None
    here = (slice(y0, y1), slice(x0, x1))
    found = _best_patch(image, here, wide, wide | others)
    if found is None:
        return None
    middle = (x0 + x1) // 2, (y0 + y1) // 2
    shape = wide[here].astype(np.uint8) * 255
    return cv2.seamlessClone(found, image.copy(), shape, middle, cv2.NORMAL_CLONE)


def _with_border(mask: Any) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    border = max(_LEAST_BORDER_PX, int(_BORDER * min(x1 - x0, y1 - y0)))
    return x0 - border, y0 - border, x1 + border, y1 + border


def _best_patch(image: Image, here: tuple[slice, slice], wide: Any, forbidden: Any) -> Image | None:
    """The undamaged patch near ``here`` whose border is most like that of the damage."""
    rows, columns = here
    high, across = rows.stop - rows.start, columns.stop - columns.start
    top, left = (
        max(0, int(rows.start - _REACH * high)),
        max(0, int(columns.start - _REACH * across)),
    )
    near = (
        slice(top, int(rows.stop + _REACH * high)),
        slice(left, int(columns.stop + _REACH * across)),
    )
    border = np.repeat((~wide[here])[..., None], 3, axis=2).astype(np.float32)
    area = image[near].astype(np.float32)
    misfit = cv2.matchTemplate(
        area, image[here].astype(np.float32), cv2.TM_SQDIFF, mask=border
    ) / float(border.sum())
    taken = cv2.boxFilter(
        forbidden[near].astype(np.float32),
        -1,
        (across, high),
        normalize=False,
        anchor=(0, 0),
        borderType=cv2.BORDER_CONSTANT,
    )[: misfit.shape[0], : misfit.shape[1]]
    misfit[taken > 0.5] = np.inf
    row, column = np.unravel_index(int(np.argmin(misfit)), misfit.shape)
    if not misfit[row, column] <= _MOST_MISFIT**2:
        return None
    return image[near][row : row + high, column : column + across]
