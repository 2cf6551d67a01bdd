"""How often real photos are sent back, and how many spoiled copies are caught.

    python models/tools/measure_quality.py

A spoiled copy is a real photo of a car that was blurred, darkened, blown out or shrunk.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.ImageFilter
from photo_sets import ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.quality import Flaw
from carinspect.core.verdict import Image
from carinspect.ml.calibration import wilson
from carinspect.ml.quality import assess_quality

FIT_PX = 384
SETS = (
    "car-damage/validation/damaged",
    "car-damage/validation/undamaged",
    "used-cars/damaged",
    "closeups/damaged",
    "listings/undamaged",
    "elsewhere/damaged",
    "elsewhere/undamaged",
)
SPOILED_SETS = ("elsewhere/damaged", "elsewhere/undamaged", "used-cars/damaged")
EVERY = 4
"""Of the photos of ``SPOILED_SETS`` every fourth is spoiled."""


def blurred(image: Image, share: float) -> Image:
    """A Gaussian blur whose radius is ``share`` of the longer side."""
    radius = share * max(image.shape)
    return np.asarray(PIL.Image.fromarray(image).filter(PIL.ImageFilter.GaussianBlur(radius)))


def moved(image: Image, share: float) -> Image:
    """A camera that moved sideways by ``share`` of the longer side during the exposure."""
    steps = max(2, round(share * max(image.shape)))
    shifted = [np.roll(image, step, axis=1).astype(np.float32) for step in range(steps)]
    return np.mean(shifted, axis=0).astype(np.uint8)


def exposed(image: Image, stops: float) -> Image:
    """The exposure changed by ``stops``, in linear light (sRGB taken as a power of 2.2)."""
    linear = (image / 255.0) ** 2.2 * 2.0**stops
    return (np.clip(linear, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)


def shrunk(image: Image, shorter_px: int) -> Image:
    scale = shorter_px / min(image.shape[:2])
    size = round(image.shape[1] * scale), round(image.shape[0] * scale)
    return np.asarray(PIL.Image.fromarray(image).resize(size))


SPOILERS: tuple[tuple[str, Flaw, Callable[[Image], Image]], ...] = (
    ("blurred by 0.5% of the side", Flaw.BLURRED, lambda image: blurred(image, 0.005)),
    ("blurred by 1%", Flaw.BLURRED, lambda image: blurred(image, 0.01)),
    ("blurred by 2%", Flaw.BLURRED, lambda image: blurred(image, 0.02)),
    ("moved by 4%", Flaw.BLURRED, lambda image: moved(image, 0.04)),
    ("4 stops darker", Flaw.DARK, lambda image: exposed(image, -4)),
    ("6 stops darker", Flaw.DARK, lambda image: exposed(image, -6)),
    ("3 stops brighter", Flaw.OVEREXPOSED, lambda image: exposed(image, 3)),
    ("5 stops brighter", Flaw.OVEREXPOSED, lambda image: exposed(image, 5)),
    ("80 px high", Flaw.TINY, lambda image: shrunk(image, 80)),
)


def image_of(path: Path) -> tuple[Image, tuple[int, int]]:
    decoded = decode(read_photo(path), fit_px=FIT_PX)
    return decoded.image, decoded.size_px


def real_photos() -> None:
    print(f"{'real photos':34} sent back")
    for name in SETS:
        flaws = [assess_quality(*image_of(path)).flaws for path in folder(name)]
        sent_back = [found for found in flaws if found]
        kinds = sorted({flaw.value for found in sent_back for flaw in found})
        figure = wilson(len(sent_back), len(flaws))
        print(f"{name:34} {figure.value:6.2%} [{figure.low:.2%}, {figure.high:.2%}]"
              f" of {figure.n} {' '.join(kinds)}")  # fmt: skip


def spoiled_photos() -> None:
    images = [image_of(path)[0] for name in SPOILED_SETS for path in folder(name)[::EVERY]]
    print(f"\n{f'{len(images)} photos, spoiled':34} sent back, for that reason")
    for name, flaw, spoil in SPOILERS:
        spoiled = [spoil(image) for image in images]
        found = [assess_quality(i, (i.shape[1], i.shape[0])).flaws for i in spoiled]
        caught = sum(bool(flaws) for flaws in found)
        named = sum(flaw in flaws for flaws in found)
        print(f"{name:34} {caught / len(images):6.1%} {named / len(images):6.1%}")
    started = time.perf_counter()
    for image in images:
        assess_quality(image, (image.shape[1], image.shape[0]))
    print(f"\n{(time.perf_counter() - started) / len(images) * 1000:.1f} ms a photo")


if __name__ == "__main__":
    real_photos()
    spoiled_photos()
