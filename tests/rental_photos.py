"""Drawn photos of one vehicle that can be laid over each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import PIL.Image

BLUE, RED = (0.25, 0.4, 1.0), (1.0, 0.25, 0.25)
"""Tints that the fake inspector calls undamaged and damaged."""


def draw_vehicle(
    path: Path, tint: tuple[float, float, float], seed: int = 0, shift: int = 0
) -> Path:
    """A photo full of landmarks; equal seeds show the same thing, ``shift`` pixels aside."""
    rng = np.random.default_rng(seed)
    blocks = rng.integers(60, 255, (26, 34), dtype=np.uint8)
    grey = PIL.Image.fromarray(blocks).resize((680, 520), PIL.Image.Resampling.BICUBIC)
    left = 10 + shift
    pixels = np.asarray(grey.crop((left, 10, left + 640, 490)), np.float32)
    tinted = np.clip(pixels[..., None] * np.array(tint, np.float32), 0, 255).astype(np.uint8)
    PIL.Image.fromarray(tinted).save(path)
    return path
