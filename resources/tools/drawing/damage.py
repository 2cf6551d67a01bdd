"""Damage to the near side of a car: where it is, and what it does to the surface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from resources.tools.drawing.atlas import PER_METRE, Atlas
from resources.tools.drawing.car_shape import BodyStyle, BodyTables, blurred, edge_of
from resources.tools.drawing.car_trim import Skin
from resources.tools.drawing.noise import Floats, Noise, normalized, smoothstep, floats
from resources.tools.drawing.surroundings import Colour
from resources.tools.drawing.wound_shapes import WRAP, Layers, carve

Kind = Literal["scratch", "dent", "crumple", "smash", "hanging"]


@dataclass(frozen=True, slots=True)
class Damage:
    """One damage.

    Attributes:
        kind: what happened.
        at: (along, height), metres on the skin of the near side unrolled: 0 is the front
            corner, negative goes round it towards the number plate, and so at the rear.
        size: length of the damaged part, metres.
        seed: makes the same damage again.
    """

    kind: Kind
    at: tuple[float, float]
    size: float
    seed: int


class Wounds:
    """All damages of one car; number 1 is the first."""

    def __init__(self, style: BodyStyle, damages: tuple[Damage, ...], paint: Colour) -> None:
        self._style = style
        self._damages = damages
        light = float(np.mean(paint)) > 0.3
        self._bare: Colour = (0.30, 0.30, 0.29) if light else (0.66, 0.65, 0.62)
        self._noise = Noise(11)
        self._atlas: Atlas | None = None
        self._marks: NDArray[np.uint8] | None = None
        if damages:
            layers = Layers(style.length, style.height)
            for number, damage in enumerate(damages, start=1):
                carve(layers, damage.kind, damage.at, damage.size, number, damage.seed)
            slope_y, slope_x = np.gradient(layers.height * PER_METRE)
            drawn = (layers.bare, layers.deep, layers.scuff, layers.beam)
            masks = [*(layer.array for layer in drawn), slope_x, slope_y]
            self._atlas = Atlas([np.asarray(mask, np.float32) for mask in masks], WRAP)
            self._marks = layers.marks

    def crush(self, shape: BodyTables) -> None:
        """Push in the outline and the side where something hit hard."""
        for damage in self._damages:
            if damage.kind in ("scratch", "dent", "crumple"):
                continue
            x, y = shape.grid
            rng = np.random.default_rng(damage.seed)
            away = np.hypot((x - damage.at[0]) / damage.size, (y - damage.at[1]) / 0.34)
            lumps = rng.random((7, 13)).astype(np.float32)
            rough = lumps[
                (y / 0.13).astype(np.int32) % 7, ((x + 0.3 * y + 0.2) / 0.15).astype(np.int32) % 13
            ]
            depth = smoothstep(0.75, 0.15, away) * (0.25 + 0.9 * blurred(rough, 3))
            shape.half_width[1] -= depth * 0.045
            pushed = shape.depth - depth * 0.05
            shape.edge[1] = np.maximum(shape.edge[1], edge_of(self._style, x, pushed))

    def dress(self, skin: Skin) -> NDArray[np.int32]:
        """Lay scratches, cracks and bare metal; returns the number of the damage, (N,)."""
        none = np.zeros(len(skin.points), np.int32)
        if self._atlas is None or self._marks is None:
            return none
        along, height = self._unrolled(skin), skin.points[:, 1]
        near = (skin.points[:, 2] > 0.02).astype(np.float32)
        bare, deep, scuff, beam, *_ = self._atlas.read(along, height).T * near
        grain = 0.45 + 0.75 * self._noise.fractal(along * 38, height * 38, 3)
        skin.lay(scuff * 0.55, (0.16, 0.155, 0.15), gloss=0.15)
        skin.lay(bare, grain[:, None] * floats(self._bare), gloss=0.15)
        skin.lay(deep, (0.010, 0.010, 0.011), gloss=0.03)
        skin.lay(beam * deep * 0.8, (0.05, 0.05, 0.052), gloss=0.05)
        i = np.clip((along + WRAP) * PER_METRE, 0, self._marks.shape[1] - 1).astype(np.int32)
        j = np.clip((height + 0.12) * PER_METRE, 0, self._marks.shape[0] - 1).astype(np.int32)
        return np.where(near > 0, self._marks[j, i], none).astype(np.int32)

    def bent(self, skin: Skin) -> Floats:
        """The normals, bent by dents and folds."""
        if self._atlas is None:
            return skin.normals
        masks = self._atlas.read(self._unrolled(skin), skin.points[:, 1])
        slope_x, slope_y = masks[:, 4] * (skin.points[:, 2] > 0.02), masks[:, 5]
        slope_y = slope_y * (skin.points[:, 2] > 0.02)
        beside = np.clip(np.abs(skin.normals[:, 2]), 0.25, 1)
        ends = np.sign(skin.points[:, 0] - self._style.length / 2) * (1 - beside)
        normal = skin.normals.copy()
        normal[:, 0] += slope_x * beside
        normal[:, 2] -= slope_x * ends
        normal[:, 1] += slope_y
        return normalized(normal)

    def _unrolled(self, skin: Skin) -> Floats:
        x, end = skin.points[:, 0], self._style.length
        inward = 0.82 * np.clip(1 - skin.share, 0, 1)
        front = smoothstep(0.50, 0.12, x)
        rear = smoothstep(end - 0.50, end - 0.12, x)
        return np.asarray(x + inward * (rear - front), np.float32)
