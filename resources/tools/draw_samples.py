"""Draw the sample photos: cars, other things, and photos that must be taken again.

    python resources/tools/draw_samples.py

Everything is drawn here; the same seeds give the same photos. ``samples.json`` says what each
shows and is the one list that the window, the demo and the tests read.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).parent))

from plain.car import BODIES, draw_car
from plain.damage import broken_bumper, dent, scratches
from plain.things import draw_bicycle, draw_cup, draw_house

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SIZE = (1280, 853)
RED, SILVER, BLUE, WHITE = (170, 28, 30), (168, 174, 180), (36, 74, 138), (232, 232, 228)


def photographed(drawing: Image.Image, seed: int, blur: float = 0.7) -> Image.Image:
    """What a camera makes of a drawing: a soft lens and a little noise."""
    rng = np.random.default_rng(seed)
    small = drawing.resize(SIZE, Image.Resampling.LANCZOS).filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(small, np.float32)
    grain = rng.normal(0, 5, (*pixels.shape[:2], 1)) + rng.normal(0, 2, pixels.shape)
    return Image.fromarray(np.clip(pixels + grain, 0, 255).astype(np.uint8))


def closer(drawing: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """The same scene from close by."""
    return drawing.crop(box).resize(drawing.size, Image.Resampling.BICUBIC)


def samples() -> dict[str, tuple[str, str, Image.Image]]:
    """File name -> (what it shows, expected outcome group, photo)."""
    sedan, minivan, hatch = BODIES["sedan"], BODIES["minivan"], BODIES["hatchback"]
    red, silver = draw_car(sedan, RED, seed=1), draw_car(minivan, SILVER, seed=2)
    blue, white = draw_car(hatch, BLUE, seed=3), draw_car(minivan, WHITE, seed=4)
    dark = Image.fromarray((np.asarray(photographed(red, 9)) * 0.1).astype(np.uint8))
    scratched = scratches(red.copy(), seed=5)
    dented = dent(silver.copy(), seed=6)
    broken = broken_bumper(blue.copy(), seed=7)
    return {
        "sedan_red.jpg": ("a red sedan at pickup", "undamaged", photographed(red, 11)),
        "sedan_red_scratched.jpg": (
            "the red sedan, scratched", "damaged", photographed(scratched, 12)
        ),
        "minivan_silver.jpg": ("a silver minivan at pickup", "undamaged", photographed(silver, 13)),
        "minivan_silver_dented.jpg": (
            "the silver minivan, dented", "damaged", photographed(dented, 14)
        ),
        "hatchback_blue.jpg": ("a blue hatchback at pickup", "undamaged", photographed(blue, 15)),
        "hatchback_blue_broken.jpg": (
            "the blue hatchback, bumper broken", "damaged", photographed(broken, 16)
        ),
        "bumper_broken_close.jpg": (
            "the broken bumper from close by",
            "damaged",
            photographed(closer(broken, (300, 900, 1100, 1433)), 18),
        ),
        "minivan_white.jpg": ("a white minivan", "undamaged", photographed(white, 17)),
        "house.jpg": ("a house and a tree", "not_a_car", photographed(draw_house(21), 21)),
        "bicycle.jpg": ("a bicycle", "not_a_car", photographed(draw_bicycle(22), 22)),
        "cup.jpg": ("a cup on a table", "not_a_car", photographed(draw_cup(23), 23)),
        "blurred.jpg": ("a blurred photo", "retake", photographed(silver, 24, blur=14)),
        "dark.jpg": ("a dark photo", "retake", dark),
    }  # fmt: skip


def main() -> None:
    """Write the photos and their list."""
    SAMPLES.mkdir(exist_ok=True)
    listed: list[dict[str, str]] = []
    for name, (shows, expected, photo) in samples().items():
        smooth = photo.filter(ImageFilter.GaussianBlur(14)) if name == "blurred.jpg" else photo
        smooth.save(SAMPLES / name, quality=86)
        listed.append({"file": name, "shows": shows, "expected": expected})
    text = json.dumps({"samples": listed}, indent=1) + "\n"
    (SAMPLES / "samples.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
