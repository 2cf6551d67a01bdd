"""Drawn photos to train on: undamaged ones are smooth, damaged ones have scratches."""

import numpy as np
import PIL.Image
import PIL.ImageDraw


def draw(path, damaged, seed):
    rng = np.random.default_rng([seed, int(damaged)])
    colour = tuple(int(c) for c in rng.integers(40, 200, 3))
    image = PIL.Image.new("RGB", (96, 72), colour)
    canvas = PIL.ImageDraw.Draw(image)
    canvas.rectangle((10, 30, 86, 60), fill=tuple(255 - c for c in colour))
    if damaged:
        for _ in range(6):
            x, y = (int(v) for v in rng.integers(15, 60, 2))
            canvas.line((x, y, x + 30, y + int(rng.integers(-12, 12))), fill="white", width=2)
    image.save(path)


def draw_dataset(folder, count=8):
    """``train`` and ``validation`` with so many photos of each class."""
    for split, first in (("train", 0), ("validation", 1000)):
        for name in ("damaged", "undamaged"):
            (folder / split / name).mkdir(parents=True)
            for i in range(count):
                draw(folder / split / name / f"{i}.png", name == "damaged", first + i)
    return folder
