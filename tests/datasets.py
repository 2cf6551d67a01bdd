"""Datasets for the tests: drawn photos that look unlike each other, in folders and CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import PIL.Image


def scene(seed: int, size: tuple[int, int] = (160, 120)) -> PIL.Image.Image:
    """A picture of random boxes; no two seeds look alike."""
    rng = np.random.default_rng(seed)
    width, height = size
    pixels = np.full((height, width, 3), rng.integers(60, 190, 3), np.uint8)
    for _number in range(25):
        x, y = rng.integers(0, width - 20), rng.integers(0, height - 20)
        w, h = rng.integers(10, width // 2), rng.integers(10, height // 2)
        pixels[y : y + h, x : x + w] = rng.integers(0, 256, 3)
    return PIL.Image.fromarray(pixels)


def put_scene(path: Path, seed: int, size: tuple[int, int] = (160, 120)) -> Path:
    """Draw the picture of ``seed`` into ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scene(seed, size).save(path, quality=90)
    return path


def put_classes(
    folder: Path,
    each: int,
    names: tuple[str, str] = ("undamaged", "damaged"),
    first_seed: int = 0,
) -> Path:
    """A folder with ``each`` photos in each of two sub-folders."""
    for number in range(each):
        for shift, name in enumerate(names):
            put_scene(folder / name / f"{number}.jpg", first_seed + 2 * number + shift)
    return folder
