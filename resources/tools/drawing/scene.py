"""Puts things into surroundings and takes the photo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.camera import Camera
from resources.tools.drawing.noise import Floats, floats
from resources.tools.drawing.surroundings import Surroundings, reflected

_BAND: Final = 96  # rows drawn at a time: keeps the memory low


@dataclass(slots=True)
class Hits:
    """Where rays meet a thing, and what its surface is like there.

    Attributes:
        t: distance along each ray, infinity where it misses, (N,).
        normal: unit normals, (N, 3).
        colour: reflectance, (N, 3).
        gloss: strength of the mirror image, 0 for cloth, 1 for clear coat, (N,).
        mark: number of the damage seen there, 0 for none, (N,).
        metal: share of the mirror image that takes the colour of the surface, (N,).
    """

    t: Floats
    normal: Floats
    colour: Floats
    gloss: Floats
    mark: NDArray[np.int32]
    metal: Floats

    @classmethod
    def none(cls, count: int) -> Hits:
        """No ray meets anything."""
        return cls(
            np.full(count, np.inf, np.float32),
            np.zeros((count, 3), np.float32),
            np.zeros((count, 3), np.float32),
            np.zeros(count, np.float32),
            np.zeros(count, np.int32),
            np.zeros(count, np.float32),
        )

    def put(self, where: NDArray[np.bool_] | NDArray[np.intp], other: Hits) -> None:
        """Overwrite the rays at ``where`` with ``other``, which has one row for each."""
        self.t[where] = other.t
        self.normal[where] = other.normal
        self.colour[where] = other.colour
        self.gloss[where] = other.gloss
        self.mark[where] = other.mark
        self.metal[where] = other.metal

    def taken(self, where: NDArray[np.bool_] | NDArray[np.intp]) -> Hits:
        """The rows at ``where``."""
        return Hits(
            self.t[where], self.normal[where], self.colour[where], self.gloss[where],
            self.mark[where], self.metal[where],
        )  # fmt: skip


class Thing(Protocol):
    """Something to be photographed."""

    def trace(self, eye: Floats, directions: Floats) -> Hits:
        """Where rays from ``eye`` along unit vectors (N, 3) meet it."""
        ...

    def blocks(self, points: Floats, direction: Floats) -> NDArray[np.bool_]:
        """Whether it stands between points (N, 3) and the sun in ``direction``."""
        ...

    def closeness(self, x: Floats, z: Floats) -> Floats:
        """How much of the sky it hides from points of the ground, [0, 1]."""
        ...


def take(thing: Thing, place: Surroundings, camera: Camera, scale: int) -> tuple[Floats, Floats]:
    """Render the scene.

    Returns:
        Linear colours (height, width, 3), and the damage numbers seen (height, width), both
        in the camera's size; ``scale`` samples a side go into each pixel.
    """
    width, height = camera.size
    picture = np.zeros((height, width, 3), np.float32)
    marks = np.zeros((height, width), np.float32)
    for top in range(0, height, _BAND):
        bottom = min(top + _BAND, height)
        rays = camera.rays(slice(top * scale, bottom * scale), scale)
        colours, found = _band(thing, place, floats(camera.eye), rays)
        shape = (bottom - top, scale, width, scale)
        picture[top:bottom] = colours.reshape(*shape, 3).mean(axis=(1, 3))
        marks[top:bottom] = found.reshape(shape).max(axis=(1, 3))
    return picture, marks


def _band(
    thing: Thing, place: Surroundings, eye: Floats, rays: Floats
) -> tuple[Floats, NDArray[np.int32]]:
    colours, t_ground = place.behind(eye, rays)
    hits = thing.trace(eye, rays)
    seen = np.flatnonzero((hits.t < np.inf) & (hits.t < t_ground))
    ground = np.flatnonzero((t_ground < np.inf) & (t_ground <= hits.t))
    points = eye + rays[ground] * t_ground[ground, None]
    colours[ground] *= _ground_light(thing, place, points)
    met = hits.taken(seen)
    colours[seen] = shaded(met, rays[seen], place, thing, eye)
    marks = np.zeros(len(rays), np.int32)
    marks[seen] = met.mark
    return colours, marks


def _ground_light(thing: Thing, place: Surroundings, points: Floats) -> Floats:
    up = floats([[0, 1, 0]])
    sun = place.light.direction
    near = thing.closeness(points[:, 0], points[:, 2])
    lit = np.ones(len(points), np.float32)
    reached = np.flatnonzero(near > 0.004)
    lit[reached] = ~thing.blocks(points[reached], sun)
    direct = floats(place.light.sun) * sun[1] * lit[:, None]
    return place.ambient(up) * (1 - 0.93 * near)[:, None] + direct


def shaded(hits: Hits, rays: Floats, place: Surroundings, thing: Thing, eye: Floats) -> Floats:
    """Light that leaves surfaces towards the eye; (N, 3)."""
    sun = place.light.direction
    facing = np.clip(hits.normal @ sun, 0, 1)
    points = eye + rays * hits.t[:, None] + hits.normal * floats(0.02)
    bright = np.flatnonzero(facing > 0.01)
    facing[bright] *= ~thing.blocks(points[bright], sun)
    low = np.clip(points[:, 1] / 0.5, 0, 1)
    hidden = 0.45 + 0.55 * low  # less sky reaches what is close to the ground
    light = place.ambient(hits.normal) * hidden[:, None]
    light = light + floats(place.light.sun) * facing[:, None]
    mirror = reflected(rays, hits.normal)
    grazing = np.clip(1 + np.einsum("ij,ij->i", rays, hits.normal), 0, 1)
    strength = (0.065 + 0.935 * grazing**5) * hits.gloss + hits.metal * 0.75
    image = place.mirrored(mirror)
    tint = hits.colour * hits.metal[:, None] + (1 - hits.metal)[:, None]
    glare = np.clip(mirror @ sun, 0, 1) ** 600 * 14 * hits.gloss
    image = image + floats(place.light.sun) * (glare * (facing > 0))[:, None]
    matte = hits.colour * light * (1 - 0.8 * hits.metal)[:, None]
    return matte + image * tint * strength[:, None]
