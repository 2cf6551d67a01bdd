"""The lazy import of OpenCV, whose types are only half known.

It costs 0.1 s at start-up, and only comparing and hiding need it.
"""

from __future__ import annotations

from typing import Any


def load_cv2() -> Any:
    """The ``cv2`` module."""
    import cv2

    return cv2
