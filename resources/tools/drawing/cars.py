"""A car as a thing that can be photographed."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.car_body import Body
from resources.tools.drawing.car_paint import Coat, Paint
from resources.tools.drawing.car_shape import BodyStyle, belt_at, tables
from resources.tools.drawing.car_wheels import Rims, Wheels
from resources.tools.drawing.damage import Damage, Wounds
from resources.tools.drawing.noise import Floats, normalized, floats
from resources.tools.drawing.scene import Hits


@dataclass(frozen=True, slots=True)
class CarPlan:
    """All that makes one car.

    Attributes:
        style: its shape.
        paint: its colour.
        rims: its wheels.
        damages: on the near side.
    """

    style: BodyStyle
    paint: Paint
    rims: Rims = field(default_factory=Rims)
    damages: tuple[Damage, ...] = ()


class Car:
    """Follows the protocol `Thing`."""

    def __init__(self, plan: CarPlan) -> None:
        self._style = plan.style
        shape = tables(plan.style)
        wounds = Wounds(plan.style, plan.damages, plan.paint.colour)
        whole = tables(plan.style) if plan.damages else shape
        wounds.crush(shape)
        self._body = Body(plan.style, shape)
        self._coat = Coat(plan.style, whole, plan.paint, wounds)
        self._wheels = Wheels(plan.style, plan.rims)
        self._paint = plan.paint

    def trace(self, eye: Floats, directions: Floats) -> Hits:
        hits = Hits.none(len(directions))
        distance = self._body.meet(eye, directions)
        met = np.flatnonzero(distance < np.inf)
        points = eye + directions[met] * distance[met, None]
        normals, share = self._body.normals(points)
        look = self._coat.look(points, normals, share)
        look.t = distance[met]
        well = self._in_wheel_well(points)
        look.colour[well] = 0.006
        look.gloss[well] = look.metal[well] = 0
        hits.put(met, look)
        self._put_wheels(eye, directions, hits, met[well])
        self._put_mirrors(eye, directions, hits)
        return hits

    def blocks(self, points: Floats, direction: Floats) -> NDArray[np.bool_]:
        return self._body.blocks(points, direction)

    def closeness(self, x: Floats, z: Floats) -> Floats:
        style = self._style
        inward_x = np.maximum(np.maximum(0.25 - x, x - style.length + 0.25), 0)
        inward_z = np.maximum(np.abs(z) - style.half_width + 0.12, 0)
        away = np.hypot(inward_x, inward_z)
        under = 0.90 * np.exp(-((away / 0.30) ** 1.1))
        for axle in style.axles:
            tyre = np.hypot((x - axle) / 1.2, np.maximum(np.abs(z) - style.half_width + 0.08, 0))
            under = np.maximum(under, 0.97 * np.exp(-((tyre / 0.13) ** 2)))
        return np.asarray(under, np.float32)

    def _in_wheel_well(self, points: Floats) -> NDArray[np.bool_]:
        inside = np.zeros(len(points), bool)
        for axle in self._style.axles:
            away = np.hypot(points[:, 0] - axle, points[:, 1] - self._style.wheel_radius)
            inside |= away < self._style.wheel_radius + 0.052
        return inside & (np.abs(points[:, 2]) > 0.35)

    def _put_wheels(
        self, eye: Floats, directions: Floats, hits: Hits, wells: NDArray[np.intp]
    ) -> None:
        wheels = self._wheels.trace(eye, directions)
        open_ = np.zeros(len(directions), bool)
        open_[wells] = True
        seen = np.flatnonzero((wheels.t < np.inf) & (open_ | (wheels.t < hits.t)))
        hits.put(seen, wheels.taken(seen))

    def _put_mirrors(self, eye: Floats, directions: Floats, hits: Hits) -> None:
        x = self._style.glass[0] + 0.13
        y = float(belt_at(self._style, floats([x]))[0]) + 0.075
        for side in (1.0, -1.0):
            centre = floats((x, y, side * (self._style.half_width + 0.07)))
            _put_ellipsoid(eye, directions, hits, (centre, floats((0.07, 0.062, 0.11))), self)

    def mirror_look(self, points: Floats, normals: Floats) -> Hits:
        """The housing of a door mirror: glass towards the rear, paint elsewhere."""
        look = Hits.none(len(points))
        glass = normals[:, 0] > 0.72
        look.colour = np.where(glass[:, None], 0.1, floats(self._paint.colour))
        look.colour = look.colour.astype(np.float32)
        look.normal = normals
        look.gloss = np.ones(len(points), np.float32)
        look.metal = np.where(glass, 0.5, 0.25 * self._paint.metallic).astype(np.float32)
        return look


def _put_ellipsoid(
    eye: Floats, directions: Floats, hits: Hits, shape: tuple[Floats, Floats], car: Car
) -> None:
    centre, radii = shape
    start, way = (eye - centre) / radii, directions / radii
    a = np.einsum("ij,ij->i", way, way)
    b = way @ start
    root = b * b - a * (float(start @ start) - 1)
    t = (-b - np.sqrt(np.maximum(root, 0))) / a
    seen = np.flatnonzero((root > 0) & (t > 0) & (t < hits.t))
    points = eye + directions[seen] * t[seen, None]
    look = car.mirror_look(points, normalized((points - centre) / radii**2))
    look.t = t[seen].astype(np.float32)
    hits.put(seen, look)
