"""What the surface of a car is made of at each point."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resources.tools.drawing.atlas import Atlas
from resources.tools.drawing.car_panels import (
    CHROME,
    GAP,
    GLASS,
    LAMP,
    PLASTIC,
    TAIL,
    TRIM,
    side_masks,
)
from resources.tools.drawing.car_shape import BodyStyle, BodyTables
from resources.tools.drawing.car_trim import Skin, dress_front, dress_rear, glaze
from resources.tools.drawing.damage import Wounds
from resources.tools.drawing.noise import Floats, Noise, smoothstep, floats
from resources.tools.drawing.scene import Hits
from resources.tools.drawing.surroundings import Colour


@dataclass(frozen=True, slots=True)
class Paint:
    """The colour of a car.

    Attributes:
        colour: linear reflectance.
        metallic: how much of the mirror image takes that colour, [0, 1].
        dirt: how much dust lies on the lower parts, [0, 1].
    """

    colour: Colour
    metallic: float = 0.0
    dirt: float = 0.25


class Coat:
    """Says for points of a car's surface what they look like."""

    def __init__(self, style: BodyStyle, shape: BodyTables, paint: Paint, wounds: Wounds) -> None:
        self._style = style
        self._paint = paint
        self._wounds = wounds
        self._side = Atlas(side_masks(style, shape))
        self._noise = Noise(7)

    def look(self, points: Floats, normals: Floats, share: Floats) -> Hits:
        """Materials at ``points``; distances are not set."""
        count = len(points)
        base = np.broadcast_to(floats(self._paint.colour), (count, 3)).copy()
        metal = np.full(count, 0.25 * self._paint.metallic, np.float32)
        skin = Skin(points, normals, share, base, np.ones(count, np.float32), metal)
        glaze(self._style, skin)
        dress_front(self._style, skin)
        dress_rear(self._style, skin)
        self._dress_side(skin)
        self._soil(skin)
        marks = self._wounds.dress(skin)
        hits = Hits.none(count)
        hits.normal, hits.colour, hits.mark = self._wounds.bent(skin), skin.colour, marks
        hits.gloss, hits.metal = skin.gloss, skin.metal
        return hits

    def _dress_side(self, skin: Skin) -> None:
        x, y, z = skin.points.T
        masks = self._side.read(x, y).T
        beside = smoothstep(0.30, 0.42, np.abs(skin.normals[:, 2]))
        skin.lay(masks[PLASTIC], (0.028, 0.028, 0.03), gloss=0.12)
        skin.lay(masks[CHROME] * beside, (0.62, 0.62, 0.63), gloss=0.9, metal=0.6)
        skin.lay(masks[TRIM] * beside, (0.012, 0.012, 0.012), gloss=0.5)
        inside = self._noise.fractal(x * 4, y * 5, 3)
        seats = smoothstep(0.45, 0.7, inside)[:, None] * floats((0.03, 0.03, 0.028))
        skin.lay(masks[GLASS] * beside, floats((0.012, 0.015, 0.017)) + seats, gloss=1.0)
        wide = np.abs(z) > 0.40
        self._head_lamps(skin, masks[LAMP] * wide)
        self._tail_lamps(skin, masks[TAIL] * (np.abs(z) > 0.36))
        front = np.abs(skin.normals[:, 2]) > 0.2
        skin.lay(masks[GAP] * front, (0.008, 0.008, 0.008), gloss=0.0)

    def _head_lamps(self, skin: Skin, cover: Floats) -> None:
        x, y, z = skin.points.T
        bright = 0.30 + 0.45 * self._noise.value(x * 16 + z * 16, y * 40)
        colour = bright[:, None] * floats((0.9, 0.95, 1.0))
        skin.lay(cover, colour, gloss=1.0, metal=0.15)
        centre = self._style.outline[5][1] - 0.10
        for at in (0.50, 0.66):
            away = np.hypot(np.abs(z) - at, y - centre)
            skin.lay(smoothstep(0.062, 0.058, away) * cover, (0.07, 0.07, 0.08), gloss=1.0)
            skin.lay(smoothstep(0.045, 0.040, away) * cover, (0.85, 0.87, 0.9), gloss=1.0)

    def _tail_lamps(self, skin: Skin, cover: Floats) -> None:
        _, y, z = skin.points.T
        ribs = 0.75 + 0.25 * np.sin(y * 210)
        colour = ribs[:, None] * floats((0.42, 0.018, 0.02))
        skin.lay(cover, colour, gloss=1.0)
        band = smoothstep(0.024, 0.018, np.abs(y - self._style.belt[1] + 0.13))
        skin.lay(band * cover * (np.abs(z) < 0.72), (0.72, 0.7, 0.68), gloss=1.0)

    def _soil(self, skin: Skin) -> None:
        x, y, z = skin.points.T
        patches = self._noise.fractal(x * 2.2 + z, y * 3.5, 5)
        low = smoothstep(0.75, 0.2, y)
        dust = self._paint.dirt * low * (0.35 + 0.9 * patches)
        skin.lay(np.clip(dust, 0, 0.8) * 0.55, (0.26, 0.22, 0.17), gloss=0.1)
