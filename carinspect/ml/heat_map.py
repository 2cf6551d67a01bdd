"""Evidence per cell of the net's square -> heat map and regions of the photo."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.verdict import HeatMap, Region
from carinspect.ml.geometry import Placement

_CELL_PX: Final = 8
"""Side of a heat-map cell in pixels of the net's square: fine enough to look smooth."""

_MAX_REGIONS: Final = 5


def heat_map(evidence: npt.NDArray[np.float32], placement: Placement) -> HeatMap:
    """Scale the evidence up bilinearly and cut out what shows the photo.

    Args:
        evidence: ``float32``, ``(rows, columns)`` over the net's square, in [0, 1].
        placement: where the photo lies in the square.
    """
    side = placement.size_px // _CELL_PX
    smooth = PIL.Image.fromarray(np.ascontiguousarray(evidence, np.float32)).resize(
        (side, side), PIL.Image.Resampling.BILINEAR
    )
    left, top = placement.left / _CELL_PX, placement.top / _CELL_PX
    right, bottom = left + placement.width / _CELL_PX, top + placement.height / _CELL_PX
    columns, rows = max(1, round(right - left)), max(1, round(bottom - top))
    cut = smooth.resize(
        (columns, rows), PIL.Image.Resampling.BILINEAR, box=(left, top, right, bottom)
    )
    return HeatMap(np.clip(np.asarray(cut, np.float32), 0.0, 1.0))


def find_regions(heat: HeatMap, level: float) -> tuple[Region, ...]:
    """Connected areas whose evidence reaches ``level``, most evident first, at most five.

    Where none does, the single hottest cell's surroundings are the region: a photo that is
    called damaged always says where to look.
    """
    values = heat.values
    peak = float(values.max(initial=0.0))
    labels = _label(values >= min(level, 0.9 * peak))
    regions = [_region(labels == label, values) for label in range(1, labels.max(initial=0) + 1)]
    regions.sort(key=lambda region: region.probability, reverse=True)
    return tuple(regions[:_MAX_REGIONS])


def _region(mask: npt.NDArray[np.bool_], values: npt.NDArray[np.float32]) -> Region:
    rows, columns = np.nonzero(mask.any(axis=1))[0], np.nonzero(mask.any(axis=0))[0]
    height, width = mask.shape
    box = (
        float(columns[0] / width),
        float(rows[0] / height),
        float((columns[-1] + 1) / width),
        float((rows[-1] + 1) / height),
    )
    return Region(box, float(values[mask].max()))


def _label(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Number the 4-connected areas of ``mask`` from 1; 0 is outside."""
    labels = np.zeros(mask.shape, np.int32)
    count = 0
    for seed in zip(*np.nonzero(mask), strict=True):
        if labels[seed]:
            continue
        count += 1
        _flood(mask, labels, (int(seed[0]), int(seed[1])), count)
    return labels


def _flood(
    mask: npt.NDArray[np.bool_], labels: npt.NDArray[np.int32], seed: tuple[int, int], label: int
) -> None:
    waiting = [seed]
    while waiting:
        row, column = waiting.pop()
        inside = 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]
        if not inside or not mask[row, column] or labels[row, column]:
            continue
        labels[row, column] = label
        waiting += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
