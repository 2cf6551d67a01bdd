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
from resources.tools.drawing.car_shape import HATCHBACK, MINIVAN, SEDAN, SUV, BodyStyle
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
        shows: what is on it, by language.
        expected: the outcome that a person would give.
        draw: the size in pixels and the samples a side of each pixel -> the photo and the
            boxes of its damages.
        pickup: name of the photo of the same car before the damage, for a return's photo.
    """

    name: str
    shows: dict[str, str]
    expected: str
    draw: Callable[[tuple[int, int], int], tuple[np.ndarray, list[Box]]]
    pickup: str = ""


@dataclass(frozen=True, slots=True)
class _CarPhoto:
    plan: CarPlan
    shot: dict[str, object] = field(default_factory=dict)
    azimuth: float = 0.0
    height: float = 1.5
    fill: float = 0.76

    def __call__(self, size: tuple[int, int], scale: int) -> tuple[np.ndarray, list[Box]]:
        camera = at_car(
            self.plan.style, azimuth=self.azimuth, height=self.height, fill=self.fill, size=size
        )
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
_WHITE = _plan(SUV, "white", 0.0, Rims(10, 0.4, 0.35))

_SCRATCH = Damage("scratch", (2.05, 0.66), 0.95, 21)
_DENT = Damage("dent", (1.62, 0.64), 0.62, 5)
_BUMPER = Damage("hanging", (0.12, 0.64), 0.85, 3)
_CORNER = Damage("smash", (0.30, 0.50), 0.70, 9)

SAMPLES: Final = (
    Sample(
        "sedan_red",
        {"en": "A red sedan, whole", "ko": "멀쩡한 빨간색 세단"},
        "undamaged",
        _CarPhoto(_RED, {"light": SUNNY, "backdrop": "hedge", "seed": 3}, -0.45),
    ),
    Sample(
        "sedan_red_scratched",
        {"en": "The red sedan, its doors scratched", "ko": "문이 긁힌 빨간색 세단"},
        "damaged",
        _CarPhoto(
            replace(_RED, damages=(_SCRATCH,)),
            {"light": OVERCAST, "backdrop": "wall", "seed": 4, "exposure": 1.25},
            -0.15,
            1.35,
        ),
        pickup="sedan_red",
    ),
    Sample(
        "hatchback_blue",
        {"en": "A blue hatchback, whole", "ko": "멀쩡한 파란색 해치백"},
        "undamaged",
        _CarPhoto(_BLUE, {"light": SUNNY, "backdrop": "trees", "seed": 6, "mirrored": True}, 0.1),
    ),
    Sample(
        "hatchback_blue_dented",
        {"en": "The blue hatchback, a door dented", "ko": "문이 움푹 들어간 파란색 해치백"},
        "damaged",
        _CarPhoto(
            replace(_BLUE, damages=(_DENT,)),
            {"light": EVENING, "backdrop": "hedge", "seed": 7, "mirrored": True},
            -0.2,
            1.6,
            0.84,
        ),
        pickup="hatchback_blue",
    ),
    Sample(
        "minivan_silver",
        {"en": "A silver minivan, whole", "ko": "멀쩡한 은색 미니밴"},
        "undamaged",
        _CarPhoto(
            _SILVER, {"light": OVERCAST, "backdrop": "trees", "seed": 8, "exposure": 1.2}, -0.6, 1.6
        ),
    ),
    Sample(
        "minivan_silver_broken_bumper",
        {"en": "The silver minivan, its bumper torn off", "ko": "범퍼가 떨어진 은색 미니밴"},
        "damaged",
        _CarPhoto(
            replace(_SILVER, damages=(_CORNER, _BUMPER)),
            {"light": SUNNY, "ground": "paving", "backdrop": "wall", "seed": 9},
            -0.85,
            1.3,
            0.86,
        ),
        pickup="minivan_silver",
    ),
    Sample(
        "suv_white",
        {"en": "A white SUV from behind, whole", "ko": "뒤에서 본 멀쩡한 흰색 SUV"},
        "undamaged",
        _CarPhoto(_WHITE, {"light": EVENING, "backdrop": "wall", "seed": 12}, 0.65, 1.6),
    ),
    Sample("bicycle", {"en": "A bicycle", "ko": "자전거"}, "not_a_car", _ThingPhoto(not_cars.bicycle, 3)),
    Sample("coffee_mug", {"en": "A mug of coffee", "ko": "커피 잔"}, "not_a_car", _ThingPhoto(not_cars.mug, 4)),
    Sample("dog", {"en": "A dog", "ko": "개"}, "not_a_car", _ThingPhoto(not_cars.dog, 8)),
    Sample(
        "blurred",
        {"en": "The blue hatchback, out of focus", "ko": "초점이 맞지 않은 파란색 해치백"},
        "retake",
        _CarPhoto(_BLUE, {"light": SUNNY, "backdrop": "hedge", "seed": 14, "blur": 11.0}, -0.4),
    ),
    Sample(
        "dark",
        {"en": "The red sedan, far too dark", "ko": "너무 어두운 빨간색 세단"},
        "retake",
        _CarPhoto(_RED, {"light": EVENING, "backdrop": "wall", "seed": 15, "exposure": 0.035}, -0.5),
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
    known = json.loads(record.read_text(encoding="utf-8")) if record.exists() else []
    boxes = {entry["file"]: entry["damages"] for entry in known}
    for sample in SAMPLES:
        if options.names and sample.name not in options.names:
            continue
        image, seen = draw_sample(sample, scale=options.scale)
        path = options.out / f"{sample.name}.jpg"
        Image.fromarray(image).save(path, quality=_QUALITY, optimize=True)
        boxes[path.name] = [[round(edge, 4) for edge in box] for box in seen]
        print(path.name, path.stat().st_size, "bytes")
    entries = [_entry(sample, boxes.get(f"{sample.name}.jpg", [])) for sample in SAMPLES]
    text = json.dumps(entries, ensure_ascii=False, indent=2)
    record.write_text(text + "\n", encoding="utf-8")


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
