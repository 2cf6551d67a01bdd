"""Things made of simple solids, met by walking along rays by the distance to the nearest one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.noise import Floats, Noise, normalized, floats
from resources.tools.drawing.scene import Hits
from resources.tools.drawing.surroundings import Colour

Distance = Callable[[Floats], Floats]
Point = tuple[float, float, float]

_STEPS: Final = 90
_SHADOW_STEPS: Final = 28


@dataclass(frozen=True, slots=True)
class Part:
    """A solid and its surface.

    Attributes:
        distance: points (N, 3) -> signed distance to it, metres.
        colour: reflectance, or a function of the points.
        gloss: see `Hits`.
        metal: see `Hits`.
        grain: how uneven the colour is, [0, 1].
        grain_size: metres.
    """

    distance: Distance
    colour: Colour | Callable[[Floats], Floats]
    gloss: float = 0.1
    metal: float = 0.0
    grain: float = 0.15
    grain_size: float = 0.02


class Solids:
    """Follows the protocol `Thing`."""

    def __init__(self, parts: list[Part], low: Point, high: Point, reach: float = 0.2) -> None:
        self._parts = parts
        self._low, self._high = floats(low), floats(high)
        self._reach = reach
        self._noise = Noise(5)

    def trace(self, eye: Floats, directions: Floats) -> Hits:
        hits = Hits.none(len(directions))
        enter, leave = self._span(eye, directions)
        active = np.flatnonzero(enter < leave)
        t = enter.copy()
        found: list[NDArray[np.intp]] = []
        for _ in range(_STEPS):
            gap = self._nearest(eye + directions[active] * t[active, None])
            arrived = gap < 0.0006 * np.maximum(t[active], 0.5)
            found.append(active[arrived])
            t[active] += np.where(arrived, 0, gap * 0.92)
            active = active[~arrived & (t[active] < leave[active])]
        index = np.concatenate(found)
        hits.put(index, self._look(eye + directions[index] * t[index, None], t[index]))
        return hits

    def blocks(self, points: Floats, direction: Floats) -> NDArray[np.bool_]:
        blocked = np.zeros(len(points), bool)
        t = np.full(len(points), 0.015, np.float32)
        active = np.arange(len(points))
        for _ in range(_SHADOW_STEPS):
            at = points[active] + direction * t[active, None]
            gap = self._nearest(at)
            hit = gap < 0.003
            blocked[active[hit]] = True
            t[active] += np.maximum(gap, 0.006)
            beyond = (direction > 0) & (at > self._high) | (direction < 0) & (at < self._low)
            active = active[~hit & ~beyond.any(axis=1)]
        return blocked

    def closeness(self, x: Floats, z: Floats) -> Floats:
        points = np.stack([x, np.full_like(x, 0.02), z], axis=1)
        gap = np.maximum(self._nearest(points), 0)
        return np.asarray(0.8 * np.exp(-gap / self._reach), np.float32)

    def _span(self, eye: Floats, directions: Floats) -> tuple[Floats, Floats]:
        safe = np.where(np.abs(directions) < 1e-7, floats(1e-7), directions)
        first, second = (self._low - eye) / safe, (self._high - eye) / safe
        enter = np.minimum(first, second).max(axis=1)
        return np.maximum(enter, 0.01), np.maximum(first, second).min(axis=1)

    def _nearest(self, points: Floats) -> Floats:
        nearest = self._parts[0].distance(points)
        for part in self._parts[1:]:
            nearest = np.minimum(nearest, part.distance(points))
        return np.asarray(nearest, np.float32)

    def _look(self, points: Floats, t: Floats) -> Hits:
        met = Hits.none(len(points))
        met.t = t
        if not len(points):
            return met
        owner = np.argmin([part.distance(points) for part in self._parts], axis=0)
        met.normal = self._normals(points)
        for number, part in enumerate(self._parts):
            mine = np.flatnonzero(owner == number)
            if len(mine):
                met.colour[mine] = self._coloured(part, points[mine])
                met.gloss[mine], met.metal[mine] = part.gloss, part.metal
        return met

    def _coloured(self, part: Part, points: Floats) -> Floats:
        if callable(part.colour):
            colour = part.colour(points)
        else:
            colour = np.broadcast_to(floats(part.colour), points.shape)
        scaled = points / floats(part.grain_size)
        uneven = self._noise.fractal(scaled[:, 0] + scaled[:, 2] * 0.7, scaled[:, 1], 3) - 0.5
        return np.asarray(colour * (1 + 2 * part.grain * uneven)[:, None], np.float32)

    def _normals(self, points: Floats) -> Floats:
        normal = np.zeros_like(points)
        for corner in ((1, -1, -1), (-1, -1, 1), (-1, 1, -1), (1, 1, 1)):
            way = floats(corner)
            normal += way * self._nearest(points + way * floats(0.0012))[:, None]
        return normalized(normal)


def box(centre: Point, half: Point, rounding: float = 0.01) -> Distance:
    """A box with rounded edges."""

    def distance(points: Floats) -> Floats:
        gap = np.abs(points - floats(centre)) - floats(half) + floats(rounding)
        outside = np.sqrt((np.maximum(gap, 0) ** 2).sum(axis=1))
        return outside + np.minimum(gap.max(axis=1), 0) - floats(rounding)

    return distance


def rod(start: Point, end: Point, radius: float, end_radius: float | None = None) -> Distance:
    """A round rod with round ends, thicker or thinner at ``end``."""
    a, way = floats(start), floats(end) - floats(start)
    growth = 0.0 if end_radius is None else end_radius - radius

    def distance(points: Floats) -> Floats:
        local = points - a
        share = np.clip(local @ way / float(way @ way), 0, 1)
        away = local - share[:, None] * way
        return np.sqrt((away * away).sum(axis=1)) - (radius + growth * share)

    return distance


def ball(centre: Point, radii: Point) -> Distance:
    """An ellipsoid; the distance is approximate."""

    def distance(points: Floats) -> Floats:
        local = (points - floats(centre)) / floats(radii)
        length = np.sqrt((local * local).sum(axis=1))
        scaled = local / floats(radii)
        return length * (length - 1) / np.maximum(np.sqrt((scaled * scaled).sum(axis=1)), 1e-6)

    return distance


def ring(centre: Point, radius: float, thickness: float) -> Distance:
    """A torus around the z axis."""

    def distance(points: Floats) -> Floats:
        local = points - floats(centre)
        around = np.hypot(local[:, 0], local[:, 1]) - radius
        return np.hypot(around, local[:, 2]) - thickness

    return distance


def drum(base: Point, radius: float, height: float, flare: float = 0.0) -> Distance:
    """An upright cylinder that widens by ``flare`` metres to its top."""

    def distance(points: Floats) -> Floats:
        local = points - floats(base)
        share = np.clip(local[:, 1] / height, 0, 1)
        across = np.hypot(local[:, 0], local[:, 2]) - radius - flare * share
        along = np.abs(local[:, 1] - height / 2) - height / 2
        outside = np.hypot(np.maximum(across, 0), np.maximum(along, 0))
        return (outside + np.minimum(np.maximum(across, along), 0)) * 0.95

    return distance


def joined(distances: list[Distance], softness: float) -> Distance:
    """Solids that flow into each other over ``softness`` metres."""

    def distance(points: Floats) -> Floats:
        total = distances[0](points)
        for other in distances[1:]:
            second = other(points)
            share = np.clip(0.5 + 0.5 * (second - total) / softness, 0, 1)
            total = second * (1 - share) + total * share - softness * share * (1 - share)
        return total

    return distance


def cut(whole: Distance, away: Distance) -> Distance:
    """``whole`` without ``away``."""
    return lambda points: np.maximum(whole(points), -away(points))
