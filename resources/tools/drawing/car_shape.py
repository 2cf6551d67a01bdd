"""The shapes of cars: outlines from the side, and how wide the body is at each point.

A body is the set of points where ``edge(x, y)**3 + (|z| / half_width(x, y))**3 < 1``: `edge`
is 0 inside the outline and rises to 1 on it, so that roof, bonnet and bumpers are rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.noise import Floats, floats

CELL: Final = 0.008  # metres between points of the shape tables
MARGIN: Final = 0.12  # metres around the outline


@dataclass(frozen=True, slots=True)
class BodyStyle:
    """The plan of a car; x runs from the front bumper to the rear, y up; metres.

    Attributes:
        outline: corners of the smooth outline seen from the side, clockwise from the front.
        length: of the whole car.
        height: of the whole car.
        half_width: of the body at its widest.
        axles: x of the front and the rear axle.
        wheel_radius: of the tyre.
        belt: height of the lower edge of the side windows at the front and at the rear.
        glass: x where the side windows begin and end.
        pillars: x of the posts between the side windows.
        doors: x of the gaps between doors.
        screen: x where the windscreen begins (cowl) and ends (roof).
        rear_screen: x where the rear window begins (roof) and ends.
    """

    name: str
    outline: tuple[tuple[float, float], ...]
    length: float
    height: float
    half_width: float
    axles: tuple[float, float]
    wheel_radius: float
    belt: tuple[float, float]
    glass: tuple[float, float]
    pillars: tuple[float, ...]
    doors: tuple[float, ...]
    screen: tuple[float, float]
    rear_screen: tuple[float, float]


SEDAN: Final = BodyStyle(
    name="sedan",
    outline=(
        (0.20, 0.19), (0.06, 0.25), (0.015, 0.38), (0.0, 0.52), (0.03, 0.65), (0.14, 0.76),
        (0.50, 0.88), (0.95, 0.955), (1.30, 1.0), (1.62, 1.19), (1.95, 1.365), (2.25, 1.435),
        (2.65, 1.45), (3.05, 1.42), (3.45, 1.29), (3.80, 1.125), (4.02, 1.075), (4.35, 1.06),
        (4.55, 1.035), (4.61, 0.95), (4.645, 0.75), (4.65, 0.52), (4.62, 0.33), (4.52, 0.24),
        (4.1, 0.20), (3.0, 0.185), (1.6, 0.18), (0.7, 0.18),
    ),
    length=4.65, height=1.45, half_width=0.90, axles=(0.92, 3.68), wheel_radius=0.335,
    belt=(0.93, 1.0), glass=(1.42, 3.66), pillars=(2.42,), doors=(1.38, 2.45, 3.38),
    screen=(1.30, 2.05), rear_screen=(3.22, 3.83),
)  # fmt: skip

HATCHBACK: Final = BodyStyle(
    name="hatchback",
    outline=(
        (0.18, 0.20), (0.05, 0.27), (0.012, 0.40), (0.0, 0.53), (0.03, 0.67), (0.13, 0.79),
        (0.45, 0.91), (0.80, 0.985), (1.06, 1.03), (1.36, 1.23), (1.68, 1.41), (1.98, 1.485),
        (2.40, 1.51), (2.90, 1.495), (3.40, 1.435), (3.60, 1.39), (3.70, 1.33), (3.83, 1.10),
        (3.93, 0.93), (3.985, 0.72), (4.0, 0.52), (3.97, 0.34), (3.88, 0.25), (3.5, 0.21),
        (2.4, 0.19), (1.4, 0.19), (0.65, 0.19),
    ),
    length=4.0, height=1.51, half_width=0.87, axles=(0.80, 3.30), wheel_radius=0.315,
    belt=(0.95, 1.05), glass=(1.20, 3.46), pillars=(2.12, 3.02), doors=(1.14, 2.15, 3.04),
    screen=(1.06, 1.80), rear_screen=(3.62, 3.86),
)  # fmt: skip

MINIVAN: Final = BodyStyle(
    name="minivan",
    outline=(
        (0.18, 0.22), (0.05, 0.30), (0.012, 0.44), (0.0, 0.58), (0.03, 0.74), (0.12, 0.87),
        (0.42, 1.0), (0.72, 1.075), (0.95, 1.13), (1.30, 1.38), (1.62, 1.59), (1.95, 1.70),
        (2.5, 1.745), (3.3, 1.74), (4.1, 1.695), (4.40, 1.66), (4.50, 1.60), (4.60, 1.30),
        (4.68, 1.02), (4.71, 0.75), (4.715, 0.55), (4.69, 0.38), (4.60, 0.28), (4.2, 0.23),
        (2.8, 0.21), (1.5, 0.21), (0.7, 0.21),
    ),
    length=4.715, height=1.745, half_width=0.92, axles=(0.93, 3.80), wheel_radius=0.345,
    belt=(1.02, 1.09), glass=(1.12, 4.36), pillars=(2.18, 3.22), doors=(1.10, 2.20, 3.26),
    screen=(0.97, 1.80), rear_screen=(4.50, 4.62),
)  # fmt: skip

SUV: Final = BodyStyle(
    name="suv",
    outline=(
        (0.20, 0.27), (0.06, 0.34), (0.012, 0.48), (0.0, 0.63), (0.02, 0.80), (0.09, 0.94),
        (0.32, 1.03), (0.80, 1.085), (1.20, 1.115), (1.48, 1.32), (1.76, 1.52), (2.02, 1.62),
        (2.5, 1.665), (3.2, 1.655), (3.85, 1.60), (4.05, 1.565), (4.14, 1.49), (4.32, 1.20),
        (4.42, 1.05), (4.47, 0.80), (4.48, 0.60), (4.45, 0.42), (4.36, 0.33), (4.0, 0.29),
        (2.8, 0.27), (1.6, 0.27), (0.8, 0.27),
    ),
    length=4.48, height=1.665, half_width=0.92, axles=(0.88, 3.55), wheel_radius=0.365,
    belt=(1.04, 1.12), glass=(1.36, 3.98), pillars=(2.34, 3.22), doors=(1.30, 2.36, 3.26),
    screen=(1.20, 1.86), rear_screen=(4.10, 4.34),
)  # fmt: skip

STYLES: Final = (SEDAN, HATCHBACK, MINIVAN, SUV)


@dataclass(slots=True)
class BodyTables:
    """A shape on a grid of `CELL` metres, for the far (0) and the near (1) side.

    Attributes:
        depth: signed distance to the outline, positive inside, (rows, columns).
        edge: see the module's text, (2, rows, columns).
        half_width: metres, (2, rows, columns).
    """

    depth: Floats
    edge: Floats
    half_width: Floats

    @property
    def grid(self) -> tuple[Floats, Floats]:
        """X and y of the grid's points."""
        rows, columns = self.depth.shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        return x * CELL - MARGIN, y * CELL


def tables(style: BodyStyle) -> BodyTables:
    """The shape of ``style``, whole."""
    columns = int((style.length + 2 * MARGIN) / CELL) + 1
    rows = int((style.height + MARGIN) / CELL) + 1
    coarse = 2  # the distance is smooth: every second point is enough
    y, x = np.mgrid[0:rows:coarse, 0:columns:coarse].astype(np.float32)
    depth = _depth(x * CELL - MARGIN, y * CELL, smooth_loop(style.outline))
    depth = np.asarray(_doubled(depth)[:rows, :columns], np.float32)
    body = BodyTables(depth, depth[None], depth[None])
    x, y = body.grid
    body.half_width = np.repeat(_half_width(style, x, y)[None], 2, axis=0)
    body.edge = np.repeat(edge_of(style, x, depth)[None], 2, axis=0)
    return body


def edge_of(style: BodyStyle, x: Floats, depth: Floats) -> Floats:
    """How near the outline, by how round the car is there."""
    along = np.abs(x / style.length - 0.5) * 2
    rounding = 0.11 + 0.26 * np.clip(along, 0, 1) ** 8
    return np.maximum(1 - depth / rounding, 0).astype(np.float32)


def belt_at(style: BodyStyle, x: Floats) -> Floats:
    """Height of the lower edge of the side windows."""
    first, last = style.belt
    return floats(first) + floats(last - first) * np.clip(x / style.length, 0, 1)


def smooth_loop(corners: tuple[tuple[float, float], ...], steps: int = 7) -> Floats:
    """A closed Catmull-Rom curve through ``corners``; (N, 2)."""
    p1 = floats(corners)
    p0, p2, p3 = np.roll(p1, 1, 0), np.roll(p1, -1, 0), np.roll(p1, -2, 0)
    pieces = [
        0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
               + (3 * p1 - p0 - 3 * p2 + p3) * t**3)
        for t in np.arange(steps, dtype=np.float32) / steps
    ]  # fmt: skip
    return np.stack(pieces, axis=1).reshape(-1, 2)


def blurred(table: Floats, radius: int) -> Floats:
    """A box blur of ``2 * radius + 1`` points along both axes; edges repeat."""
    for axis in (0, 1):
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius + 1, radius)
        total = np.cumsum(np.pad(table, padding, mode="edge"), axis=axis, dtype=np.float64)
        width = 2 * radius + 1
        upper = np.take(total, range(width, total.shape[axis]), axis)
        lower = np.take(total, range(total.shape[axis] - width), axis)
        table = ((upper - lower) / width).astype(np.float32)
    return table


def _half_width(style: BodyStyle, x: Floats, y: Floats) -> Floats:
    belt = belt_at(style, x)
    part = (y - 0.18) / (belt - 0.18)
    below = np.interp(
        part,
        (-0.2, 0.0, 0.10, 0.28, 0.45, 0.66, 0.78, 0.81, 0.92, 1.0, 1.04),
        (0.90, 0.93, 0.965, 0.978, 0.985, 0.997, 1.0, 0.988, 0.972, 0.95, 0.925),
    )
    lean = 0.925 - 0.40 * (y - belt - 0.03) - 0.22 * np.maximum(y - belt - 0.2, 0) ** 1.5
    shape = np.where(y < belt + 0.03, below, np.minimum(below, lean))
    along = np.abs(x / style.length - 0.5) * 2
    plan = 1 - 0.10 * np.clip(along, 0, 1.1) ** 5
    body = np.asarray(style.half_width * shape * plan, np.float32)
    body = blurred(blurred(body, 1), 1)
    return body + _arch_lips(style, x, y)


def _arch_lips(style: BodyStyle, x: Floats, y: Floats) -> Floats:
    swelling = np.zeros_like(x)
    for axle in style.axles:
        away = np.hypot(x - axle, y - style.wheel_radius) - (style.wheel_radius + 0.055)
        swelling += np.exp(-((np.maximum(away, 0) / 0.07) ** 2)) * 0.022
        swelling -= np.exp(-((away / 0.012) ** 2)) * 0.006
    return swelling.astype(np.float32)


def _depth(x: Floats, y: Floats, loop: Floats) -> Floats:
    """Signed distance to a closed polygon, positive inside."""
    nearest = np.full(x.shape, np.inf, np.float32)
    inside: NDArray[np.bool_] = np.zeros(x.shape, bool)
    for (x0, y0), (x1, y1) in zip(loop, np.roll(loop, -1, axis=0), strict=True):
        dx, dy = x1 - x0, y1 - y0
        t = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
        nearest = np.minimum(nearest, (x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2)
        if y0 != y1:
            crossing = (y0 > y) != (y1 > y)
            inside ^= crossing & (x < dx * (y - y0) / dy + x0)
    return np.where(inside, 1, -1) * np.sqrt(nearest)


def _doubled(table: Floats) -> Floats:
    rows, columns = table.shape
    wide = np.empty((rows, columns * 2), np.float32)
    wide[:, ::2] = table
    wide[:, 1:-1:2] = (table[:, :-1] + table[:, 1:]) / 2
    wide[:, -1] = table[:, -1]
    tall = np.empty((rows * 2, columns * 2), np.float32)
    tall[::2] = wide
    tall[1:-1:2] = (wide[:-1] + wide[1:]) / 2
    tall[-1] = wide[-1]
    return tall
