"""Scratches, dents, crumpled and hanging panels, drawn on the unrolled side of a car."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from resources.tools.drawing.atlas import MARGIN, PER_METRE, Line, Mask
from resources.tools.drawing.noise import Floats, Noise, smoothstep

WRAP: Final = 0.95  # metres of the unrolled skin before and behind the side

Generator = np.random.Generator


class Layers:
    """What damages leave on the skin.

    Attributes:
        bare: primer or metal laid open.
        deep: cracks and holes.
        scuff: rubbed paint.
        beam: what shows behind an opening.
        height: how far the skin is pushed in, metres (rows, columns).
        marks: number of the damage, 0 for none (rows, columns).
    """

    def __init__(self, length: float, height: float) -> None:
        self.bare = Mask(length, height, WRAP)
        self.deep = Mask(length, height, WRAP)
        self.scuff = Mask(length, height, WRAP)
        self.beam = Mask(length, height, WRAP)
        self.x, self.y = self.bare.points()
        self.height = np.zeros(self.x.shape, np.float32)
        self.marks: NDArray[np.uint8] = np.zeros(self.x.shape, np.uint8)

    def mark(self, corners: Line, number: int) -> None:
        """Note that a polygon is damaged."""
        image = Image.fromarray(self.marks)
        pixels = [((x + WRAP) * PER_METRE, (y + MARGIN) * PER_METRE) for x, y in corners]
        ImageDraw.Draw(image).polygon(pixels, fill=number)
        self.marks = np.array(image)


def carve(
    layers: Layers, kind: str, at: tuple[float, float], size: float, number: int, seed: int
) -> None:  # fmt: skip
    """Draw one damage of ``kind`` into ``layers``."""
    drawers: dict[str, Callable[[Layers, tuple[float, float], float, Generator], Line]] = {
        "scratch": _scratch, "dent": _dent, "crumple": _crumple, "smash": _smash, "hanging": _hanging,
    }  # fmt: skip
    rng = np.random.default_rng(seed)
    layers.mark(drawers[kind](layers, at, size, rng), number)


def _scratch(layers: Layers, at: tuple[float, float], size: float, rng: Generator) -> Line:
    slope = rng.uniform(-0.16, 0.16)
    steps = np.linspace(-0.5, 0.5, 40)
    wander = np.cumsum(rng.normal(0, 0.0022, 40))
    strokes = rng.integers(6, 11)
    offsets = np.sort(rng.normal(0, 0.022, strokes))
    for offset in offsets:
        first, last = np.sort(rng.uniform(0, 40, 2).astype(int))
        first, last = max(0, first - 8), min(40, last + 9)
        y = at[1] + offset + slope * steps * size + wander + np.cumsum(rng.normal(0, 0.0006, 40))
        path = list(zip(at[0] + steps * size, y, strict=True))[first:last]
        layers.bare.line(path, rng.uniform(0.004, 0.011), int(rng.integers(170, 256)))
        if rng.random() < 0.4:
            layers.deep.line(path[2:-2], 0.003, 210)
    noise = Noise(int(rng.integers(1 << 30)))
    u = (layers.x - at[0]) / size
    v = (layers.y - at[1] - slope * (layers.x - at[0])) / 0.055
    reach = smoothstep(1.0, 0.3, np.hypot(u * 1.8, v))
    streaks = noise.fractal(layers.x * 9, layers.y * 130, 3)
    layers.scuff.where(reach * smoothstep(0.42, 0.62, streaks) * 0.9)
    layers.height += 0.004 * reach * noise.value(layers.x * 8, layers.y * 14)
    half, rise = size / 2 + 0.02, 0.065
    return [
        (at[0] - half, at[1] - slope * half - rise), (at[0] + half, at[1] + slope * half - rise),
        (at[0] + half, at[1] + slope * half + rise), (at[0] - half, at[1] - slope * half + rise),
    ]  # fmt: skip


def _dent(layers: Layers, at: tuple[float, float], size: float, rng: Generator) -> Line:
    noise = Noise(int(rng.integers(1 << 30)))
    tall = rng.uniform(0.5, 0.75)
    warp = (noise.fractal(layers.x * 5, layers.y * 6, 3) - 0.5) * 0.9
    away = np.hypot((layers.x - at[0]) / size, (layers.y - at[1]) / (size * tall)) * 2 + warp
    bowl = np.clip(1 - np.maximum(away, 0) ** 2, 0, 1) ** 1.6
    rim = np.exp(-(((away - 1.05) / 0.2) ** 2))
    depth = size * 0.10
    layers.height += np.asarray(bowl * depth - rim * depth * 0.12, np.float32)
    chipped = noise.fractal(layers.x * 60, layers.y * 60, 3)
    for tilt in rng.uniform(-0.9, 0.9, 2):
        bend = 0.03 * (noise.value(layers.x * 6 + tilt, layers.y * 6) - 0.5)
        crease = np.abs((layers.y - at[1]) - tilt * (layers.x - at[0]) - bend) / np.hypot(1, tilt)
        reach = smoothstep(0.95, 0.3, away)
        layers.height += np.maximum(0.03 - crease, 0) * 0.30 * reach
        layers.bare.where(
            smoothstep(0.52, 0.58, chipped) * smoothstep(0.012, 0.004, crease) * reach
        )
    rubbed = noise.fractal(layers.x * 12, layers.y * 90, 3)
    layers.scuff.where(smoothstep(0.50, 0.62, rubbed) * smoothstep(0.8, 0.2, away) * 0.8)
    return _ring(at, size * 0.58, size * 0.6 * tall)


def _smash(layers: Layers, at: tuple[float, float], size: float, rng: Generator) -> Line:
    away = _ragged(layers, at, (size / 2, 0.22), int(rng.integers(1 << 30)))
    layers.height += _folds(layers, rng) * 1.6 * smoothstep(1.05, 0.5, away)
    for _ in range(int(rng.integers(3, 6))):  # primer where paint flaked off
        spot = (at[0] + rng.normal(0, size * 0.2), at[1] + rng.normal(0, 0.08))
        layers.bare.polygon(_jagged(spot, rng.uniform(0.02, 0.055), rng), 190)
    for _ in range(int(rng.integers(2, 4))):  # holes
        spot = (at[0] + rng.normal(0, size * 0.16), at[1] + rng.normal(0, 0.06))
        hole = _jagged(spot, rng.uniform(0.05, 0.11), rng)
        layers.bare.line([*hole, hole[0]], 0.009, 170)
        layers.deep.polygon(hole)
    for _ in range(int(rng.integers(4, 7))):
        _crack(layers, at, size * rng.uniform(0.3, 0.6), rng)
    noise = Noise(int(rng.integers(1 << 30)))
    rubbed = noise.fractal(layers.x * 14, layers.y * 60, 4)
    layers.scuff.where(smoothstep(0.48, 0.62, rubbed) * smoothstep(1.0, 0.4, away))
    return _ring(at, size * 0.52, 0.21)


def _hanging(layers: Layers, at: tuple[float, float], size: float, rng: Generator) -> Line:
    """A bumper torn from its seat: a dark wedge above it, the cover twisted and cracked."""
    count = 9
    across = np.linspace(-0.5, 0.5, count)
    seat = at[1] + 0.03 * rng.normal(0, 0.4, count)
    opening = 0.16 * (0.1 + across + 0.5) * (0.56 - across) * rng.uniform(0.8, 1.2, count)
    upper = [(at[0] + u * size, y + o) for u, y, o in zip(across, seat, opening, strict=True)]
    lower = [(at[0] + u * size, y - o) for u, y, o in zip(across, seat, opening, strict=True)]
    layers.deep.polygon([*upper, *lower[::-1]])
    layers.bare.line(lower, 0.010, 200)
    layers.beam.line([(x, y - 0.01) for x, y in upper[3:-1]], 0.045, 255)
    under = smoothstep(0.02, -0.05, layers.y - at[1])
    reach = smoothstep(0.62, 0.42, np.abs(layers.x - at[0]) / size)
    layers.height += under * reach * (0.25 * (layers.y - at[1]) + 0.10 * (layers.x - at[0]))
    below = (at[0], at[1] - 0.17)
    layers.height += _folds(layers, rng) * under * reach
    for _ in range(4):
        _crack(layers, (below[0] + rng.normal(0, size * 0.2), below[1]), size * 0.3, rng)
    layers.bare.polygon(_jagged((below[0] + rng.normal(0, 0.1), below[1]), 0.035, rng), 180)
    noise = Noise(int(rng.integers(1 << 30)))
    rubbed = noise.fractal(layers.x * 10, layers.y * 70, 4)
    layers.scuff.where(smoothstep(0.46, 0.6, rubbed) * under * reach)
    half = size * 0.54
    low, high = at[1] - 0.36, at[1] + 0.15
    return [(at[0] - half, low), (at[0] + half, low), (at[0] + half, high), (at[0] - half, high)]


def _folds(layers: Layers, rng: Generator) -> Floats:
    """Crumpled sheet everywhere: broad waves that meet in sharp folds; metres, mean about 0."""
    noise = Noise(int(rng.integers(1 << 30)))
    turn = rng.uniform(0, np.pi)
    u = layers.x * np.cos(turn) + layers.y * np.sin(turn)
    v = layers.y * np.cos(turn) - layers.x * np.sin(turn)
    bend = 0.10 * noise.value(layers.x * 5, layers.y * 5)
    broad = np.abs(noise.value((u + bend) * 3.8, (v + bend) * 2.4) - 0.5)
    fine = np.abs(noise.value((u - bend) * 12 + 9, v * 8 + 5) - 0.5)
    return np.asarray(0.10 * (0.25 - broad) + 0.018 * (0.25 - fine), np.float32)


def _ragged(
    layers: Layers, at: tuple[float, float], reach: tuple[float, float], seed: int
) -> Floats:
    """Distance from ``at`` in reaches, with a ragged edge."""
    warp = Noise(seed).fractal(layers.x * 5, layers.y * 6, 3) - 0.5
    away = np.hypot((layers.x - at[0]) / reach[0], (layers.y - at[1]) / reach[1])
    return np.asarray(away + 0.9 * warp, np.float32)


def _crumple(layers: Layers, at: tuple[float, float], size: float, rng: Generator) -> Line:
    """A panel pushed in and folded, its paint flaked along the folds."""
    half = (size * 0.55, min(size * 0.42, 0.27))
    away = _ragged(layers, at, half, int(rng.integers(1 << 30)))
    folds = _folds(layers, rng)
    reach = smoothstep(1.0, 0.45, away)
    layers.height += (folds * 1.5 + 0.05 * np.clip(1 - away**2, 0, 1)) * reach
    flaked = Noise(int(rng.integers(1 << 30))).fractal(layers.x * 40, layers.y * 40, 3)
    ridge = smoothstep(0.006, 0.019, folds) * smoothstep(0.8, 0.3, away)
    layers.bare.where(smoothstep(0.54, 0.60, flaked + 0.04 * ridge) * ridge)
    rubbed = Noise(int(rng.integers(1 << 30))).fractal(layers.x * 9, layers.y * 80, 3)
    layers.scuff.where(smoothstep(0.52, 0.64, rubbed) * smoothstep(0.9, 0.3, away))
    for _ in range(2):
        _crack(layers, (at[0] + rng.normal(0, size * 0.12), at[1]), size * 0.25, rng)
    return _ring(at, half[0] * 1.02, half[1] * 1.02)


def _crack(layers: Layers, at: tuple[float, float], length: float, rng: Generator) -> None:
    heading = rng.uniform(0, 2 * np.pi)
    point: Floats = np.array(at)
    path: Line = [at]
    for _ in range(8):
        heading += rng.normal(0, 0.45)
        point = point + length / 8 * np.array((np.cos(heading), 0.6 * np.sin(heading)))
        path.append((float(point[0]), float(point[1])))
    for start, end, width in zip(path[:-1], path[1:], np.linspace(0.014, 0.004, 8), strict=True):
        layers.bare.line([start, end], width + 0.008, 200)
    for start, end, width in zip(path[:-1], path[1:], np.linspace(0.014, 0.004, 8), strict=True):
        layers.deep.line([start, end], float(width))


def _jagged(at: tuple[float, float], radius: float, rng: Generator) -> Line:
    angles = np.sort(rng.uniform(0, 2 * np.pi, 11))
    reach = radius * rng.uniform(0.45, 1.3, 11)
    return [
        (at[0] + 1.4 * r * np.cos(a), at[1] + 0.75 * r * np.sin(a))
        for a, r in zip(angles, reach, strict=True)
    ]


def _ring(at: tuple[float, float], half: float, rise: float) -> Line:
    angles = np.linspace(0, 2 * np.pi, 28, endpoint=False)
    return [(at[0] + half * np.cos(a), at[1] + rise * np.sin(a)) for a in angles]
