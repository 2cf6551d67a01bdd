"""Scratches, dents and broken parts on a drawn car."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from plain.canvas import mask_of, smooth


def scratches(image: Image.Image, seed: int) -> Image.Image:
    """A bundle of deep scratches over both doors, down to the primer."""
    rng = np.random.default_rng(seed)
    draw = ImageDraw.Draw(image)
    for _ in range(26):
        x, y = 960 + rng.uniform(-40, 260), 1090 + rng.uniform(-40, 110)
        points = [(x, y)]
        for _ in range(12):
            x, y = x + rng.uniform(24, 58), y + rng.normal(2, 7)
            points.append((x, y))
        tone = int(rng.integers(170, 240))
        draw.line(points, fill=(tone, tone, tone - 8), width=int(rng.integers(3, 9)))
    return image


def dent(image: Image.Image, seed: int) -> Image.Image:
    """A large crumpled dent in the sliding door and the wing behind it."""
    rng = np.random.default_rng(seed)
    for _ in range(16):
        x, y = 1420 + rng.normal(0, 170), 1090 + rng.normal(0, 75)
        corners = [
            (x + np.cos(a) * rng.uniform(40, 170), y + np.sin(a) * rng.uniform(20, 90))
            for a in np.sort(rng.uniform(0, 2 * np.pi, 5))
        ]
        mask = mask_of(image.size, smooth(corners, 1)).filter(ImageFilter.GaussianBlur(5))
        tone = int(rng.choice([18, 40, 215, 240]))
        image.paste((tone, tone, tone), mask=mask.point(lambda v: int(v * 0.5)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = 1420 + rng.normal(0, 150), 1090 + rng.normal(0, 70)
        end = (x + rng.normal(0, 150), y + rng.normal(0, 60))
        draw.line([(x, y), end], fill=(22, 22, 24), width=int(rng.integers(3, 10)))
    return image


def broken_bumper(image: Image.Image, seed: int) -> Image.Image:
    """The front corner torn open: black inside, shards, a hanging strip."""
    rng = np.random.default_rng(seed)
    draw = ImageDraw.Draw(image)
    hole = [
        (372, 1040),
        (520, 1010),
        (610, 1090),
        (560, 1180),
        (600, 1260),
        (450, 1330),
        (372, 1290),
    ]
    jagged = [(x + rng.normal(0, 18), y + rng.normal(0, 18)) for x, y in hole for _ in (0, 1)]
    draw.polygon(jagged, fill=(12, 12, 14))
    for _ in range(22):
        x, y = rng.uniform(380, 600), rng.uniform(1050, 1310)
        shard = [(x + rng.normal(0, 42), y + rng.normal(0, 42)) for _ in range(3)]
        tone = int(rng.integers(40, 190))
        draw.polygon(shard, fill=(tone, tone, tone + 8))
    draw.polygon([(400, 1300), (700, 1350), (690, 1385), (390, 1370)], fill=(30, 60, 116))
    for _ in range(9):
        x, y = 600 + rng.normal(0, 30), rng.uniform(1010, 1250)
        draw.line([(x, y), (x + rng.uniform(40, 170), y + rng.normal(0, 50))], fill=(10, 10, 12),
                  width=int(rng.integers(4, 9)))  # fmt: skip
    return image
