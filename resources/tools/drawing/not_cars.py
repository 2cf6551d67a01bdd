"""Things that are no car: a chair, a mug, a bicycle, a dog, a house with a tree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from resources.tools.drawing.noise import Floats, Noise, smoothstep, floats
from resources.tools.drawing.solids import (
    Distance, Part, Solids, ball, box, cut, drum, joined, ring, rod,
)  # fmt: skip
from resources.tools.drawing.surroundings import Colour

Generator = np.random.Generator

_WOODS: Final = ((0.30, 0.15, 0.06), (0.45, 0.28, 0.13), (0.13, 0.06, 0.03))


def chair(rng: Generator) -> Solids:
    """A wooden chair; its middle stands at the origin."""
    wood = _WOODS[rng.integers(len(_WOODS))]
    seat, width, top = 0.45, rng.uniform(0.20, 0.23), rng.uniform(0.88, 0.98)
    legs = [
        rod((sx * width * 1.05, 0.0, sz * 0.2), (sx * width * 0.92, seat, sz * 0.18), 0.017, 0.022)
        for sx in (-1, 1)
        for sz in (-1, 1)
    ]
    posts = [
        rod((sx * width * 0.92, seat, -0.18), (sx * width, top, -0.27), 0.019) for sx in (-1, 1)
    ]
    slats = [
        rod((-width, y, -0.18 - 0.2 * (y - seat)), (width, y, -0.18 - 0.2 * (y - seat)), 0.016)
        for y in np.linspace(seat + 0.14, top - 0.03, int(rng.integers(3, 5)))
    ]
    bars = [rod((sx * width, 0.2, -0.19), (sx * width, 0.2, 0.19), 0.011) for sx in (-1, 1)]
    frame = joined([*legs, *posts, *slats, *bars], 0.012)
    board = box((0, seat, 0), (width * 1.08, 0.018, 0.22), 0.015)
    parts = [Part(frame, wood, 0.5, 0, 0.3, 0.05), Part(board, wood, 0.5, 0, 0.35, 0.03)]
    return Solids(parts, (-0.3, 0, -0.34), (0.3, top + 0.05, 0.27), 0.06)


def mug(rng: Generator) -> Solids:
    """A mug of coffee, ten times its size (the surroundings are made for cars)."""
    tints: tuple[Colour, ...] = ((0.75, 0.74, 0.70), (0.10, 0.22, 0.42), (0.55, 0.10, 0.07))
    glaze = tints[rng.integers(len(tints))]
    radius, height = rng.uniform(0.38, 0.44), rng.uniform(0.9, 1.05)
    hollow = drum((0, 0.06, 0), radius - 0.045, height, 0.03)
    wall = cut(drum((0, 0, 0), radius, height, 0.03), hollow)
    handle = ring((radius + 0.08, height * 0.52, 0), 0.24, 0.05)
    body = cut(joined([wall, handle], 0.04), hollow)
    coffee = drum((0, 0.02, 0), radius - 0.03, height * 0.84, 0.02)
    parts = [Part(body, glaze, 1.0, 0, 0.04, 0.1), Part(coffee, (0.05, 0.022, 0.01), 0.8, 0, 0, 1)]
    return Solids(parts, (-0.6, 0, -0.6), (0.85, height + 0.05, 0.6), 0.12)


def bicycle(rng: Generator) -> Solids:
    """A bicycle that looks to the right; the rear hub stands at x = 0."""
    hues: tuple[Colour, ...] = ((0.05, 0.16, 0.40), (0.45, 0.05, 0.04), (0.05, 0.25, 0.12))
    paint, black, steel = hues[rng.integers(3)], (0.02, 0.02, 0.02), (0.6, 0.6, 0.62)
    r, base, crank = 0.34, 1.03, (0.42, 0.29, 0.0)
    saddle, head, low = (0.27, 0.83, 0.0), (0.86, 0.80, 0.0), (0.89, 0.68, 0.0)
    tubes = [
        rod(crank, saddle, 0.016), rod(crank, low, 0.019), rod((0.29, 0.77, 0), head, 0.016),
        rod(low, head, 0.020),
        *(rod((0, r, s * 0.05), (crank[0], crank[1], s * 0.03), 0.010) for s in (-1, 1)),
        *(rod((0, r, s * 0.05), (0.285, 0.78, s * 0.012), 0.009) for s in (-1, 1)),
        *(rod((base, r, s * 0.05), (0.885, 0.69, s * 0.03), 0.012) for s in (-1, 1)),
    ]  # fmt: skip
    tyres = [ring((x, r, 0), r - 0.018, 0.018) for x in (0.0, base)]
    rims = [ring((x, r, 0), r - 0.042, 0.009) for x in (0.0, base)]
    bright = [
        *rims, *(_spokes((x, r), r - 0.04) for x in (0.0, base)), rod(saddle, (0.25, 0.93, 0), 0.012),
        rod(head, (0.83, 0.93, 0), 0.012), rod((0.85, 0.95, -0.27), (0.85, 0.95, 0.27), 0.011),
        ring((crank[0], crank[1], 0.05), 0.085, 0.006), rod(crank, (0.52, 0.18, 0.09), 0.010),
        rod(crank, (0.32, 0.40, -0.09), 0.010), rod((0, r, -0.06), (0, r, 0.06), 0.018),
        rod((base, r, -0.06), (base, r, 0.06), 0.015),
    ]  # fmt: skip
    dark = [
        *tyres, joined([ball((0.17, 0.95, 0), (0.1, 0.03, 0.075)),
                        ball((0.31, 0.955, 0), (0.12, 0.022, 0.03))], 0.04),
        *(rod((0.85, 0.95, s * 0.2), (0.78, 0.94, s * 0.30), 0.017) for s in (-1, 1)),
        box((0.52, 0.18, 0.12), (0.045, 0.012, 0.035)), box((0.32, 0.40, -0.12), (0.045, 0.012, 0.035)),
        rod((0, r + 0.04, 0.05), (0.42, 0.375, 0.05), 0.004),
        rod((0, r - 0.04, 0.05), (0.42, 0.205, 0.05), 0.004),
    ]  # fmt: skip
    parts = [Part(_any(tubes), paint, 0.9, 0.1, 0.05), Part(_any(bright), steel, 0.8, 0.5, 0.05)]
    parts.append(Part(_any(dark), black, 0.2, 0, 0.2))
    return Solids(parts, (-0.36, 0, -0.32), (1.39, 1.0, 0.32), 0.05)


def dog(rng: Generator) -> Solids:
    """A dog that stands and looks to the right."""
    furs: tuple[Colour, ...] = ((0.42, 0.24, 0.09), (0.07, 0.055, 0.045), (0.55, 0.46, 0.33))
    fur = furs[rng.integers(3)]
    noise = Noise(int(rng.integers(1 << 30)))
    legs = [
        *(rod((0.40, 0.42, s * 0.09), (0.42, 0.04, s * 0.10), 0.062, 0.034) for s in (-1, 1)),
        *(rod((-0.36, 0.40, s * 0.09), (-0.44, 0.21, s * 0.1), 0.095, 0.045) for s in (-1, 1)),
        *(rod((-0.44, 0.21, s * 0.10), (-0.38, 0.04, s * 0.10), 0.043, 0.034) for s in (-1, 1)),
        *(rod((x, 0.03, s * 0.10), (x + 0.06, 0.03, s * 0.10), 0.035) for s in (-1, 1) for x in (0.42, -0.38)),
    ]  # fmt: skip
    trunk = [
        ball((0.30, 0.52, 0), (0.24, 0.185, 0.15)), ball((-0.02, 0.52, 0), (0.34, 0.15, 0.13)),
        ball((-0.32, 0.51, 0), (0.19, 0.15, 0.13)), rod((0.40, 0.58, 0), (0.60, 0.80, 0), 0.12, 0.085),
        ball((0.64, 0.86, 0), (0.125, 0.105, 0.10)), rod((0.68, 0.84, 0), (0.83, 0.80, 0), 0.07, 0.045),
        rod((-0.46, 0.58, 0), (-0.66, 0.70, 0.02), 0.04, 0.03),
        rod((-0.66, 0.70, 0.02), (-0.76, 0.86, 0.03), 0.03, 0.018),
    ]  # fmt: skip
    smooth = joined([*trunk, *legs], 0.055)

    def furry(points: Floats) -> Floats:
        tufts = noise.fractal(points[:, 0] * 34 + points[:, 2] * 22, points[:, 1] * 20, 3)
        return (smooth(points) - 0.014 * tufts) * 0.8

    ears = [ball((0.60, 0.85, s * 0.105), (0.055, 0.10, 0.022)) for s in (-1, 1)]
    black = [ball((0.875, 0.82, 0), (0.022, 0.02, 0.025))]
    black += [ball((0.735, 0.895, s * 0.062), (0.014, 0.016, 0.014)) for s in (-1, 1)]
    mouth = rod((0.75, 0.765, 0.045), (0.85, 0.775, 0.03), 0.007)
    dark: Colour = (fur[0] * 0.45, fur[1] * 0.4, fur[2] * 0.4)
    parts = [
        Part(furry, fur, 0.05, 0, 0.45, 0.035), Part(_any(ears), dark, 0.05, 0, 0.3, 0.03),
        Part(_any(black), (0.01, 0.01, 0.01), 1.0), Part(mouth, (0.02, 0.01, 0.01), 0.2),
    ]  # fmt: skip
    return Solids(parts, (-0.85, 0, -0.25), (0.93, 1.02, 0.25), 0.08)


def house(rng: Generator) -> Solids:
    """A house with a pitched roof, and a tree beside it."""
    walls: tuple[Colour, ...] = ((0.62, 0.56, 0.44), (0.50, 0.24, 0.16), (0.66, 0.66, 0.63))
    wall = walls[rng.integers(3)]
    half, eaves, ridge = rng.uniform(3.2, 4.2), 2.7, rng.uniform(4.6, 5.4)
    depth = 2.6
    slope = (ridge - eaves) / (depth + 0.35)

    def roof(points: Floats) -> Floats:
        height = ridge - np.abs(points[:, 2]) * slope
        shell = np.abs(points[:, 1] - height + 0.09) - 0.09
        ends = np.maximum(np.abs(points[:, 0]) - half - 0.3, np.abs(points[:, 2]) - depth - 0.35)
        return np.maximum(shell / np.sqrt(1 + slope * slope), ends) * 0.9

    def gable(points: Floats) -> Floats:
        height = ridge - 0.15 - np.abs(points[:, 2]) * slope
        sides = np.maximum(np.abs(points[:, 0]) - half, np.abs(points[:, 2]) - depth)
        return np.maximum(sides, (points[:, 1] - height) / np.sqrt(1 + slope * slope)) * 0.9

    chimney = box((half * 0.5, ridge, -0.6), (0.3, 0.8, 0.3), 0.02)
    x = half + rng.uniform(2.0, 2.6)
    trunk = joined([rod((x, 0, 0.6), (x + 0.1, 2.4, 0.6), 0.24, 0.15),
                    rod((x, 1.8, 0.6), (x + 0.7, 3.2, 0.7), 0.12, 0.06)], 0.2)  # fmt: skip
    parts = [
        Part(gable, _facade(wall, half, depth), 0.15, 0, 0.1, 0.08),
        Part(roof, _tiles((0.30, 0.10, 0.06)), 0.1, 0, 0.2, 0.1),
        Part(chimney, (0.35, 0.16, 0.11), 0.05), Part(trunk, (0.12, 0.08, 0.05), 0, 0, 0.5, 0.06),
        Part(_crown(rng, x), (0.10, 0.16, 0.045), 0.05, 0, 0.7, 0.10),
    ]  # fmt: skip
    return Solids(parts, (-half - 0.4, 0, -3.1), (x + 2.4, 6.6, 3.1), 0.4)


def _facade(wall: Colour, half: float, depth: float) -> Callable[[Floats], Floats]:
    def colours(points: Floats) -> Floats:
        x, y, z = points.T
        colour = np.broadcast_to(floats(wall), points.shape).copy()
        front = z > depth - 0.05
        column = (x + half) / (half / 1.5)
        u = (column % 1 - 0.5) * (half / 1.5)
        door = (np.floor(column) == 1) & (np.abs(u) < 0.5) & (y < 2.1) & front
        window = (np.floor(column) != 1) & front
        edge = np.maximum(np.abs(u) - 0.6, np.abs(y - 1.55) - 0.62)
        colour[window & (edge < 0.09)] = (0.75, 0.74, 0.72)
        bars = (np.abs(u) > 0.03) & (np.abs(y - 1.75) > 0.03)
        colour[window & (edge < 0) & bars] = (0.05, 0.065, 0.08)
        colour[door] = (0.10, 0.05, 0.03)
        colour[y < 0.3] *= 0.5
        return colour

    return colours


def _tiles(base: Colour) -> Callable[[Floats], Floats]:
    def colours(points: Floats) -> Floats:
        row = points[:, 1] / 0.16
        column = points[:, 0] / 0.24 + 0.5 * (np.floor(row) % 2)
        shade = 0.55 + 0.45 * smoothstep(0.0, 0.25, row % 1)
        shade *= 0.75 + 0.5 * ((np.floor(row) * 3.7 + np.floor(column) * 7.3) % 1)
        return floats(base) * shade[:, None].astype(np.float32)

    return colours


def _crown(rng: Generator, x: float) -> Distance:
    noise = Noise(int(rng.integers(1 << 30)))
    lumps = [
        ball((x + rng.normal(0, 0.75), 3.7 + rng.normal(0, 0.7), 0.6 + rng.normal(0, 0.5)), (r, r * 0.8, r))
        for r in rng.uniform(0.7, 1.15, 9)
    ]  # fmt: skip
    smooth = joined(lumps, 0.25)

    def leaves(points: Floats) -> Floats:
        rough = noise.fractal(points[:, 0] * 4 + points[:, 2] * 3, points[:, 1] * 4.5, 4)
        return (smooth(points) + 0.55 * (rough - 0.5)) * 0.55

    return leaves


def _spokes(hub: tuple[float, float], length: float, count: int = 28) -> Distance:
    """Thin spokes around a hub, by folding the angle."""
    sector = 2 * np.pi / count

    def distance(points: Floats) -> Floats:
        x, y = points[:, 0] - hub[0], points[:, 1] - hub[1]
        radius, angle = np.hypot(x, y), np.arctan2(y, x)
        fold = np.abs((angle % sector) - sector / 2)
        away = np.hypot(radius * np.sin(fold), points[:, 2])
        return np.maximum(away - 0.0016, radius - length)

    return distance


def _any(distances: list[Distance]) -> Distance:
    def distance(points: Floats) -> Floats:
        nearest = distances[0](points)
        for other in distances[1:]:
            nearest = np.minimum(nearest, other(points))
        return nearest

    return distance
