"""Parts of a photo painted over, to see whether a verdict rests on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.verdict import Box
from carinspect.ml.geometry import NetInput

_MARGIN: Final = 0.1
"""Of the box's side, added on each side: evidence reaches beyond the cells that show it."""

_DIVISORS: Final = (32, 16, 8, 4)
"""Of the square's side, coarse to fine; a fill as smooth as this needs no finer one."""

_STEPS: Final = 16
"""Of the relaxation; each step carries the surroundings further into the hole."""


def paint_over(net_input: NetInput, boxes: Sequence[Box]) -> NetInput:
    """The same input with ``boxes`` filled smoothly from their surroundings.

    The fill relaxes towards a membrane held at the hole's edge (Laplace's equation), coarse to
    fine, so that it has no edges of its own that could pass for damage.

    Args:
        net_input: of the whole photo.
        boxes: as fractions of the photo's width and height.
    """
    hole = _hole(net_input, boxes)
    pixels = net_input.image.astype(np.float32)
    if hole.any() and not hole.all():
        pixels = _filled(pixels, hole)
    return replace(net_input, image=np.clip(np.round(pixels), 0, 255).astype(np.uint8))


def _hole(net_input: NetInput, boxes: Sequence[Box]) -> npt.NDArray[np.bool_]:
    place = net_input.placement
    hole = np.zeros(net_input.image.shape[:2], bool)
    for x0, y0, x1, y1 in boxes:
        wide, high = (x1 - x0) * _MARGIN, (y1 - y0) * _MARGIN
        left, right = (place.left + place.width * x for x in (x0 - wide, x1 + wide))
        top, bottom = (place.top + place.height * y for y in (y0 - high, y1 + high))
        rows = slice(max(place.top, int(top)), min(place.top + place.height, int(np.ceil(bottom))))
        columns = slice(
            max(place.left, int(left)), min(place.left + place.width, int(np.ceil(right)))
        )
        hole[rows, columns] = True
    return hole


def _filled(
    pixels: npt.NDArray[np.float32], hole: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    filled = pixels.copy()
    filled[hole] = pixels[~hole].mean(axis=0)
    full = pixels.shape[1], pixels.shape[0]
    finest = max(1, full[0] // _DIVISORS[-1]), max(1, full[1] // _DIVISORS[-1])
    small = _resized(filled, finest)
    for divisor in _DIVISORS:
        size = max(1, full[0] // divisor), max(1, full[1] // divisor)
        inside = np.asarray(PIL.Image.fromarray(hole).resize(finest, PIL.Image.Resampling.NEAREST))
        small[inside] = _resized(_relaxed(_resized(small, size), hole), finest)[inside]
    filled[hole] = _resized(small, full)[hole]
    return filled


def _relaxed(
    coarse: npt.NDArray[np.float32], hole: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float32]:
    """Averaged over neighbours in the hole, again and again."""
    size = coarse.shape[1], coarse.shape[0]
    inside = np.asarray(PIL.Image.fromarray(hole).resize(size, PIL.Image.Resampling.NEAREST))
    for _ in range(_STEPS):
        padded = np.pad(coarse, ((1, 1), (1, 1), (0, 0)), "edge")
        mean = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4
        coarse[inside] = mean[inside]
    return coarse


def _resized(pixels: npt.NDArray[np.float32], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    channels = [
        np.asarray(
            PIL.Image.fromarray(np.ascontiguousarray(pixels[..., c])).resize(
                size, PIL.Image.Resampling.BILINEAR
            )
        )
        for c in range(3)
    ]
    return np.stack(channels, axis=-1).astype(np.float32)
