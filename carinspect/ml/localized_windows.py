"""Marked photos, windows of them, and what each cell of a window is to be called."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw

from carinspect.core.image import decode
from carinspect.core.outline import Outline
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Image
from carinspect.ml.localized_camera import Picture, compress, degrade
from carinspect.ml.localized_damage import Floats, Generator, Mask, Pixels

SIZE_PX: Final = 320
CELL_PX: Final = 16
CELLS: Final = SIZE_PX // CELL_PX

_LARGE_PX: Final = 1280
"""Enough that a window of a quarter of the photo still fills the square."""

UNKNOWN: Final = -1
"""Target of a cell or a photo that teaches nothing."""

_GREY: Final = (127, 127, 127)
_ASPECTS: Final = (4 / 3, 4 / 3, 3 / 2, 1.0, 3 / 4, 16 / 9)

CellTargets: TypeAlias = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class MarkedPhoto:
    """One labelled photo and the damage marked on it, if any is."""

    path: Path
    source: str
    damaged: bool
    outlines: tuple[Outline, ...] = ()

    def pixels(self) -> Image:
        """The photo, upright, RGB, ``uint8``; a large one reduced.

        Raises:
            CarInspectError: it cannot be read.
        """
        return decode(read_photo(self.path), fit_px=_LARGE_PX).image

    def boxes(self, width: int, height: int) -> list[Pixels]:
        """The boxes around the outlines."""
        corners = [np.array(outline.corners) * (width, height) for outline in self.outlines]
        return [
            (int(x0), int(y0), int(np.ceil(x1)), int(np.ceil(y1)))
            for (x0, y0), (x1, y1) in ((c.min(axis=0), c.max(axis=0)) for c in corners)
        ]

    def mask(self, width: int, height: int) -> Mask:
        """What is marked, ``(H, W)``."""
        canvas = PIL.Image.new("L", (width, height))
        draw = PIL.ImageDraw.Draw(canvas)
        for outline in self.outlines:
            corners = [(x * width, y * height) for x, y in outline.corners]
            if len(corners) == 2:
                draw.rectangle([*corners[0], *corners[1]], fill=255)
            else:
                draw.polygon(corners, fill=255)
        return np.asarray(canvas) > 0


@dataclass(frozen=True, slots=True)
class Span:
    """Least and greatest share that a window's longer side has of the photo's."""

    least: float
    greatest: float


def random_window(
    size: tuple[int, int], span: Span, rng: Generator, about: tuple[float, float] | None = None
) -> Pixels:
    """A window of a photo of ``size`` (width, height), round ``about`` where that is given."""
    width, height = size
    aspect = _ASPECTS[int(rng.integers(len(_ASPECTS)))]
    share = math.exp(rng.uniform(math.log(span.least), math.log(span.greatest)))
    longer = max(width, height) * share
    wide, high = (longer, longer / aspect) if aspect >= 1 else (longer * aspect, longer)
    shrink = min(1.0, width / wide, height / high)
    wide, high = wide * shrink, high * shrink
    if about is None:
        x, y = rng.random() * (width - wide), rng.random() * (height - high)
    else:
        x = about[0] - wide * rng.uniform(0.2, 0.8)
        y = about[1] - high * rng.uniform(0.2, 0.8)
    x, y = min(max(0.0, x), width - wide), min(max(0.0, y), height - high)
    return int(x), int(y), int(x + wide), int(y + high)


def unmarked_window(mask: Mask, span: Span, rng: Generator) -> Pixels | None:
    """A window that keeps clear of what is marked; None where none is found."""
    height, width = mask.shape
    gap = max(6, height // 40)
    for _ in range(25):
        window = random_window((width, height), span, rng, near_middle((width, height), rng))
        x0, y0, x1, y1 = window
        if not mask[max(0, y0 - gap) : y1 + gap, max(0, x0 - gap) : x1 + gap].any():
            return window
    return None


def near_middle(size: tuple[int, int], rng: Generator) -> tuple[float, float]:
    """Where the car usually is."""
    return size[0] * rng.uniform(0.15, 0.85), size[1] * rng.uniform(0.3, 0.85)


def render(image: Image, mask: Mask, window: Pixels, rng: Generator) -> tuple[Image, Mask]:
    """Cut ``window`` out, bring it to a random resolution, degrade it, fit it into the square.

    Resolution, compression and degradation are drawn without a look at the class: nothing but the
    panel itself can tell it.
    """
    x0, y0, x1, y1 = window
    picture = PIL.Image.fromarray(image[y0:y1, x0:x1])
    marks = PIL.Image.fromarray(mask[y0:y1, x0:x1].astype(np.uint8) * 255)
    picture, marks = _turned(picture, marks, rng)
    detail = (
        int(math.exp(rng.uniform(math.log(110), math.log(260)))) if rng.random() < 0.65 else SIZE_PX
    )
    longer = max(picture.size)
    if detail < longer:
        size = max(8, picture.width * detail // longer), max(8, picture.height * detail // longer)
        smooth = rng.random() < 0.5
        picture = picture.resize(
            size, PIL.Image.Resampling.BOX if smooth else PIL.Image.Resampling.BICUBIC
        )
    if rng.random() < 0.7:
        picture = compress(picture, int(rng.integers(35, 95)))
    scale = SIZE_PX / max(picture.size)
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    picture = degrade(picture.resize(size, PIL.Image.Resampling.BILINEAR), rng)
    marks = marks.resize(size, PIL.Image.Resampling.BILINEAR)
    return _squared(picture), _squared(marks) > 100


def cell_targets(mask: Mask) -> CellTargets:
    """1 where a cell is marked, 0 where it is clear, :data:`UNKNOWN` in between.

    Args:
        mask: ``(320, 320)``.
    """
    covered = _cover(mask)
    touched = covered > 0.02
    marked = covered >= 0.3
    if covered.max() > 0.004 and not marked.any():
        marked = covered >= 0.6 * covered.max()  # smaller than a cell
    targets = np.zeros(covered.shape, np.int8)
    targets[_grown(touched)] = UNKNOWN
    targets[marked] = 1
    return targets


def _cover(mask: Mask) -> Floats:
    side = mask.shape[0] // CELL_PX
    blocks = mask.reshape(side, CELL_PX, side, CELL_PX)
    return blocks.mean(axis=(1, 3), dtype=np.float32)


def _grown(mask: Mask) -> Mask:
    padded = np.pad(mask, 1)
    rows, columns = mask.shape
    shifts: Sequence[tuple[int, int]] = [(y, x) for y in range(3) for x in range(3)]
    return np.any([padded[y : y + rows, x : x + columns] for y, x in shifts], axis=0)


def _turned(picture: Picture, marks: Picture, rng: Generator) -> tuple[Picture, Picture]:
    if rng.random() < 0.5:
        flip = PIL.Image.Transpose.FLIP_LEFT_RIGHT
        picture, marks = picture.transpose(flip), marks.transpose(flip)
    if rng.random() < 0.2:
        angle = rng.uniform(-10, 10)
        picture = picture.rotate(angle, PIL.Image.Resampling.BILINEAR, fillcolor=_GREY)
        marks = marks.rotate(angle)
    if rng.random() < 0.3:
        size = max(8, int(picture.width * rng.uniform(0.8, 1.25))), picture.height
        picture, marks = picture.resize(size), marks.resize(size)
    return picture, marks


def _squared(picture: Picture) -> npt.NDArray[np.uint8]:
    square = PIL.Image.new(picture.mode, (SIZE_PX, SIZE_PX), _GREY if picture.mode == "RGB" else 0)
    square.paste(picture, ((SIZE_PX - picture.width) // 2, (SIZE_PX - picture.height) // 2))
    return np.asarray(square)
