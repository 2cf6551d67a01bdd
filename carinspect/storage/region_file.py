"""``regions.csv``: damage marked on the photos of a dataset.

Columns ``photo,shape,category,points``: the photo's path from the file's folder, and the corners
``x1 y1 x2 y2 ...`` as fractions of its width and height; two corners are a box, more a polygon.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.outline import Outline

FILE_NAME: Final = "regions.csv"


def read_regions(file: Path) -> dict[str, tuple[Outline, ...]]:
    """Photo, as the file names it -> what is marked on it.

    Raises:
        CarInspectError: it is no such table.
    """
    found: dict[str, tuple[Outline, ...]] = {}
    try:
        with file.open(newline="", encoding="utf-8-sig") as rows:
            for row in csv.DictReader(rows):
                outline = Outline(row["category"], _corners(row["points"]))
                found[row["photo"]] = (*found.get(row["photo"], ()), outline)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, csv.Error):
        raise CarInspectError(ErrorCode.FILE_DAMAGED, file=file) from None
    return found


def regions_near(*folders: Path) -> dict[Path, tuple[Outline, ...]]:
    """The marks of the first of ``folders`` that has a ``regions.csv``; none where none has.

    Raises:
        CarInspectError: the file is no such table.
    """
    for folder in dict.fromkeys(folders):
        if (folder / FILE_NAME).is_file():
            return dict(_resolved(folder))
    return {}


def _resolved(folder: Path) -> Iterator[tuple[Path, tuple[Outline, ...]]]:
    for name, outlines in read_regions(folder / FILE_NAME).items():
        yield (folder / name).resolve(), outlines


def _corners(points: str) -> tuple[tuple[float, float], ...]:
    numbers = [float(number) for number in points.split()]
    if len(numbers) < 4 or not all(map(math.isfinite, numbers)):
        raise ValueError("Expected two or more corners")
    # Marking tools let a box hang over the photo's edge.
    inside = [min(max(number, 0.0), 1.0) for number in numbers]
    return tuple(zip(inside[::2], inside[1::2], strict=True))
