"""Which parts of a return photo speak for damage where the pickup photo did not.

A region may hold old damage and, beside it, new damage: as a whole it was there already.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import Matrix
from carinspect.core.verdict import Box, HeatMap, Region
from carinspect.ml.alignment import in_pixels
from carinspect.ml.opencv import load_cv2

_MORE: Final = 0.4
"""So much more evidence must a cell of the return photo show."""

_LEAST_CELLS: Final = 4
_MOST_PARTS: Final = 3


def changed_parts(pickup: HeatMap, returned: HeatMap, homography: Matrix) -> tuple[Region, ...]:
    """The areas with clearly more evidence at return than within a cell of it at pickup.

    What the pickup photo does not show counts as if it had shown damage.

    Args:
        pickup: the heat map of the pickup photo.
        returned: that of the return photo.
        homography: from pickup to return photo, in fractions.

    Returns:
        at most three, the largest difference first, with that as probability.
    """
    cv2 = load_cv2()
    rows, columns = returned.values.shape
    matrix = in_pixels(homography, pickup.values.shape[::-1], (columns, rows))
    before = cv2.warpPerspective(pickup.values, matrix, (columns, rows), borderValue=1.0)
    more = _more(before, returned.values)
    count, labels, facts, _ = cv2.connectedComponentsWithStats(
        (more >= _MORE).astype(np.uint8), connectivity=4
    )
    found: list[Region] = []
    for label in range(1, count):
        x, y, wide, high, cells = (int(fact) for fact in facts[label])
        if cells >= _LEAST_CELLS:
            box = x / columns, y / rows, (x + wide) / columns, (y + high) / rows
            found.append(Region(box, float(more[labels == label].max())))
    found.sort(key=lambda part: part.probability, reverse=True)
    return tuple(found[:_MOST_PARTS])


def largest_fall(before: HeatMap, after: HeatMap, box: Box) -> float:
    """How much more ``after`` shows, where most, than ``before`` within a cell, in [-1, 1].

    Both of one picture; ``box`` is a part of it.
    """
    return HeatMap(_more(before.values, after.values)).most_within(box)


def _more(
    before: npt.NDArray[np.float32], after: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    return after - load_cv2().dilate(before, np.ones((3, 3), np.uint8))
