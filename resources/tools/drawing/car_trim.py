"""What a car wears at its front and rear: grille, plates, lamps, screens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resources.tools.drawing.car_panels import nose_height, tail_height
from resources.tools.drawing.car_shape import BodyStyle, belt_at
from resources.tools.drawing.noise import Floats, smoothstep, floats


@dataclass(slots=True)
class Skin:
    """Points of a surface and what they are made of so far.

    Attributes:
        points: (N, 3), metres.
        normals: unit, (N, 3).
        share: |z| as a share of the half width, (N,).
        colour: reflectance, (N, 3).
        gloss: see `Hits`, (N,).
        metal: see `Hits`, (N,).
    """

    points: Floats
    normals: Floats
    share: Floats
    colour: Floats
    gloss: Floats
    metal: Floats

    def lay(
        self,
        cover: Floats,
        colour: tuple[float, float, float] | Floats,
        *,
        gloss: float = 0.3,
        metal: float = 0.0,
    ) -> None:
        """Cover the share ``cover`` (N,) of each point with another material."""
        keep = 1 - cover
        self.colour = self.colour * keep[:, None] + floats(colour) * cover[:, None]
        self.gloss = self.gloss * keep + floats(gloss) * cover
        self.metal = self.metal * keep + floats(metal) * cover


def dress_front(style: BodyStyle, skin: Skin) -> None:
    """Grille, intake, fog lamps, number plate, badge."""
    x, y, z = skin.points.T
    wide, nose = np.abs(z), nose_height(style)
    front = smoothstep(0.25, 0.45, -skin.normals[:, 0]) * (x < 0.6)
    tall = style.name in ("suv", "minivan")
    low = nose - (0.26 if tall else 0.19)
    edge = np.maximum(wide - 0.42 - 0.5 * (y - low), np.maximum(low - y, y - nose + 0.055))
    grille = smoothstep(0.003, -0.003, edge) * front
    slat = smoothstep(0.25, 0.15, np.abs((y - low) * 22 % 1 - 0.5)) * grille
    skin.lay(smoothstep(0.016, 0.012, edge) * front, (0.6, 0.6, 0.6), gloss=0.8, metal=0.6)
    skin.lay(grille, (0.012, 0.012, 0.013), gloss=0.2)
    skin.lay(slat * 0.8, (0.12, 0.12, 0.13), gloss=0.6, metal=0.2)
    badge = smoothstep(0.058, 0.054, np.hypot(z, y - (low + nose - 0.055) / 2))
    skin.lay(badge * front, (0.7, 0.7, 0.7), gloss=1, metal=0.7)
    bottom = style.outline[1][1]
    box = np.maximum(wide - 0.55 + 0.6 * (y - bottom - 0.02), np.abs(y - bottom - 0.055) - 0.05)
    intake = smoothstep(0.004, -0.004, box) * front
    skin.lay(intake, (0.012, 0.012, 0.012), gloss=0.1)
    fog = smoothstep(0.052, 0.048, np.hypot(wide - 0.66, y - bottom - 0.06)) * front
    skin.lay(fog, (0.55, 0.56, 0.58), gloss=1, metal=0.3)
    _plate(skin, y - (bottom + low) / 2 - 0.02, front, white=True)


def dress_rear(style: BodyStyle, skin: Skin) -> None:
    """Tailgate gaps, number plate, bumper insert."""
    x, y, z = skin.points.T
    wide, tail = np.abs(z), tail_height(style)
    rear = smoothstep(0.2, 0.4, skin.normals[:, 0]) * (x > style.length - 0.7)
    side = smoothstep(0.006, 0.002, np.abs(wide - 0.60 - 0.1 * (tail - y))) * (y > tail - 0.30)
    lower = smoothstep(0.006, 0.002, np.abs(y - tail + 0.30)) * (wide < 0.64)
    gap = np.maximum(side, lower) * rear * (y < belt_at(style, x) + 0.02)
    skin.lay(gap.astype(np.float32), (0.01, 0.01, 0.01), gloss=0)
    insert = smoothstep(0.003, -0.003, y - style.outline[-1][1] - 0.16) * rear
    skin.lay(insert * (wide < 0.72), (0.03, 0.03, 0.032), gloss=0.15)
    bar = smoothstep(0.012, 0.009, np.abs(y - tail + 0.055)) * rear * (wide < 0.32)
    skin.lay(bar, (0.6, 0.6, 0.6), gloss=0.9, metal=0.6)
    badge = smoothstep(0.045, 0.041, np.hypot(z, y - tail - 0.005)) * rear
    skin.lay(badge, (0.7, 0.7, 0.7), gloss=1, metal=0.7)
    _plate(skin, y - tail + 0.17, rear, white=True)


def _plate(skin: Skin, y: Floats, where: Floats, *, white: bool) -> None:
    z = skin.points[:, 2]
    box = np.maximum(np.abs(z) - 0.26, np.abs(y) - 0.056)
    skin.lay(smoothstep(0.009, 0.006, box) * where, (0.02, 0.02, 0.02), gloss=0.2)
    ground = (0.72, 0.72, 0.70) if white else (0.7, 0.55, 0.1)
    skin.lay(smoothstep(0.002, -0.002, box) * where, ground, gloss=0.15)
    # Strokes that look like characters from a distance and are none.
    column = np.floor((z + 0.24) / 0.06)
    u, v = (z + 0.24) / 0.06 - column, (y + 0.036) / 0.072
    kind = (column * 3) % 5
    stroke = (np.abs(u - 0.25) < 0.11) | (np.abs(v - 0.92 + 0.18 * kind) < 0.08)
    stroke |= (np.abs(u - 0.68) < 0.11) & (v > 0.18 * kind)
    stroke &= (np.abs(u - 0.47) < 0.34) & (np.abs(v - 0.5) < 0.5) & (column != 3)
    stroke &= np.abs(z) < 0.24
    skin.lay(stroke.astype(np.float32) * where, (0.03, 0.03, 0.04), gloss=0.1)


def glaze(style: BodyStyle, skin: Skin) -> Floats:
    """The windscreen and the rear window; returns where they are, (N,)."""
    x, y, _ = skin.points.T
    upright = smoothstep(0.94, 0.92, skin.share)
    above = smoothstep(0.0, 0.006, y - belt_at(style, x) - 0.055)
    start, end = style.screen
    front = smoothstep(0.0, 0.008, np.minimum(x - start - 0.03, end - 0.03 - x))
    start, end = style.rear_screen
    back = smoothstep(0.0, 0.008, np.minimum(x - start, end - x))
    pillar = smoothstep(0.90, 0.88, skin.share)
    glass = np.maximum(front, back) * above * upright
    skin.lay(glass, (0.01, 0.01, 0.01), gloss=0.6)
    glass = glass * pillar
    skin.lay(glass, (0.022, 0.026, 0.028), gloss=1.0)
    return glass
