"""Image <-> QImage; every QImage owns its bytes, so that it may cross threads."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from carinspect.core.overlay import HUE, heat_opacity
from carinspect.core.verdict import HeatMap, Image

_HEAT_PX = 320


def to_qimage(image: Image) -> QImage:
    """A copy of ``image`` in the format that Qt paints fastest (``Format_RGB32``)."""
    height, width = image.shape[:2]
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = image[..., 2], image[..., 1], image[..., 0]
    pixels[..., 3] = 255
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def heat_to_qimage(heat_map: HeatMap, size_px: tuple[int, int]) -> QImage:
    """The heat map as a transparent red picture in the proportions of ``size_px``."""
    scale = _HEAT_PX / max(size_px)
    width, height = (max(1, round(side * scale)) for side in size_px)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., 2], pixels[..., 1], pixels[..., 0] = HUE
    pixels[..., 3] = heat_opacity(heat_map, (width, height))
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32).copy()
