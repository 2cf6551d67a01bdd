"""Plates and faces: found by OpenCV's cascades (Viola and Jones, CVPR 2001), and hidden.

A cascade overlooks some and takes other things for a plate: what must not be seen is checked by
a person, who adds boxes: plates seen from the side are mostly missed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image

from carinspect.core.verdict import Box, Image
from carinspect.ml.opencv import load_cv2

_CASCADES: Final = (
    # file, how many overlapping hits confirm one, smallest side and widening in shares
    ("haarcascade_russian_plate_number.xml", 2, 0.03, 0.15),
    ("haarcascade_frontalface_alt2.xml", 3, 0.03, 0.2),
    ("haarcascade_profileface.xml", 4, 0.04, 0.2),
)

_SEARCHED_PX: Final = 1280
_BLOCKS: Final = 6
"""Of a hidden box, so many blocks remain along its longer side: no letter survives."""


def find_private(image: Image) -> tuple[Box, ...]:
    """Where plates and faces may be on an image (RGB, ``uint8``, ``(H, W, 3)``)."""
    cv2 = load_cv2()
    height, width = image.shape[:2]
    scale = _SEARCHED_PX / max(height, width)
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    grey = cv2.equalizeHist(cv2.resize(grey, None, fx=scale, fy=scale))
    boxes: list[Box] = []
    for name, neighbours, smallest, wider in _CASCADES:
        cascade: Any = cv2.CascadeClassifier(str(Path(cv2.data.haarcascades) / name))
        side = max(12, round(smallest * max(grey.shape)))
        hits = cascade.detectMultiScale(
            grey, scaleFactor=1.08, minNeighbors=neighbours, minSize=(side, max(8, side // 3))
        )
        for x, y, wide, high in hits:
            box = (x - wider * wide, y - wider * high, x + (1 + wider) * wide)
            edges = (*box, y + (1 + wider) * high)
            boxes.append(_in_fractions(edges, grey.shape[1], grey.shape[0]))
    return tuple(boxes)


def hide(image: Image, boxes: tuple[Box, ...]) -> Image:
    """``image`` with each box reduced to a few blocks of even colour."""
    hidden = image.copy()
    height, width = image.shape[:2]
    for box in boxes:
        x0, y0 = int(box[0] * width), int(box[1] * height)
        x1, y1 = int(np.ceil(box[2] * width)), int(np.ceil(box[3] * height))
        if x1 > x0 and y1 > y0:
            hidden[y0:y1, x0:x1] = _blocks(hidden[y0:y1, x0:x1])
    return hidden


def _blocks(part: Image) -> Image:
    height, width = part.shape[:2]
    longer = max(height, width)
    few = max(1, round(_BLOCKS * width / longer)), max(1, round(_BLOCKS * height / longer))
    picture = PIL.Image.fromarray(part)
    small = picture.resize(few, PIL.Image.Resampling.BOX)
    return np.asarray(small.resize((width, height), PIL.Image.Resampling.NEAREST))


def _in_fractions(edges: tuple[float, float, float, float], width: int, height: int) -> Box:
    x0, x1 = (float(min(1.0, max(0.0, x / width))) for x in (edges[0], edges[2]))
    y0, y1 = (float(min(1.0, max(0.0, y / height))) for y in (edges[1], edges[3]))
    return x0, y0, x1, y1
