"""Draws the sample photos of ``resources/samples`` anew.

Run from the top of the repository: ``python -m resources.tools.draw_samples``. The photos
are computed from nothing but the numbers here and in ``resources/tools/drawing``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from resources.tools.drawing import not_cars
from resources.tools.drawing.car_paint import Paint
from resources.tools.drawing.car_shape import HATCHBACK, MINIVAN, SEDAN, BodyStyle
from resources.tools.drawing.car_wheels import Rims
from resources.tools.drawing.cars import CarPlan
from resources.tools.drawing.damage import Damage
from resources.tools.drawing.shots import (
    EVENING,
    OVERCAST,
    SUNNY,
    Box,
    Shot,
    at_car,
    shoot_car,
    shoot_solids,
)
from resources.tools.drawing.solids import Solids
from resources.tools.drawing.variants import (
    COLOURS,
    draw_car,
    draw_pair,
    draw_scene,
    thing_shot,
)

__all__ = ["SAMPLES", "Sample", "draw_car", "draw_pair", "draw_sample", "draw_scene"]

SAMPLES_DIR: Final = Path(__file__).resolve().parent.parent / "samples"
SIZE: Final = (1280, 853)
_QUALITY: Final = 88


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample photo.

    Attributes:
        name: of the file, without its ending.
        shows: what is on it.
        expected: the outcome that a person would give.
        draw: the size in pixels and the samples a side of each pixel -> the photo and the
            boxes of its damages.
        pickup: name of the photo of the same car before the damage, for a return's photo.
    """

    name: str
    shows: str
    expected: str
    draw: Callable[[tuple[int, int], int], tuple[np.ndarray, list[Box]]]
    pickup: str = ""


@dataclass(frozen=True, slots=True)
class _CarPhoto:
    plan: CarPlan
    shot: dict[str, object] = field(default_factory=dict)
    azimuth: float = 0.0
    height: float = 1.5
    fill: float = 0.86
    aim: tuple[float, float] | None = None

    def __call__(self, size: tuple[int, int], scale: int) -> tuple[np.ndarray, list[Box]]:
        camera = at_car(
            self.plan.style, azimuth=self.azimuth, height=self.height, fill=self.fill,
            aim=self.aim, size=size,
        )  # fmt: skip
        shot = replace(Shot(camera), **self.shot)  # pyright: ignore[reportArgumentType]
        image, seen = shoot_car(self.plan, shot, scale)
        return image, [damage.box for damage in seen]


@dataclass(frozen=True, slots=True)
class _ThingPhoto:
    build: Callable[[np.random.Generator], Solids]
    seed: int

    def __call__(self, size: tuple[int, int], scale: int) -> tuple[np.ndarray, list[Box]]:
        shot = thing_shot(np.random.default_rng(self.seed), self.build, size)
        return shoot_solids(self.build, shot, scale), []


def _plan(style: BodyStyle, colour: str, metallic: float, rims: Rims) -> CarPlan:
    return CarPlan(style, Paint(COLOURS[colour], metallic), rims)


_RED = _plan(SEDAN, "red", 0.3, Rims(5, 0.42, 0.6))
_BLUE = _plan(HATCHBACK, "blue", 0.6, Rims(7, 0.45, 0.55))
_SILVER = _plan(MINIVAN, "silver", 0.8, Rims(6, 0.5, 0.5))
_WHITE = _plan(MINIVAN, "white", 0.0, Rims(10, 0.4, 0.35))

_SCRATCHED = replace(_RED, damages=(Damage("scratch", (2.05, 0.62), 1.15, 21),))
_DENTED = replace(
    _SILVER,
    damages=(Damage("crumple", (2.75, 0.60), 0.95, 5), Damage("scratch", (1.75, 0.62), 0.6, 2)),
)
_BROKEN = replace(
    _BLUE,
    damages=(
        Damage("hanging", (0.10, 0.62), 0.80, 3),
        Damage("smash", (0.25, 0.50), 0.80, 9),
        Damage("crumple", (0.75, 0.82), 0.60, 4),
    ),
)

SAMPLES: Final = (
    Sample(
        "sedan_red", "a red sedan at pickup", "undamaged",
        _CarPhoto(_RED, {"light": SUNNY, "seed": 3}, -0.45),
    ),
    Sample(
        "sedan_red_scratched", "the red sedan, its doors scratched", "damaged",
        _CarPhoto(
            _SCRATCHED, {"light": OVERCAST, "backdrop": "wall", "seed": 4, "exposure": 1.25},
            -0.2, 1.35, 1.25, (2.1, 0.72),
        ),
        "sedan_red",
    ),
    Sample(
        "minivan_silver", "a silver minivan at pickup", "undamaged",
        _CarPhoto(
            _SILVER, {"light": OVERCAST, "backdrop": "trees", "seed": 8, "exposure": 1.3}, -0.55, 1.6
        ),
    ),
    Sample(
        "minivan_silver_dented", "the silver minivan, its doors dented", "damaged",
        _CarPhoto(
            _DENTED, {"light": SUNNY, "ground": "paving", "backdrop": "wall", "seed": 9},
            0.2, 1.3, 1.55, (2.5, 0.75),
        ),
        "minivan_silver",
    ),
    Sample(
        "hatchback_blue", "a blue hatchback at pickup", "undamaged",
        _CarPhoto(_BLUE, {"light": SUNNY, "backdrop": "trees", "seed": 6, "mirrored": True}, -0.5),
    ),
    Sample(
        "hatchback_blue_broken", "the blue hatchback, its bumper torn off", "damaged",
        _CarPhoto(
            _BROKEN, {"light": EVENING, "seed": 7, "mirrored": True, "exposure": 1.1},
            -0.7, 1.25, 1.3, (0.65, 0.70),
        ),
        "hatchback_blue",
    ),
    Sample(
        "bumper_broken_close", "the torn bumper from close by", "damaged",
        _CarPhoto(
            _BROKEN,
            {"light": OVERCAST, "backdrop": "wall", "seed": 7, "mirrored": True, "exposure": 1.3},
            -0.6, 1.1, 3.8, (0.30, 0.60),
        ),
    ),
    Sample(
        "minivan_white", "a white minivan from behind", "undamaged",
        _CarPhoto(_WHITE, {"light": EVENING, "backdrop": "wall", "seed": 12}, 0.65, 1.6),
    ),
    Sample("house", "a house and a tree", "not_a_car", _ThingPhoto(not_cars.house, 11)),
    Sample("bicycle", "a bicycle", "not_a_car", _ThingPhoto(not_cars.bicycle, 3)),
    Sample("cup", "a cup of coffee on a table", "not_a_car", _ThingPhoto(not_cars.mug, 4)),
    Sample(
        "blurred", "a blurred photo", "retake",
        _CarPhoto(_SILVER, {"light": SUNNY, "seed": 14, "blur": 11.0}, -0.4),
    ),
    Sample(
        "dark", "a dark photo", "retake",
        _CarPhoto(_RED, {"light": EVENING, "backdrop": "wall", "seed": 15, "exposure": 0.03}, -0.5),
    ),
)  # fmt: skip


def draw_sample(
    sample: Sample, size: tuple[int, int] = SIZE, scale: int = 2
) -> tuple[np.ndarray, list[Box]]:
    """The photo, uint8 RGB (H, W, 3), and its damages' boxes in fractions of its size."""
    return sample.draw(size, scale)


def main() -> None:
    """Draw the photos that are asked for, or all, and write the list of them."""
    parser = argparse.ArgumentParser(description="Draw the sample photos.")
    parser.add_argument("names", nargs="*", help="samples to draw; all by default")
    parser.add_argument("--out", type=Path, default=SAMPLES_DIR)
    parser.add_argument("--scale", type=int, default=2, help="samples a side of each pixel")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    record = options.out / "samples.json"
    boxes = _known_boxes(record)
    for sample in SAMPLES:
        if options.names and sample.name not in options.names:
            continue
        image, seen = draw_sample(sample, scale=options.scale)
        path = options.out / f"{sample.name}.jpg"
        Image.fromarray(image).save(path, quality=_QUALITY, optimize=True)
        boxes[path.name] = [[round(edge, 4) for edge in box] for box in seen]
        print(path.name, path.stat().st_size, "bytes")
    entries = [_entry(sample, boxes.get(f"{sample.name}.jpg", [])) for sample in SAMPLES]
    text = json.dumps({"samples": entries}, indent=1)
    record.write_text(text + "\n", encoding="utf-8")


def _known_boxes(record: Path) -> dict[str, list[list[float]]]:
    if not record.exists():
        return {}
    listed = json.loads(record.read_text(encoding="utf-8"))["samples"]
    return {entry["file"]: entry.get("damages", []) for entry in listed}


def _entry(sample: Sample, boxes: list[list[float]]) -> dict[str, object]:
    return {
        "file": f"{sample.name}.jpg",
        "shows": sample.shows,
        "expected": sample.expected,
        "pickup": f"{sample.pickup}.jpg" if sample.pickup else None,
        "damages": boxes,
    }


if __name__ == "__main__":
    main()
