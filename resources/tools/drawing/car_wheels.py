"""The four wheels of a car."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from resources.tools.drawing.car_shape import BodyStyle
from resources.tools.drawing.noise import Floats, normalized, smoothstep, floats
from resources.tools.drawing.scene import Hits

_WIDTH: Final = 0.205
_RIM: Final = 0.69  # radius of the rim as a share of the tyre's


@dataclass(frozen=True, slots=True)
class Rims:
    """How the rims look.

    Attributes:
        spokes: their number.
        width: share of the circle that a spoke takes.
        colour: grey level of the metal.
        turn: how far the wheels have turned, radians.
    """

    spokes: int = 5
    width: float = 0.42
    colour: float = 0.62
    turn: float = 0.3


class Wheels:
    """Tyres and rims on both sides."""

    def __init__(self, style: BodyStyle, rims: Rims) -> None:
        self._axles = style.axles
        self._radius = style.wheel_radius
        self._face = style.half_width * 0.985 - 0.025
        self._rims = rims

    def trace(self, eye: Floats, directions: Floats) -> Hits:
        """Where rays meet a wheel."""
        hits = Hits.none(len(directions))
        for side in (1.0, -1.0):
            for axle in self._axles:
                self._trace_face(eye, directions, (axle, side), hits)
                self._trace_tread(eye, directions, (axle, side), hits)
        return hits

    def _trace_face(
        self, eye: Floats, directions: Floats, wheel: tuple[float, float], hits: Hits
    ) -> None:
        axle, side = wheel
        t = (side * self._face - eye[2]) / np.where(directions[:, 2] == 0, 1e-9, directions[:, 2])
        x = eye[0] + directions[:, 0] * t - axle
        y = eye[1] + directions[:, 1] * t - self._radius
        radius = np.hypot(x, y) / self._radius
        found = np.flatnonzero(
            (radius < 1) & (t > 0) & (t < hits.t) & (directions[:, 2] * side < 0)
        )
        angle = np.arctan2(y[found], x[found]).astype(np.float32)
        met = self._face_look(radius[found].astype(np.float32), angle, side)
        met.t = t[found].astype(np.float32)
        hits.put(found, met)

    def _face_look(self, radius: Floats, angle: Floats, side: float) -> Hits:
        met = Hits.none(len(radius))
        tyre = radius > _RIM
        across = (radius - _RIM) / (1 - _RIM)
        tilt = np.where(tyre, np.clip((across - 0.45) * 1.9, -0.6, 1.4) ** 3, 0.12)
        lip = (radius > _RIM * 0.93) & ~tyre
        tilt = np.where(lip, -0.5, tilt)
        normal = np.stack([np.cos(angle) * tilt, np.sin(angle) * tilt, np.full_like(tilt, side)], 1)
        met.normal = normalized(normal.astype(np.float32))
        spoke = self._spokes(radius, angle)
        behind = np.where(np.abs(radius - 0.36) < 0.13, 0.11, 0.018)  # brake disc, else dark
        metal = np.maximum(spoke, lip.astype(np.float32))
        grey = behind * (1 - metal) + self._rims.colour * metal
        grooves = 1 - 0.35 * smoothstep(0.02, 0.0, np.abs(across - 0.62))
        grey = np.where(tyre, 0.028 * grooves, grey)
        met.colour = np.repeat(grey[:, None], 3, axis=1).astype(np.float32)
        met.metal = np.where(tyre, 0, metal * 0.55).astype(np.float32)
        met.gloss = np.where(tyre, 0.12, metal * 0.8).astype(np.float32)
        return met

    def _spokes(self, radius: Floats, angle: Floats) -> Floats:
        count = self._rims.spokes
        phase = ((angle + self._rims.turn) * count / (2 * np.pi)) % 1 - 0.5
        # Spokes are straight: their share of the circle falls with the radius.
        half = self._rims.width * 0.5 * (0.55 + 0.16 / np.maximum(radius / _RIM, 0.2))
        spoke = smoothstep(0.02, -0.02, np.abs(phase) - half)
        hub = smoothstep(0.19, 0.17, radius)
        bolts = smoothstep(0.018, 0.012, np.abs(radius - 0.12)) * (np.cos(angle * 5) > 0.85)
        return np.clip(np.maximum(spoke, hub) - 0.7 * bolts, 0, 1).astype(np.float32)

    def _trace_tread(
        self, eye: Floats, directions: Floats, wheel: tuple[float, float], hits: Hits
    ) -> None:
        axle, side = wheel
        a = directions[:, 0] ** 2 + directions[:, 1] ** 2
        ex, ey = float(eye[0]) - axle, float(eye[1]) - self._radius
        b = directions[:, 0] * ex + directions[:, 1] * ey
        root = b * b - a * (ex * ex + ey * ey - self._radius**2)
        t = (-b - np.sqrt(np.maximum(root, 0))) / np.maximum(a, 1e-9)
        z = (eye[2] + directions[:, 2] * t) * side
        within = (z < self._face) & (z > self._face - _WIDTH)
        found = np.flatnonzero((root > 0) & (t > 0) & (t < hits.t) & within)
        met = Hits.none(len(found))
        met.t = t[found].astype(np.float32)
        points = eye + directions[found] * met.t[:, None]
        met.normal = (points - floats((axle, self._radius, 0))) * floats((1, 1, 0))
        met.normal = normalized(met.normal)
        turn = np.arctan2(met.normal[:, 1], met.normal[:, 0])
        across = (self._face - z[found]) / _WIDTH
        groove = (np.abs(across * 4 % 1 - 0.5) > 0.4) | (np.sin(turn * 90 + across * 14) > 0.6)
        met.colour = np.where(groove, 0.008, 0.03)[:, None] * np.ones(3)
        met.colour = met.colour.astype(np.float32)
        hits.put(found, met)
