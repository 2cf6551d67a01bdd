"""Photo -> net input and back: the whole photo in a square, its proportions kept.

Nothing is cropped, for damage sits at edges too. The photo is centred; what is left of the square
is mid-grey and marked as outside, so that no mean is diluted by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.verdict import Image
from carinspect.ml.backbones import STRIDE_PX

_GREY: Final = 127


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the photo lies in the square, in pixels of the square."""

    size_px: int
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class NetInput:
    """What a net gets of one photo.

    Attributes:
        image: ``uint8``, ``(S, S, 3)``.
        inside: ``float32``, ``(S/32, S/32, 1)``: the share of each cell that shows the photo.
    """

    image: Image
    inside: npt.NDArray[np.float32]
    placement: Placement


def place(width: int, height: int, size_px: int) -> Placement:
    """Where a photo of this width and height goes in a square of ``size_px``."""
    scale = size_px / max(width, height)
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    return Placement(size_px, (size_px - wide) // 2, (size_px - high) // 2, wide, high)


def fit(image: Image, size_px: int) -> NetInput:
    """Put the whole ``image`` into a square of ``size_px``, scaled bicubically."""
    placement = place(image.shape[1], image.shape[0], size_px)
    scaled = PIL.Image.fromarray(image).resize(
        (placement.width, placement.height), PIL.Image.Resampling.BICUBIC
    )
    square = np.full((size_px, size_px, 3), _GREY, np.uint8)
    square[
        placement.top : placement.top + placement.height,
        placement.left : placement.left + placement.width,
    ] = np.asarray(scaled)
    return NetInput(square, _inside(placement), placement)


def _inside(placement: Placement) -> npt.NDArray[np.float32]:
    rows = _shares(placement.top, placement.height, placement.size_px)
    columns = _shares(placement.left, placement.width, placement.size_px)
    return (rows[:, None] * columns[None, :])[:, :, None]


def _shares(start: int, length: int, size_px: int) -> npt.NDArray[np.float32]:
    """How much of each cell along one side lies in ``start .. start + length``."""
    edges = np.arange(0, size_px, STRIDE_PX)
    covered = np.minimum(edges + STRIDE_PX, start + length) - np.maximum(edges, start)
    return (np.clip(covered, 0, STRIDE_PX) / STRIDE_PX).astype(np.float32)
