"""Smooth random textures that repeat from their seed."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating]  # float32 wherever many are kept

_SIDE: Final = 256  # lattice period; a power of two, so that wrapping is a mask


def floats(values: ArrayLike) -> Floats:
    """``values`` as an array of float32."""
    return np.asarray(values, np.float32)


class Noise:
    """Value noise on a periodic lattice."""

    def __init__(self, seed: int) -> None:
        self._lattice = np.random.default_rng(seed).random((_SIDE, _SIDE)).astype(np.float32)

    def value(self, x: Floats, y: Floats) -> Floats:
        """Smooth noise in [0, 1]; one feature per unit of ``x`` and ``y``."""
        left, top = np.floor(x), np.floor(y)
        i, j = left.astype(np.int32) & (_SIDE - 1), top.astype(np.int32) & (_SIDE - 1)
        u, v = _ease(x - left), _ease(y - top)
        i1, j1 = (i + 1) & (_SIDE - 1), (j + 1) & (_SIDE - 1)
        table = self._lattice
        upper = table[j, i] * (1 - u) + table[j, i1] * u
        lower = table[j1, i] * (1 - u) + table[j1, i1] * u
        return upper * (1 - v) + lower * v

    def fractal(self, x: Floats, y: Floats, octaves: int = 4) -> Floats:
        """Noise with finer and fainter detail on top; in [0, 1], mean about 0.5."""
        total = np.zeros_like(x, dtype=np.float32)
        weight, weights = 1.0, 0.0
        for octave in range(octaves):
            scale = np.float32(2.03**octave)
            total += np.float32(weight) * self.value(x * scale + 17 * octave, y * scale)
            weights += weight
            weight *= 0.5
        return total / np.float32(weights)


def smoothstep(low: float, high: float, value: Floats) -> Floats:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)


def mix(first: Floats, second: Floats, share: Floats) -> Floats:
    """``first`` where ``share`` is 0, ``second`` where it is 1; colours ``(N, 3)``."""
    weight = share[..., None]
    return first * (1 - weight) + second * weight


def normalized(vectors: Floats) -> Floats:
    """Vectors ``(N, 3)`` brought to length 1."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    return vectors / np.maximum(length, 1e-9)[:, None]


def _ease(t: Floats) -> Floats:
    return t * t * (3 - 2 * t)
