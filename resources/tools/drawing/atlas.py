"""Masks laid on the side of a car, in metres; drawn with Pillow, read between the pixels."""

from __future__ import annotations

from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from resources.tools.drawing.noise import Floats

PER_METRE: Final = 400
MARGIN: Final = 0.12  # metres around the car

Line = list[tuple[float, float]]


class Mask:
    """A grey picture over the side of a car; x to the rear and y up, metres."""

    def __init__(self, length: float, height: float, margin: float = MARGIN) -> None:
        self._margin = margin  # before and behind the car
        self._size = (
            int((length + 2 * margin) * PER_METRE),
            int((height + 2 * MARGIN) * PER_METRE),
        )
        self.image = Image.new("L", self._size)
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, corners: Line, value: int = 255) -> None:
        self._draw.polygon([self._pixel(corner) for corner in corners], fill=value)

    def line(self, points: Line, width: float, value: int = 255) -> None:
        thickness = max(1, round(width * PER_METRE))
        self._draw.line(
            [self._pixel(p) for p in points], fill=value, width=thickness, joint="curve"
        )

    def rounded(self, box: tuple[float, float, float, float], radius: float) -> None:
        (x0, y1), (x1, y0) = self._pixel((box[0], box[1])), self._pixel((box[2], box[3]))
        edges = (x0, min(y0, y1), x1, max(y0, y1))
        self._draw.rounded_rectangle(edges, radius=radius * PER_METRE, fill=255)

    def where(self, region: Floats) -> None:
        """Add a picture of floats in [0, 1] made from `points`."""
        old = np.asarray(self.image, np.float32)
        new = np.maximum(old, region * 255).astype(np.uint8)
        self.image = Image.fromarray(new)
        self._draw = ImageDraw.Draw(self.image)

    def points(self) -> tuple[Floats, Floats]:
        """X and y of every pixel."""
        width, height = self._size
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        return x / PER_METRE - self._margin, y / PER_METRE - MARGIN

    def _pixel(self, point: tuple[float, float]) -> tuple[float, float]:
        return ((point[0] + self._margin) * PER_METRE, (point[1] + MARGIN) * PER_METRE)

    @property
    def array(self) -> Floats:
        """Coverage in [0, 1]."""
        return np.asarray(self.image, np.float32) / 255


class Atlas:
    """Several masks read at once."""

    def __init__(self, masks: list[Floats], margin: float = MARGIN) -> None:
        self._margin = margin
        self._cells = np.stack(masks, axis=-1)
        self._rows, self._columns, self._count = self._cells.shape
        self._cells = self._cells.reshape(-1, self._count)

    def read(self, x: Floats, y: Floats) -> Floats:
        """The masks at points of the side: (N, masks)."""
        u = np.clip((x + self._margin) * PER_METRE, 0, self._columns - 1.001)
        v = np.clip((y + MARGIN) * PER_METRE, 0, self._rows - 1.001)
        i, j = u.astype(np.int32), v.astype(np.int32)
        u, v = (u - i)[:, None], (v - j)[:, None]
        start = j * self._columns + i
        upper = self._cells[start] * (1 - u) + self._cells[start + 1] * u
        start += self._columns
        lower = self._cells[start] * (1 - u) + self._cells[start + 1] * u
        return (upper * (1 - v) + lower * v).astype(np.float32)
