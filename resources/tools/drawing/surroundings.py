"""Light, sky, ground and what stands behind: seen by the camera and mirrored in the paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from resources.tools.drawing.noise import Floats, Noise, mix, normalized, smoothstep, floats

Colour = tuple[float, float, float]
Backdrop = Literal["hedge", "wall", "trees", "room"]
Ground = Literal["asphalt", "paving", "grass", "boards"]


@dataclass(frozen=True, slots=True)
class Light:
    """The light of a photo; colours are linear, 1 is a white card in the sun.

    Attributes:
        sun_azimuth: radians; 0 is behind the photographer, positive to the right.
        sun_height: radians above the horizon.
        sun: colour of direct sunlight; black under an overcast sky.
        zenith: colour of the sky overhead.
        horizon: colour of the sky near the horizon.
        clouds: how much of the sky they cover, [0, 1].
    """

    sun_azimuth: float = 0.6
    sun_height: float = 0.8
    sun: Colour = (2.1, 1.95, 1.7)
    zenith: Colour = (0.28, 0.48, 0.86)
    horizon: Colour = (0.78, 0.86, 0.95)
    clouds: float = 0.4

    @property
    def direction(self) -> Floats:
        """Unit vector towards the sun."""
        cos = np.cos(self.sun_height)
        return np.array(
            [
                cos * np.sin(self.sun_azimuth),
                np.sin(self.sun_height),
                cos * np.cos(self.sun_azimuth),
            ],
            np.float32,
        )


class Surroundings:
    """Everything but the thing that is photographed."""

    def __init__(self, seed: int, *, light: Light, ground: Ground, backdrop: Backdrop) -> None:
        self.light = light
        self._ground: Ground = ground
        self._backdrop: Backdrop = backdrop
        self._noise = Noise(seed)
        self._shift = float(np.random.default_rng(seed).uniform(0, 90))
        self._depth = {"hedge": 5.0, "wall": 5.5, "trees": 26.0, "room": 3.2}[backdrop]

    def sky(self, directions: Floats) -> Floats:
        """Colours of the sky along unit vectors (N, 3)."""
        height = np.clip(directions[:, 1], 0, 1)
        sky = mix(_rows(self.light.horizon, height), _rows(self.light.zenith, height), height**0.5)
        reach = 1.0 / (height + 0.12)
        billow = self._noise.fractal(
            directions[:, 0] * reach * 1.3 + self._shift, directions[:, 2] * reach * 1.3 + reach, 5
        )
        cover = smoothstep(0.62 - 0.4 * self.light.clouds, 0.82 - 0.3 * self.light.clouds, billow)
        white = _rows((1.05, 1.06, 1.08), height) * (1.15 - 0.45 * billow[:, None])
        return mix(sky, white * floats(np.mean(self.light.horizon) + 0.1), cover * 0.85)

    def mirrored(self, directions: Floats) -> Floats:
        """What a polished surface shows along unit vectors (N, 3)."""
        if self._backdrop == "room":
            return self._room_mirrored(directions)
        height = directions[:, 1]
        azimuth = np.arctan2(directions[:, 0], directions[:, 2]).astype(np.float32)
        skyline = 0.10 + 0.16 * self._noise.fractal(azimuth * 5 + self._shift, azimuth * 0 + 3, 4)
        dark = _rows((0.13, 0.15, 0.12), height) * (
            0.6 + 0.9 * self._noise.value(azimuth * 14, height * 24)[:, None]
        )
        seen = mix(self.sky(directions), dark, smoothstep(0.02, -0.02, height - skyline))
        base = _rows(self._ground_tone(), height) * self._brightness()
        ground = base * (0.55 + 0.65 * smoothstep(-1.0, 0.0, height))[:, None]
        return mix(seen, ground, smoothstep(0.015, -0.015, height))

    def ambient(self, normals: Floats) -> Floats:
        """Light from all sides on surfaces with unit normals (N, 3)."""
        up = normals[:, 1] * 0.5 + 0.5
        sky = 0.5 * (floats(self.light.zenith) + floats(self.light.horizon))
        if self._backdrop == "room":
            sky = floats((0.62, 0.6, 0.56)) * floats(np.mean(self.light.horizon))
        below = floats(self._ground_tone()) * self._brightness() * 0.7
        return mix(_rows(tuple(below), up), _rows(tuple(sky), up), up) * floats(0.72)

    def ground(self, x: Floats, z: Floats, distance: Floats) -> Floats:
        """Reflectance of the ground at points of the plane y = 0; (N, 3)."""
        noise = self._noise
        fine = noise.fractal(x * 70, z * 70, 2) - 0.5
        fade = smoothstep(14.0, 3.0, distance)
        broad = noise.fractal(x * 0.9 + self._shift, z * 0.9, 4) - 0.5
        kinds = {
            "asphalt": self._asphalt, "paving": _paving, "grass": self._grass, "boards": _boards,
        }  # fmt: skip
        base = kinds[self._ground](x, z)
        texture = 1 + 0.75 * fine * fade + 0.5 * broad
        if self._ground != "boards" and self._backdrop in ("hedge", "wall"):
            base = _kerb(base, x, z)
        if self._backdrop == "trees" and self._ground != "grass":
            base = mix(base, self._grass(x, z), smoothstep(-3.4, -3.6, z))
        return base * texture[:, None]

    def behind(self, eye: Floats, directions: Floats) -> tuple[Floats, Floats]:
        """What lies behind the things: colours (N, 3), and distance of the ground or infinity.

        The ground comes back as reflectance: its light and shadow are the renderer's.
        """
        colours = self.sky(directions)
        t_ground = np.full(len(directions), np.inf, np.float32)
        down = directions[:, 1] < -1e-4
        t_ground[down] = -eye[1] / directions[down, 1]
        t_wall = (-self._depth - eye[2]) / np.minimum(directions[:, 2], -1e-4)
        at_wall = (directions[:, 2] < -1e-4) & (t_wall < t_ground)
        points = eye + directions[at_wall] * t_wall[at_wall, None]
        drawn, opaque = self._standing(points[:, 0] + self._shift, points[:, 1])
        colours[at_wall] = mix(colours[at_wall], drawn, opaque)
        t_ground[at_wall & (t_ground < np.inf)] = np.inf
        on_ground = t_ground < np.inf
        points = eye + directions[on_ground] * t_ground[on_ground, None]
        colours[on_ground] = self.ground(points[:, 0], points[:, 2], t_ground[on_ground])
        return colours, t_ground

    def _standing(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        drawers = {
            "hedge": self._hedge, "wall": self._wall, "trees": self._trees, "room": self._room,
        }  # fmt: skip
        reflectance, opaque = drawers[self._backdrop](x, y)
        facing = floats([[0, 0, 1]])
        sun = floats(self.light.sun) * max(float(self.light.direction[2]), 0.12)
        return reflectance * (self.ambient(facing) + 0.8 * sun), opaque

    def _hedge(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        noise = self._noise
        leaves = noise.fractal(x * 9, y * 9, 4)
        lumps = noise.fractal(x * 1.3, y * 1.6, 3)
        leaves = 0.5 * leaves + 0.5 * noise.value(x * 34, y * 30)
        shade = (0.1 + 1.7 * leaves**1.8) * (0.35 + 1.1 * lumps)
        green = _rows((0.10, 0.155, 0.06), x) * shade[:, None]
        brown = _rows((0.16, 0.13, 0.07), x) * shade[:, None]
        top = 1.75 + 0.22 * noise.fractal(x * 1.1, x * 0, 4) + 0.08 * leaves
        return mix(green, brown, smoothstep(0.55, 0.8, lumps) * 0.5), smoothstep(
            0.03, -0.03, y - top
        )

    def _wall(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        stain = self._noise.fractal(x * 0.6, y * 0.9, 5)
        grain = self._noise.fractal(x * 22, y * 22, 3)
        plaster = _rows((0.52, 0.48, 0.42), x) * (0.72 + 0.3 * stain + 0.14 * grain)[:, None]
        joint = np.minimum(np.abs(x % 2.4 - 1.2), np.abs(y - 1.35))
        plaster *= (0.6 + 0.4 * smoothstep(0.008, 0.025, joint))[:, None]
        plinth = _rows((0.28, 0.28, 0.29), x) * (0.8 + 0.4 * grain)[:, None]
        return mix(plaster, plinth, smoothstep(0.46, 0.45, y)), smoothstep(0.02, -0.02, y - 3.4)

    def _trees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        noise = self._noise
        crowns = noise.fractal(x * 0.22, y * 0.3, 4)
        leaves = noise.fractal(x * 2.3, y * 2.3, 4)
        fine = 0.6 * leaves + 0.4 * noise.value(x * 13, y * 13)
        tone = (0.05 + 1.9 * fine**1.5) * (0.35 + 1.2 * crowns)
        green = _rows((0.11, 0.15, 0.08), x) * tone[:, None] + floats((0.03, 0.04, 0.05))
        top = 2.2 + 5.5 * noise.fractal(x * 0.12, x * 0 + 7, 5) + 1.2 * (leaves - 0.5)
        return green, smoothstep(0.15, -0.15, y - top)

    def _room(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        grain = self._noise.fractal(x * 30, y * 30, 3)
        wide = self._noise.fractal(x * 0.5, y * 0.5, 3)
        paint = _rows((0.62, 0.60, 0.53), x) * (0.86 + 0.06 * grain + 0.2 * wide)[:, None]
        skirting = _rows((0.78, 0.77, 0.74), x) * (0.7 + 0.3 * smoothstep(0.0, 0.03, y))[:, None]
        return mix(paint, skirting, smoothstep(0.1, 0.095, y)), np.ones_like(x)

    def _room_mirrored(self, directions: Floats) -> Floats:
        up = directions[:, 1]
        walls = _rows((0.42, 0.40, 0.36), up) * (0.7 + 0.4 * up[:, None])
        window = smoothstep(0.03, 0.0, np.abs(np.abs(directions[:, 0] + 0.55) - 0.16) - 0.13)
        window *= smoothstep(0.03, 0.0, np.abs(up - 0.45) - 0.22)
        lit = mix(walls, _rows((2.2, 2.3, 2.4), up), window * (directions[:, 2] > 0))
        return mix(lit, _rows(self._ground_tone(), up) * 0.6, smoothstep(0.02, -0.02, up))

    def _asphalt(self, x: Floats, z: Floats) -> Floats:
        base = _rows((0.155, 0.155, 0.16), x)
        crack = np.abs(self._noise.fractal(x * 0.3 + 31, z * 0.3 + self._shift, 6) - 0.5)
        base *= (1 - 0.3 * smoothstep(0.002, 0.0, crack))[:, None]
        worn = self._noise.fractal(x * 9, z * 9, 3)
        along = smoothstep(0.06, 0.05, np.abs(z - 1.75))
        return mix(base, _rows((0.62, 0.62, 0.58), x), along * smoothstep(0.36, 0.5, worn))

    def _grass(self, x: Floats, z: Floats) -> Floats:
        blades = self._noise.fractal(x * 26, z * 9, 3)
        patches = self._noise.fractal(x * 0.8, z * 0.8, 3)
        green = mix(_rows((0.09, 0.14, 0.035), x), _rows((0.20, 0.19, 0.085), x), patches)
        return green * (0.3 + 1.3 * blades)[:, None]

    def _ground_tone(self) -> Colour:
        tones: dict[Ground, Colour] = {
            "asphalt": (0.155, 0.155, 0.16),
            "paving": (0.36, 0.34, 0.31),
            "grass": (0.14, 0.19, 0.06),
            "boards": (0.36, 0.22, 0.12),
        }
        return tones[self._ground]

    def _brightness(self) -> Floats:
        sky = 0.5 * (floats(self.light.zenith) + floats(self.light.horizon))
        return 0.9 * sky + floats(self.light.sun) * floats(self.light.direction[1])


def reflected(directions: Floats, normals: Floats) -> Floats:
    """Unit vectors of the mirrored rays."""
    along = np.einsum("ij,ij->i", directions, normals)
    return normalized(directions - 2 * along[:, None] * normals)


def _rows(colour: Colour | tuple[float, ...], like: Floats) -> Floats:
    return np.broadcast_to(floats(colour), (len(like), 3)).copy()


def _kerb(base: Floats, x: Floats, z: Floats) -> Floats:
    slabs = _rows((0.40, 0.38, 0.35), x)
    joints = np.minimum(np.abs(x % 0.6 - 0.3), np.abs(z % 0.6 - 0.3))
    slabs *= (0.55 + 0.45 * smoothstep(0.006, 0.014, joints))[:, None]
    paved = mix(base, slabs, smoothstep(-1.98, -2.0, z))
    edge = _rows((0.50, 0.49, 0.46), x) * (1 - 0.5 * (np.abs(x % 1.0 - 0.5) < 0.008))[:, None]
    return mix(paved, edge, ((z < -1.9) & (z > -2.05)).astype(np.float32))


def _paving(x: Floats, z: Floats) -> Floats:
    stones = _rows((0.36, 0.34, 0.31), x)
    row = np.floor(z / 0.2)
    along = (x + 0.1 * (row % 2)) % 0.4
    tone = 0.85 + 0.3 * ((np.floor((x + 0.1 * (row % 2)) / 0.4) * 7.13 + row * 3.71) % 1)
    edge = np.maximum(np.abs(along - 0.2) - 0.188, np.abs(z % 0.2 - 0.1) - 0.088)
    return stones * (tone * (1 - 0.5 * smoothstep(0.0, 0.008, edge)))[:, None].astype(np.float32)


def _boards(x: Floats, z: Floats) -> Floats:
    row = np.floor(z / 0.14)
    tone = 0.75 + 0.5 * ((row * 0.618) % 1)
    start = (row * 0.37) % 1 * 1.6
    gap = np.minimum(
        np.abs(z % 0.14 - 0.07) * -1 + 0.07, np.abs((x + start) % 1.6 - 0.8) * -1 + 0.8
    )
    wave = 0.9 + 0.1 * np.sin(z * 260 + 2.5 * np.sin(x * 2.2 + row * 5)) * np.sin(x * 1.3 + row)
    shade = tone * wave * (0.45 + 0.55 * smoothstep(0.001, 0.005, gap))
    return _rows((0.36, 0.22, 0.12), x) * shade[:, None].astype(np.float32)
