"""Grounds, gradients and shading that all drawings share."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
import itertools

WIDTH, HEIGHT = 2560, 1706
Colour = tuple[int, int, int]
Points = list[tuple[float, float]]


def gradient(top: Colour, bottom: Colour, height: int = HEIGHT, width: int = WIDTH) -> Image.Image:
    """A ground that changes evenly from ``top`` to ``bottom``."""
    t = np.linspace(0, 1, height)[:, None, None]
    column = np.array(top) * (1 - t) + np.array(bottom) * t
    return Image.fromarray(np.repeat(column, width, axis=1).astype(np.uint8))


def textured(image: Image.Image, seed: int, strength: float, cell: int = 6) -> Image.Image:
    """Soft random blotches, as of asphalt, plaster or leaves."""
    rng = np.random.default_rng(seed)
    small = rng.normal(128, 40, (image.height // cell + 1, image.width // cell + 1))
    noise = Image.fromarray(np.clip(small, 0, 255).astype(np.uint8)).resize(image.size)
    pixels = np.asarray(image, np.float32)
    pixels = pixels + (np.asarray(noise, np.float32)[..., None] - 128) * strength
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def mask_of(size: tuple[int, int], points: Points) -> Image.Image:
    """White inside the polygon."""
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(points, fill=255)
    return mask


def smooth(corners: Points, rounds: int = 4) -> Points:
    """Cut the corners of a closed polygon (Chaikin 1974) until it looks bent."""
    for _ in range(rounds):
        closed = [*corners, corners[0]]
        corners = [
            (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)
            for a, b in itertools.pairwise(closed)
            for t in (0.25, 0.75)
        ]
    return corners


def street(seed: int) -> Image.Image:
    """Sky, a wall with a hedge, a kerb, asphalt."""
    rng = np.random.default_rng(seed)
    image = gradient((150, 182, 214), (214, 224, 232))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 520, WIDTH, 1120), fill=(176, 164, 148))
    for x in range(-60, WIDTH, 420):
        shade = int(rng.integers(-14, 14))
        draw.rectangle((x, 560, x + 300, 1000), fill=(150 + shade, 140 + shade, 126 + shade))
    for x in range(0, WIDTH, 36):
        y = 930 + int(rng.integers(-26, 26))
        draw.ellipse((x - 70, y, x + 90, y + 220), fill=(58, 88 + int(rng.integers(0, 26)), 52))
    draw.rectangle((0, 1100, WIDTH, 1170), fill=(168, 166, 160))
    image.paste(gradient((112, 112, 114), (74, 74, 78), HEIGHT - 1170), (0, 1170))
    return textured(textured(image, seed, 0.10), seed + 1, 0.08, cell=2)


def shadow(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    """A soft shadow on the ground."""
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).ellipse(box, fill=190)
    image.paste((22, 22, 26), mask=mask.filter(ImageFilter.GaussianBlur(26)))
