"""Damage drawn on panels, and marked damage painted over: the same panel with and without.

What both classes share tells a net nothing. A close-up with a drawn scratch is damaged and the
same close-up without is not; a photo whose marked damage was filled in from its surroundings is
undamaged and keeps the framing, the light and the camera of the damaged one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw

from carinspect.core.verdict import Image

Floats: TypeAlias = npt.NDArray[np.float32]
Mask: TypeAlias = npt.NDArray[np.bool_]
Pixels: TypeAlias = tuple[int, int, int, int]
"""``(x0, y0, x1, y1)`` in pixels, right and lower edge excluded."""

Generator: TypeAlias = np.random.Generator

_PRIMERS: Final = ((70, 70, 75), (170, 170, 170), (225, 225, 220), (110, 70, 45), (30, 30, 32))
"""Colours that show where paint has gone: plastic, primer, filler, rust, rubber."""


def draw_damage(image: Image, rng: Generator) -> tuple[Image, Mask]:
    """Draw one to three damages somewhere about the middle.

    Returns:
        The image and a mask of the boxes around what was drawn.
    """
    height, width = image.shape[:2]
    pixels, mask = image.astype(np.float32), np.zeros((height, width), bool)
    for _ in range(int(rng.integers(1, 4))):
        centre = (width * rng.uniform(0.22, 0.78), height * rng.uniform(0.3, 0.75))
        size = min(height, width) * math.exp(rng.uniform(math.log(0.12), math.log(0.6)))
        draw = _KINDS[int(rng.integers(len(_KINDS)))]
        pixels, drawn = draw(pixels, centre, size, rng)
        rows, columns = np.nonzero(drawn)
        if len(rows):
            mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
    return pixels.astype(np.uint8), mask


def erase(image: Image, box: Pixels, rng: Generator) -> Image:
    """Fill ``box`` from its border and put the grain of its surroundings on it.

    The fill is a Coons patch (MIT Project MAC TR-41, 1967), or its nearer pair of sides.
    """
    height, width = image.shape[:2]
    x0, y0, x1, y1 = _widened(box, width, height)
    if x1 - x0 < 3 or y1 - y0 < 3:
        return image
    pixels = image.astype(np.float32)
    across = np.linspace(0, 1, x1 - x0)[None, :, None]
    down = np.linspace(0, 1, y1 - y0)[:, None, None]
    top = _smooth(pixels[y0 - 2 : y0 + 1, x0:x1].mean(axis=0))
    bottom = _smooth(pixels[y1 : y1 + 3, x0:x1].mean(axis=0))
    left = _smooth(pixels[y0:y1, x0 - 2 : x0 + 1].mean(axis=1))
    right = _smooth(pixels[y0:y1, x1 : x1 + 3].mean(axis=1))
    vertical = (1 - down) * top[None] + down * bottom[None]
    horizontal = (1 - across) * left[:, None] + across * right[:, None]
    if rng.random() < 0.5:
        inset_x, inset_y = across * (1 - across), down * (1 - down)
        share = inset_x / (inset_x + inset_y + 1e-4)
        fill = vertical * share + horizontal * (1 - share)
    else:
        upper = (1 - across) * top[0] + across * top[-1]
        lower = (1 - across) * bottom[0] + across * bottom[-1]
        fill = vertical + horizontal - ((1 - down) * upper + down * lower)
    around = pixels[max(0, y0 - 12) : y0, max(0, x0 - 12) : x1 + 12, 1]
    grain = 0.9 * float(np.median(np.abs(np.diff(around, axis=1))))
    fill = np.clip(fill + rng.normal(0, 1, (*fill.shape[:2], 1)) * grain, 0, 255)
    share = _feather(y1 - y0, x1 - x0)
    pixels[y0:y1, x0:x1] = pixels[y0:y1, x0:x1] * (1 - share) + fill * share
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _widened(box: Pixels, width: int, height: int) -> Pixels:
    x0, y0, x1, y1 = box
    by_x, by_y = max(3, int(0.12 * (x1 - x0))), max(3, int(0.12 * (y1 - y0)))
    return (
        max(2, x0 - by_x),
        max(2, y0 - by_y),
        min(width - 3, x1 + by_x),
        min(height - 3, y1 + by_y),
    )


def _smooth(line: Floats) -> Floats:
    kernel = np.full(5, 0.2, np.float32)
    padded = np.pad(line, ((2, 2), (0, 0)), "edge")
    return np.stack([np.convolve(padded[:, c], kernel, "valid") for c in range(3)], axis=1)


def _feather(rows: int, columns: int) -> Floats:
    edge = max(2, min(rows, columns) // 8)
    y, x = np.arange(rows), np.arange(columns)
    share = np.minimum(
        np.minimum(y + 1, y[::-1] + 1)[:, None], np.minimum(x + 1, x[::-1] + 1)[None]
    )
    return np.minimum(1, share / edge).astype(np.float32)[..., None]


def _coverage(shape: tuple[int, int], paint: Callable[[PIL.ImageDraw.ImageDraw], None]) -> Floats:
    """What ``paint`` draws at twice the size, shrunk: ``(H, W, 1)`` in [0, 1], no steps."""
    height, width = shape
    canvas = PIL.Image.new("L", (width * 2, height * 2))
    paint(PIL.ImageDraw.Draw(canvas))
    small = canvas.resize((width, height), PIL.Image.Resampling.BOX)
    return np.asarray(small, np.float32)[..., None] / np.float32(255)


def _curve(start: Floats, angle: float, length: float, rng: Generator) -> Floats:
    along = np.array([np.cos(angle), np.sin(angle)])
    across = np.array([-along[1], along[0]])
    t = np.linspace(0, 1, 14)
    sway = np.cumsum(rng.normal(0, length * 0.012, 14)) + rng.normal(0, 0.16) * length * (t - t**2)
    return (start + np.outer(t * length, along) + np.outer(sway, across)).astype(np.float32)


def _scratch(
    pixels: Floats, centre: tuple[float, float], size: float, rng: Generator
) -> tuple[Floats, Mask]:
    angle, fan = rng.uniform(0, np.pi), rng.random() < 0.6
    width = max(1, round(size * rng.uniform(0.012, 0.06)))

    def paint(canvas: PIL.ImageDraw.ImageDraw) -> None:
        for _ in range(int(rng.integers(1, 7))):
            turned = angle + rng.normal(0, 0.08 if fan else 0.6)
            length = size * rng.uniform(0.3, 1.0)
            middle = np.array(centre) + rng.normal(0, size * (0.12 if fan else 0.25), 2)
            start = middle - 0.5 * length * np.array([np.cos(turned), np.sin(turned)])
            points = _curve(start.astype(np.float32), turned, length, rng) * 2
            for first, second in itertools.pairwise(points):
                if rng.random() > 0.12:
                    canvas.line(
                        [*first.tolist(), *second.tolist()],
                        fill=int(rng.integers(110, 256)),
                        width=width + int(rng.integers(-1, 2)),
                    )

    share = _coverage(pixels.shape[:2], paint) * rng.uniform(0.5, 0.95)
    x, y = int(centre[0]), int(centre[1])
    paint_here = pixels[max(0, y - 5) : y + 6, max(0, x - 5) : x + 6].mean(axis=(0, 1))
    lighter = paint_here + (255 - paint_here) * rng.uniform(0.35, 0.9)
    colour = lighter if rng.random() < 0.65 else paint_here * rng.uniform(0.15, 0.6)
    colour = colour * rng.uniform(0.92, 1.08, 3)
    return _mixed(pixels, colour, share), share[..., 0] > 0.15


def _chips(
    pixels: Floats, centre: tuple[float, float], size: float, rng: Generator
) -> tuple[Floats, Mask]:
    def paint(canvas: PIL.ImageDraw.ImageDraw) -> None:
        for _ in range(int(rng.integers(1, 12))):
            middle = np.array(centre) + rng.normal(0, size * 0.22, 2)
            corners = int(rng.integers(5, 11))
            angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
            radii = size * rng.uniform(0.015, 0.12) * rng.uniform(0.4, 1.3, corners)
            outline = middle + radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
            canvas.polygon((outline * 2).ravel().tolist(), fill=255)

    share = _coverage(pixels.shape[:2], paint) * rng.uniform(0.7, 1)
    colour = np.array(_PRIMERS[int(rng.integers(len(_PRIMERS)))], np.float32)
    grainy = colour + rng.normal(0, 12, (*pixels.shape[:2], 1))
    return _mixed(pixels, grainy, share), share[..., 0] > 0.15


def _dent(
    pixels: Floats, centre: tuple[float, float], size: float, rng: Generator
) -> tuple[Floats, Mask]:
    """Reflections bent about the centre, one side lighter and one darker."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    right, down = x - centre[0], y - centre[1]
    angle, long = rng.uniform(0, np.pi), size * 0.5
    short = long * rng.uniform(0.25, 1)
    u = right * np.cos(angle) + down * np.sin(angle)
    v = -right * np.sin(angle) + down * np.cos(angle)
    distance = (u / long) ** 2 + (v / short) ** 2
    pull = np.exp(-2.2 * distance) * (
        rng.uniform(-0.55, 0.55) + 0.25 * (1 if rng.random() < 0.5 else -1)
    )
    bent = _sampled(pixels, x + right * pull, y + down * pull)
    light = rng.uniform(0, 2 * np.pi)
    slope = (right * np.cos(light) + down * np.sin(light)) / long * np.exp(-1.6 * distance) * 2
    shade = 1 + np.clip(slope, -1, 1)[..., None] * rng.uniform(0.2, 0.55)
    return np.clip(bent * shade, 0, 255).astype(np.float32), distance < 0.8


def _sampled(pixels: Floats, x: Floats, y: Floats) -> Floats:
    """``pixels`` at real coordinates, bilinearly."""
    height, width = pixels.shape[:2]
    x, y = np.clip(x, 0, width - 1.001), np.clip(y, 0, height - 1.001)
    left, top = x.astype(int), y.astype(int)
    dx, dy = (x - left)[..., None], (y - top)[..., None]
    upper = pixels[top, left] * (1 - dx) + pixels[top, left + 1] * dx
    lower = pixels[top + 1, left] * (1 - dx) + pixels[top + 1, left + 1] * dx
    return (upper * (1 - dy) + lower * dy).astype(np.float32)


def _mixed(pixels: Floats, colour: npt.NDArray[np.floating], share: Floats) -> Floats:
    return np.clip(pixels * (1 - share) + colour * share, 0, 255).astype(np.float32)


_KINDS: Final = (_scratch, _scratch, _chips, _dent, _dent)
