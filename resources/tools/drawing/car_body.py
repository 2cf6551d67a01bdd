"""Where rays meet the body of a car."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.car_shape import CELL, MARGIN, BodyStyle, BodyTables
from resources.tools.drawing.noise import Floats, normalized, floats

_STEPS: Final = 64
_REFINEMENTS: Final = 7
_SHADOW_STEPS: Final = 26


class Body:
    """The surface that `BodyTables` describe."""

    def __init__(self, style: BodyStyle, shape: BodyTables) -> None:
        self._low = floats((-0.06, 0.12, -1.0))
        self._high = floats((style.length + 0.06, style.height + 0.03, 1.0))
        self._rows, self._columns = shape.depth.shape
        slopes = [np.gradient(table, CELL, axis=(1, 2)) for table in (shape.edge, shape.half_width)]
        layers = [shape.edge, shape.half_width, *(s[1] for s in slopes), *(s[0] for s in slopes)]
        # Columns: edge, half width, their slopes along x, their slopes along y.
        self._cells = np.stack(layers, axis=-1).astype(np.float32).reshape(-1, 6)

    def meet(self, eye: Floats, directions: Floats) -> Floats:
        """Distance along each unit vector (N, 3) to the body; infinity where it misses."""
        distance = np.full(len(directions), np.inf, np.float32)
        enter, leave = self._span(eye, directions)
        active = np.flatnonzero(enter < leave)
        step = (leave - enter) / _STEPS
        found: list[NDArray[np.intp]] = []
        reached: list[Floats] = []
        for count in range(1, _STEPS + 1):
            t = enter[active] + step[active] * count
            inside = self._rough(eye + directions[active] * t[:, None]) < 0
            found.append(active[inside])
            reached.append(t[inside])
            active = active[~inside]
        index = np.concatenate(found)
        far = np.concatenate(reached)
        distance[index] = self._refined(eye, directions[index], far - step[index], far)
        return distance

    def blocks(self, points: Floats, direction: Floats) -> NDArray[np.bool_]:
        """Whether the body stands between ``points`` and the sun."""
        blocked = np.zeros(len(points), bool)
        low = self._low * floats((1, 0, 1))
        with np.errstate(divide="ignore"):
            ends = np.where(direction > 0, self._high, low)
            leave = np.min((ends - points) / direction, axis=1)
        active = np.flatnonzero(leave > 0.1)
        for count in range(_SHADOW_STEPS):
            t = 0.1 + (leave[active] - 0.1) * floats((count + 0.5) / _SHADOW_STEPS)
            at = points[active] + direction * t[:, None]
            at[:, 1] = np.maximum(at[:, 1], 0.34)  # wheels and sills shade like the body
            inside = self._rough(at) < 0
            blocked[active[inside]] = True
            active = active[~inside]
        return blocked

    def normals(self, points: Floats) -> tuple[Floats, Floats]:
        """Unit normals (N, 3) at points of the surface, and |z| as a share of the width."""
        cells = self._smooth(points)
        share = np.abs(points[:, 2]) / np.maximum(cells[:, 1], 0.05)
        edge2, share2 = 3 * cells[:, 0] ** 2, 3 * np.minimum(share, 1.3) ** 2
        narrowing = share / np.maximum(cells[:, 1], 0.05)
        normal = np.stack(
            [
                edge2 * cells[:, 2] - share2 * narrowing * cells[:, 3],
                edge2 * cells[:, 4] - share2 * narrowing * cells[:, 5],
                share2 * np.sign(points[:, 2]) / np.maximum(cells[:, 1], 0.05),
            ],
            axis=1,
        )
        return normalized(normal), share

    def half_width(self, points: Floats) -> Floats:
        """Half the width of the car at the x and y of ``points``."""
        return self._smooth(points)[:, 1]

    def _span(self, eye: Floats, directions: Floats) -> tuple[Floats, Floats]:
        safe = np.where(np.abs(directions) < 1e-7, floats(1e-7), directions)
        first, second = (self._low - eye) / safe, (self._high - eye) / safe
        enter = np.minimum(first, second).max(axis=1)
        leave = np.maximum(first, second).min(axis=1)
        return np.maximum(enter, 0.01), leave

    def _refined(self, eye: Floats, rays: Floats, near: Floats, far: Floats) -> Floats:
        for _ in range(_REFINEMENTS):
            middle = (near + far) / 2
            cells = self._smooth(points := eye + rays * middle[:, None])
            inside = _implicit(cells, points) < 0
            far = np.where(inside, middle, far)
            near = np.where(inside, near, middle)
        return far

    def _rough(self, points: Floats) -> Floats:
        i = ((points[:, 0] + floats(MARGIN)) / CELL + 0.5).astype(np.int32)
        j = (points[:, 1] / CELL + 0.5).astype(np.int32)
        np.clip(i, 0, self._columns - 1, out=i)
        np.clip(j, 0, self._rows - 1, out=j)
        near = (points[:, 2] > 0).astype(np.int32)
        return _implicit(self._cells[(near * self._rows + j) * self._columns + i], points)

    def _smooth(self, points: Floats) -> Floats:
        u = np.clip((points[:, 0] + floats(MARGIN)) / CELL, 0, self._columns - 1.001)
        v = np.clip(points[:, 1] / CELL, 0, self._rows - 1.001)
        i, j = u.astype(np.int32), v.astype(np.int32)
        u, v = (u - i)[:, None], (v - j)[:, None]
        start = ((points[:, 2] > 0) * self._rows + j) * self._columns + i
        upper = self._cells[start] * (1 - u) + self._cells[start + 1] * u
        start += self._columns
        lower = self._cells[start] * (1 - u) + self._cells[start + 1] * u
        return (upper * (1 - v) + lower * v).astype(np.float32)


def _implicit(cells: Floats, points: Floats) -> Floats:
    """Negative inside the body, positive outside."""
    share = np.abs(points[:, 2]) / np.maximum(cells[:, 1], 0.05)
    return cells[:, 0] ** 3 + share**3 - 1
