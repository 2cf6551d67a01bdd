"""A heat map drawn over its photo."""

from __future__ import annotations

from typing import Final

import numpy as np
import PIL.Image

from carinspect.core.verdict import HeatMap, Image

HUE: Final = (229, 57, 53)
"""One red of varying opacity: readable for colour-blind people, where a rainbow is not."""

_MAX_OPACITY: Final = 0.72


def heat_opacity(heat_map: HeatMap, size_px: tuple[int, int]) -> Image:
    """The heat map as opacity, ``uint8`` ``(H, W)``, smoothly scaled to ``(width, height)``."""
    cells = PIL.Image.fromarray(np.clip(heat_map.values, 0, 1).astype(np.float32))
    smooth = np.asarray(cells.resize(size_px, PIL.Image.Resampling.BICUBIC))
    return (np.clip(smooth, 0, 1) * (_MAX_OPACITY * 255)).astype(np.uint8)


def draw_heat_map(image: Image, heat_map: HeatMap) -> Image:
    """A copy of ``image`` with the evidence for damage in red over it."""
    height, width = image.shape[:2]
    opacity = heat_opacity(heat_map, (width, height))[..., None].astype(np.float32) / 255
    mixed = image * (1 - opacity) + np.array(HUE, np.float32) * opacity
    return mixed.astype(np.uint8)
