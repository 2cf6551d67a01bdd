"""Random cars, other things, and pickup and return pairs, with their damage known exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from resources.tools.drawing import not_cars
from resources.tools.drawing.camera import Camera
from resources.tools.drawing.car_paint import Paint
from resources.tools.drawing.car_shape import STYLES, BodyStyle
from resources.tools.drawing.car_wheels import Rims
from resources.tools.drawing.cars import CarPlan
from resources.tools.drawing.damage import Damage, Kind
from resources.tools.drawing.shots import (
    EVENING, INDOORS, OVERCAST, SUNNY, Box, Image, Polygon, Shot, at_car, shoot_car, shoot_solids,
)  # fmt: skip
from resources.tools.drawing.solids import Solids
from resources.tools.drawing.surroundings import Backdrop, Colour, Ground, Light

Generator = np.random.Generator

COLOURS: Final[dict[str, Colour]] = {
    "red": (0.36, 0.015, 0.018), "blue": (0.02, 0.07, 0.26), "silver": (0.25, 0.257, 0.265),
    "white": (0.74, 0.74, 0.72), "black": (0.012, 0.012, 0.014), "grey": (0.12, 0.125, 0.13),
    "green": (0.025, 0.12, 0.055), "yellow": (0.62, 0.40, 0.03), "brown": (0.13, 0.07, 0.04),
}  # fmt: skip

_THINGS: Final[tuple[Callable[[Generator], Solids], ...]] = (
    not_cars.bicycle, not_cars.chair, not_cars.dog, not_cars.house, not_cars.mug,
)  # fmt: skip


def draw_car(
    rng: Generator,
    *,
    damaged: bool,
    size: tuple[int, int] = (640, 427),
    scale: int = 1,
) -> tuple[Image, list[Polygon]]:
    """A random car in random surroundings.

    Args:
        rng: makes all choices; the same state draws the same photo.
        damaged: whether it has one to three damages.
        size: of the photo, pixels.
        scale: samples a side that make one pixel; 2 is smoother and four times slower.

    Returns:
        The photo, uint8 RGB (H, W, 3), and for each visible damage a convex polygon in
        fractions of the width and the height.
    """
    plan = _car(rng)
    shot = _shot(rng, plan.style, size)
    if damaged:
        count = int(rng.integers(1, 4))
        plan = replace(plan, damages=_damages(rng, plan.style, shot.camera, count))
    image, seen = shoot_car(plan, shot, scale)
    return image, [damage.polygon for damage in seen]


def draw_scene(
    rng: Generator, *, size: tuple[int, int] = (640, 427), scale: int = 1
) -> tuple[Image, list[Polygon]]:
    """A random photo without a car; the polygons are always none."""
    build = _THINGS[rng.integers(len(_THINGS))]
    return shoot_solids(build, thing_shot(rng, build, size), scale), []


def draw_pair(
    rng: Generator, *, size: tuple[int, int] = (640, 427), scale: int = 1
) -> tuple[Image, Image, list[Box]]:
    """A car at pickup and at return: from another angle, in other light, in other places.

    Either photo may show old damage; the return shows up to two new ones besides.

    Returns:
        The pickup's photo, the return's, and the boxes of the new damages on the return's,
        (x0, y0, x1, y1) in fractions of its width and height.
    """
    plan = _car(rng)
    first = _shot(rng, plan.style, size)
    second = _again(rng, plan.style, first)
    old = int(rng.integers(0, 2))
    new = int(rng.integers(0, 3))
    damages = _damages(rng, plan.style, second.camera, old + new)
    old = min(old, len(damages))
    pickup, _ = shoot_car(replace(plan, damages=damages[:old]), first, scale)
    returned, seen = shoot_car(replace(plan, damages=damages), second, scale)
    return pickup, returned, [damage.box for damage in seen if damage.number > old]


def thing_shot(rng: Generator, build: Callable[[Generator], Solids], size: tuple[int, int]) -> Shot:
    """A good view of something that is no car."""
    views: dict[str, tuple[tuple[float, float, float], float, float, Ground, Backdrop]] = {
        "bicycle": ((0.51, 0.5, 0.0), 2.9, 1.2, "paving", "wall"),
        "chair": ((0.0, 0.5, 0.0), 2.1, 1.3, "boards", "room"),
        "dog": ((0.05, 0.5, 0.0), 2.8, 1.1, "grass", "trees"),
        "house": ((1.0, 2.6, 0.0), 15.0, 1.9, "grass", "trees"),
        "mug": ((0.1, 0.45, 0.0), 3.4, 1.9, "boards", "room"),
    }
    target, distance, height, ground, backdrop = views[build.__name__]
    camera = Camera.around(
        target,
        azimuth=rng.uniform(-0.45, 0.45),
        distance=distance * rng.uniform(0.92, 1.12),
        height=height * rng.uniform(0.85, 1.15),
        focal=1.22,
        size=size,
    )
    light = INDOORS if backdrop == "room" else _light(rng)
    seed, mirrored = int(rng.integers(1 << 30)), bool(rng.random() < 0.5)
    return Shot(camera, light, ground, backdrop, seed, _exposure(light), mirrored=mirrored)


def _car(rng: Generator) -> CarPlan:
    style = STYLES[rng.integers(len(STYLES))]
    colour = list(COLOURS.values())[rng.integers(len(COLOURS))]
    rims = Rims(
        spokes=int(rng.integers(5, 11)), width=rng.uniform(0.34, 0.5),
        colour=rng.uniform(0.3, 0.65), turn=rng.uniform(0, 6),
    )  # fmt: skip
    return CarPlan(style, Paint(colour, rng.uniform(0, 1), rng.uniform(0, 0.6)), rims)


def _shot(rng: Generator, style: BodyStyle, size: tuple[int, int]) -> Shot:
    camera = at_car(
        style, azimuth=rng.uniform(-0.8, 0.8), height=rng.uniform(1.1, 1.8),
        fill=rng.uniform(0.66, 0.86), size=size,
    )  # fmt: skip
    light = _light(rng)
    backdrop: Backdrop = ("hedge", "wall", "trees")[rng.integers(3)]
    ground: Ground = ("asphalt", "asphalt", "paving")[rng.integers(3)]
    seed, mirrored = int(rng.integers(1 << 30)), bool(rng.random() < 0.5)
    return Shot(camera, light, ground, backdrop, seed, _exposure(light), mirrored=mirrored)


def _again(rng: Generator, style: BodyStyle, first: Shot) -> Shot:
    """Another photo of the same side: up to 20 degrees and some steps away."""
    x, _, z = np.subtract(first.camera.eye, first.camera.target)
    azimuth = float(np.arctan2(x, z)) + rng.choice((-1, 1)) * rng.uniform(0.05, 0.35)
    shot = _shot(rng, style, first.camera.size)
    camera = at_car(
        style, azimuth=azimuth, height=rng.uniform(1.1, 1.8), fill=rng.uniform(0.62, 0.84),
        size=first.camera.size,
    )  # fmt: skip
    rolled = replace(camera, roll=rng.normal(0, 0.02))
    return replace(shot, camera=rolled, mirrored=first.mirrored)


def _light(rng: Generator) -> Light:
    light = (SUNNY, SUNNY, OVERCAST, EVENING)[rng.integers(4)]
    return replace(
        light,
        sun_azimuth=rng.uniform(-1.2, 1.2),
        sun_height=light.sun_height * rng.uniform(0.85, 1.15),
        clouds=float(np.clip(light.clouds + rng.uniform(-0.3, 0.2), 0, 1)),
    )


def _exposure(light: Light) -> float:
    """What a camera's own metering would choose, about."""
    bright = float(np.mean(light.sun)) * 0.6 + float(np.mean(light.zenith))
    return float((1.65 / bright) ** 0.6)


def _damages(rng: Generator, style: BodyStyle, camera: Camera, count: int) -> tuple[Damage, ...]:
    """Damages apart from each other, on parts that the camera sees."""
    places = _places(rng, style, turned=camera.eye[0] - camera.target[0])
    chosen = rng.permutation(len(places))[:count]
    return tuple(places[index] for index in chosen)


def _places(rng: Generator, style: BodyStyle, *, turned: float) -> list[Damage]:
    radius, nose = style.wheel_radius, style.outline[5][1]
    first, last = style.axles[0] + radius + 0.45, style.axles[1] - radius - 0.45
    middle = (first + last) / 2
    light_kinds: tuple[Kind, ...] = ("scratch", "dent", "crumple")
    found = [
        Damage(light_kinds[rng.integers(3)], (x + rng.uniform(-0.12, 0.12), y), size, _seed(rng))
        for x, y, size in (
            (first, rng.uniform(0.5, 0.75), rng.uniform(0.35, 0.6)),
            (last, rng.uniform(0.5, 0.75), rng.uniform(0.35, 0.6)),
        )
    ]
    if rng.random() < 0.25:
        height = rng.uniform(0.5, 0.65)
        found = [Damage("crumple", (middle, height), rng.uniform(0.6, 1.0), _seed(rng))]
    hard: tuple[Kind, ...] = ("smash", "hanging", "scratch")
    kind = hard[rng.integers(3)]
    corner = 0.10 if turned < 0 else style.length - 0.10
    height = nose - (0.22 if kind == "hanging" else 0.30)
    size = rng.uniform(0.55, 0.8) if kind != "scratch" else rng.uniform(0.3, 0.45)
    return [*found, Damage(kind, (corner, height), size, _seed(rng))]


def _seed(rng: Generator) -> int:
    return int(rng.integers(1 << 30))
