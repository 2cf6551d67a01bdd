"""Looking at what was drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage


def pixels(image: QImage, part: QRect | None = None) -> np.ndarray:
    """``uint8``, RGB, ``(H, W, 3)``; ``part`` of the image in its own pixels."""
    shown = (image if part is None else image.copy(part)).convertToFormat(
        QImage.Format.Format_RGB32
    )
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), -1, 4)
    return rows[:, : shown.width(), 2::-1].copy()


def changed_pixels(one: QImage, other: QImage) -> np.ndarray:
    """``bool``, ``(H, W)``: where two pictures stand out from each other by 3 : 1 at least."""
    before, after = luminance(pixels(one)), luminance(pixels(other))
    if before.shape != after.shape:
        return np.ones(after.shape, bool)
    return ratio(before, after) >= 3


def luminance(colors: np.ndarray) -> np.ndarray:
    """Relative luminance by WCAG 2.2 of colours, ``uint8`` ``(..., 3)``."""
    share = colors.astype(np.float32) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722], np.float32)


def ratio(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The contrast of two luminances by WCAG 2.2: 1 to 21."""
    lighter, darker = np.maximum(one, other), np.minimum(one, other)
    return (lighter + 0.05) / (darker + 0.05)


def text_contrast(colors: np.ndarray) -> float:
    """How far the ink of a text stands out from its ground, both taken from the picture.

    The ground is the most frequent colour; the ink is what differs most from it.
    """
    flat = colors.reshape(-1, 3)
    kinds, counts = np.unique(flat, axis=0, return_counts=True)
    ground = luminance(kinds[np.argmax(counts)])
    return float(ratio(luminance(kinds), ground).max())
