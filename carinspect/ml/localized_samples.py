"""The kinds of training samples: how each is cut, and what it teaches.

Framing must not tell the class, so each framing exists with both: whole cars and close-ups, of
undamaged cars, beside damage, with damage drawn on and with damage painted over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np

from carinspect.core.verdict import Image
from carinspect.ml.localized_damage import Generator, Mask, Pixels, draw_damage, erase
from carinspect.ml.localized_windows import (
    SIZE_PX,
    UNKNOWN,
    CellTargets,
    MarkedPhoto,
    Span,
    cell_targets,
    near_middle,
    random_window,
    render,
    unmarked_window,
)

_VISIBLE: Final = 0.0012
"""Share of the square that must be marked for the photo as a whole to be called damaged."""


class Kind(Enum):
    """How a sample is cut from a photo."""

    WHOLE = "whole"
    CLOSE_UP = "close-up"
    """Of an undamaged car."""
    ON = "on"
    """About marked damage."""
    BESIDE = "beside"
    """Of a damaged car, clear of what is marked."""
    ERASED = "erased"
    """Marked damage painted over, whole photo."""
    ERASED_CLOSE_UP = "erased-close-up"
    DRAWN = "drawn"
    """Damage drawn on an undamaged car."""


@dataclass(frozen=True)
class Sample:
    """One training sample.

    Attributes:
        image: ``uint8``, ``(320, 320, 3)``.
        cells: ``int8``, ``(20, 20)``: 1 damaged, 0 not, -1 unknown.
        target: of the whole: 1, 0 or -1.
    """

    image: Image = field(repr=False)
    cells: CellTargets = field(repr=False)
    target: int


@dataclass(frozen=True)
class _Cut:
    image: Image
    mask: Mask
    window: Pixels
    damaged: bool


def make_sample(kind: Kind, photo: MarkedPhoto, rng: Generator) -> Sample | None:
    """One sample of ``photo``; None where this kind cannot be cut from it."""
    image = photo.pixels()
    height, width = image.shape[:2]
    cut = _CUTS[kind](photo, image, photo.mask(width, height), rng)
    if cut is None:
        return None
    square, mask = render(cut.image, cut.mask, cut.window, rng)
    if not cut.damaged:
        return Sample(square, np.zeros_like(cell_targets(mask)), 0)
    if not cut.mask.any():  # damaged, and nobody marked where
        return Sample(square, np.full_like(cell_targets(mask), UNKNOWN), 1)
    visible = float(mask.sum()) / SIZE_PX**2 >= _VISIBLE
    return Sample(square, cell_targets(mask), 1 if visible else UNKNOWN)


def _whole(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut:
    size = image.shape[1], image.shape[0]
    if photo.damaged and not photo.outlines:
        window = random_window(size, Span(0.9, 1.0), rng)
    else:
        window = _nearly_all(size, rng)
    if rng.random() < 0.3:
        image = _fill_elsewhere(image, mask, int(rng.integers(1, 3)), rng)
    return _Cut(image, mask, window, photo.damaged)


def _close_up(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut:
    size = image.shape[1], image.shape[0]
    window = random_window(size, Span(0.14, 0.65), rng, near_middle(size, rng))
    if rng.random() < 0.2:
        image = _fill_elsewhere(image, mask, 1, rng)
    return _Cut(image, mask, window, photo.damaged)


def _on(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut | None:
    size = image.shape[1], image.shape[0]
    boxes = photo.boxes(*size)
    if not boxes:
        return None
    box = boxes[int(rng.integers(len(boxes)))]
    side = max(box[2] - box[0], box[3] - box[1]) / max(size)
    least = min(0.95, max(0.2, side * 1.05))
    span = Span(least, min(1.0, max(least * 1.05, 0.75)))
    window = random_window(size, span, rng, _middle(box))
    if rng.random() < 0.3:
        image = _fill_elsewhere(image, mask, 1, rng)
    return _Cut(image, mask, window, damaged=True)


def _beside(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut | None:
    window = unmarked_window(mask, Span(0.2, 0.85), rng) if photo.outlines else None
    return None if window is None else _Cut(image, mask, window, damaged=False)


def _erased(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut | None:
    if not erasable(photo, image):
        return None
    window = _nearly_all((image.shape[1], image.shape[0]), rng)
    return _Cut(erase_marked(photo, image, rng), np.zeros_like(mask), window, damaged=False)


def _erased_close_up(photo: MarkedPhoto, image: Image, mask: Mask, rng: Generator) -> _Cut | None:
    if not erasable(photo, image):
        return None
    size = image.shape[1], image.shape[0]
    boxes = photo.boxes(*size)
    middle = _middle(boxes[int(rng.integers(len(boxes)))])
    window = random_window(size, Span(0.3, 0.8), rng, middle)
    return _Cut(erase_marked(photo, image, rng), np.zeros_like(mask), window, damaged=False)


def _drawn(_photo: MarkedPhoto, image: Image, _mask: Mask, rng: Generator) -> _Cut:
    size = image.shape[1], image.shape[0]
    if rng.random() < 0.65:
        x0, y0, x1, y1 = random_window(size, Span(0.15, 0.7), rng, near_middle(size, rng))
    else:
        x0, y0, x1, y1 = _nearly_all(size, rng)
    image, mask = draw_damage(image[y0:y1, x0:x1], rng)
    return _Cut(image, mask, (0, 0, x1 - x0, y1 - y0), damaged=True)


_CUTS: Final = {
    Kind.WHOLE: _whole,
    Kind.CLOSE_UP: _close_up,
    Kind.ON: _on,
    Kind.BESIDE: _beside,
    Kind.ERASED: _erased,
    Kind.ERASED_CLOSE_UP: _erased_close_up,
    Kind.DRAWN: _drawn,
}


def erasable(photo: MarkedPhoto, image: Image) -> bool:
    """Whether what is marked is small enough to be painted over believably."""
    height, width = image.shape[:2]
    sides = [((b[2] - b[0]) / width, (b[3] - b[1]) / height) for b in photo.boxes(width, height)]
    small = all(max(side) <= 0.3 for side in sides)
    return bool(sides) and small and sum(x * y for x, y in sides) <= 0.06


def erase_marked(photo: MarkedPhoto, image: Image, rng: Generator) -> Image:
    """The photo with all that is marked painted over."""
    for box in photo.boxes(image.shape[1], image.shape[0]):
        image = erase(image, box, rng)
    return image


def _fill_elsewhere(image: Image, mask: Mask, count: int, rng: Generator) -> Image:
    """The same painting over where no damage is, lest the fill itself tell the class."""
    height, width = mask.shape
    for _ in range(count):
        wide, high = int(width * rng.uniform(0.02, 0.12)), int(height * rng.uniform(0.02, 0.12))
        x, y = int(rng.random() * (width - wide)), int(rng.random() * (height - high))
        if not mask[y : y + high, x : x + wide].any():
            image = erase(image, (x, y, x + wide, y + high), rng)
    return image


def _nearly_all(size: tuple[int, int], rng: Generator) -> Pixels:
    if rng.random() < 0.5:
        return random_window(size, Span(0.8, 1.0), rng)
    return 0, 0, *size


def _middle(box: Pixels) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
