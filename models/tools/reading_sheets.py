"""Sheets of photos for readers who know neither labels nor verdicts: what is there to be seen?

    python models/tools/reading_sheets.py labels OUT      (car-damage/validation, both classes)
    python models/tools/reading_sheets.py training OUT    (the damaged photos trained on, and some
                                                           undamaged ones among them)
    python models/tools/reading_sheets.py windows OUT     (`elsewhere`, and windows on and beside
                                                           the marked damage of used cars)
    python models/tools/reading_sheets.py spots OUT       (a ring about the hottest spot of each
                                                           photo of `measure_pointing.py`, and
                                                           rings elsewhere among them)

Writes `sheet-001.png` and so on, numbered tiles in random order, and `key.csv`, which no reader
sees. A reader writes `number,answer` a line, the answer being yes, no or unsure: damage is to be
seen, and with the spots: inside the ring. `score_readings.py` tells
what came out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image
import PIL.ImageDraw
from localized_figures import SIZES_PX, VALIDATION, Trial, elsewhere, pixels_of, trials
from localized_pool import kept_back, marked_photos
from measure_pointing import MARGIN_PX, beside_px, told_damaged
from photo_sets import DATA, ROOT, folder

sys.path.insert(0, str(ROOT))

from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import default_model_id, model_dir

WINDOWS: Final = ("elsewhere", "used-cars, on damage", "used-cars, beside damage")
UNDAMAGED_AMONG_TRAINING: Final = 250
DECOYS: Final = 0.45
"""Chance that a photo has a second tile, with the ring where nothing is marked."""

GRID: Final = {
    "labels": (4, 3, 384),
    "training": (4, 3, 384),
    "windows": (4, 3, 384),
    "spots": (3, 3, 480),
}
"""Columns, rows, and the side of a tile in pixels."""


@dataclass(frozen=True)
class Tile:
    """One picture to read, and what the key says of it."""

    picture: PIL.Image.Image
    photo: str
    what: str


def _labels() -> Iterator[Tile]:
    for label in ("damaged", "undamaged"):
        for path in folder(f"{VALIDATION}/{label}"):
            yield Tile(_picture(path), path.relative_to(DATA).as_posix(), label)


def _training() -> Iterator[Tile]:
    photos = marked_photos()
    back = kept_back(photos)
    undamaged = [p for p in photos if p.source == "car-damage/train/undamaged"]
    chosen = np.random.default_rng(3).permutation(len(undamaged))[:UNDAMAGED_AMONG_TRAINING]
    damaged = [p for p in photos if p.source in ("car-damage/train/damaged", "closeups/damaged")]
    for photo in (*damaged, *(undamaged[i] for i in sorted(chosen))):
        if photo.path not in back:
            name = photo.path.relative_to(DATA).as_posix()
            yield Tile(_picture(photo.path), name, "damaged" if photo.damaged else "undamaged")


def windows() -> Iterator[tuple[str, Trial]]:
    """(name, trial) of what is read as windows."""
    photos = marked_photos()
    back = kept_back(photos)
    counts: Counter[str] = Counter()
    for trial in chain(trials([photo for photo in photos if photo.path in back]), elsewhere()):
        if trial.group in WINDOWS:
            counts[trial.group] += 1
            yield f"{trial.group}/{counts[trial.group]:03}", trial


def _windows() -> Iterator[Tile]:
    for name, trial in windows():
        what = "damaged" if trial.damaged else "undamaged"
        yield Tile(PIL.Image.fromarray(trial.image), name, what)


def _spots() -> Iterator[Tile]:
    rng = np.random.default_rng(4)
    for number, trial, heat in told_damaged(LocalInspector(model_dir(default_model_id()))):
        mask, name = trial.mask.astype(bool), f"trial {number}"
        touches, away = beside_px(heat, mask)
        hit = "mark" if touches else "within" if away <= MARGIN_PX else "miss"
        yield Tile(_ringed(trial.image, *_middle(heat)), name, f"{trial.source}/{hit}")
        spot = _unmarked_spot(mask, rng)
        if spot is not None and rng.random() < DECOYS:
            yield Tile(_ringed(trial.image, *spot), name, f"{trial.source}/decoy")


def _middle(values: Any) -> tuple[float, float]:
    """The middle of the hottest cell, as fractions of width and height."""
    row, column = np.unravel_index(np.argmax(values), values.shape)
    return (float(column) + 0.5) / values.shape[1], (float(row) + 0.5) / values.shape[0]


def _unmarked_spot(mask: Any, rng: Any) -> tuple[float, float] | None:
    """A spot in the middle of the photo whose ring is clear of what is marked."""
    height, width = mask.shape
    ring = MARGIN_PX / SIZES_PX[-1] * max(width, height)
    for _ in range(50):
        x, y = rng.uniform(0.2, 0.8) * width, rng.uniform(0.3, 0.8) * height
        rows = slice(max(0, int(y - 2 * ring)), int(y + 2 * ring))
        if not mask[rows, max(0, int(x - 2 * ring)) : int(x + 2 * ring)].any():
            return x / width, y / height
    return None


def _ringed(image: Any, x: float, y: float) -> PIL.Image.Image:
    """The picture, large, with a thin ring as wide as the game allows about the spot."""
    picture = PIL.Image.fromarray(image)
    side = GRID["spots"][2]
    scale = side / max(picture.size)
    picture = picture.resize((round(picture.width * scale), round(picture.height * scale)))
    radius = MARGIN_PX / SIZES_PX[-1] * side
    middle = x * picture.width, y * picture.height
    draw = PIL.ImageDraw.Draw(picture)
    for more, colour in ((1, "black"), (2, "yellow"), (3, "yellow"), (4, "black")):
        r = radius + more
        box = (middle[0] - r, middle[1] - r, middle[0] + r, middle[1] + r)
        draw.ellipse(box, outline=colour)
    return picture


def _picture(path: Path) -> PIL.Image.Image:
    return PIL.Image.fromarray(pixels_of(path))


def write_sheets(tiles: Sequence[Tile], out: Path, grid: tuple[int, int, int]) -> None:
    """The sheets and their key; tiles numbered from 1 in random order."""
    columns, rows, side = grid
    out.mkdir(parents=True, exist_ok=True)
    order = np.random.default_rng(5).permutation(len(tiles))
    numbered = [(number, tiles[i]) for number, i in enumerate(order, 1)]
    for page, start in enumerate(range(0, len(numbered), columns * rows), 1):
        some = numbered[start : start + columns * rows]
        sheet = PIL.Image.new("RGB", (columns * side, rows * side), "white")
        for place, (number, tile) in enumerate(some):
            left, top = place % columns * side, place // columns * side
            _put(sheet, tile.picture, number, (left, top, side))
        sheet.save(out / f"sheet-{page:03}.png")
    with (out / "key.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("number", "photo", "what"))
        writer.writerows((number, tile.photo, tile.what) for number, tile in numbered)


def _put(sheet: Any, picture: Any, number: int, place: tuple[int, int, int]) -> None:
    left, top, side = place
    scale = (side - 4) / max(picture.size)
    size = round(picture.width * scale), round(picture.height * scale)
    sheet.paste(picture.resize(size, PIL.Image.Resampling.BICUBIC), (left, top))
    draw = PIL.ImageDraw.Draw(sheet)
    draw.rectangle((left, top, left + 44, top + 20), fill="black")
    draw.text((left + 4, top + 1), str(number), fill="white", font_size=16)


def main() -> None:
    sources = {"labels": _labels, "training": _training, "windows": _windows, "spots": _spots}
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=sources)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    write_sheets(list(sources[args.what]()), args.out, GRID[args.what])


if __name__ == "__main__":
    main()
