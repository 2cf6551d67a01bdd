"""A box on a photo, taken hold of and changed; in fractions of the photo."""

from __future__ import annotations

from enum import IntFlag
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from carinspect.core.verdict import Box

MIN_SIDE: Final = 0.008
"""A smaller box hides nothing and cannot be seen."""

_REACH_PX: Final = 9.0
"""How near an edge counts as on it: a finger's or a shaky hand's breadth."""


class Grip(IntFlag):
    """The sides of a box that follow the hand; all four: the whole box."""

    LEFT = 1
    TOP = 2
    RIGHT = 4
    BOTTOM = 8
    WHOLE = 15


def grip_at(point: QPointF, box: QRectF) -> Grip | None:
    """What of a box lies under a point; None where nothing does."""
    if not box.adjusted(-_REACH_PX, -_REACH_PX, _REACH_PX, _REACH_PX).contains(point):
        return None
    grip = Grip(0)
    # Of a small box both edges are near; the nearer one is meant.
    if min(abs(point.x() - box.left()), abs(point.x() - box.right())) <= _REACH_PX:
        grip |= Grip.LEFT if point.x() < box.center().x() else Grip.RIGHT
    if min(abs(point.y() - box.top()), abs(point.y() - box.bottom())) <= _REACH_PX:
        grip |= Grip.TOP if point.y() < box.center().y() else Grip.BOTTOM
    return grip or Grip.WHOLE


def changed(box: Box, grip: Grip, right: float, down: float) -> Box:
    """A box whose gripped sides were moved; it stays within the photo and keeps some size."""
    if grip is Grip.WHOLE:
        right = min(max(right, -box[0]), 1 - box[2])
        down = min(max(down, -box[1]), 1 - box[3])
        return box[0] + right, box[1] + down, box[2] + right, box[3] + down
    x0, x1 = _span(box[0], box[2], right, low=bool(grip & 1), high=bool(grip & 4))
    y0, y1 = _span(box[1], box[3], down, low=bool(grip & 2), high=bool(grip & 8))
    return x0, y0, x1, y1


def between(first: QPointF, second: QPointF) -> Box | None:
    """The box drawn from one point to another; None where it is too small to be meant."""
    x0, x1 = sorted((_inside(first.x()), _inside(second.x())))
    y0, y1 = sorted((_inside(first.y()), _inside(second.y())))
    return (x0, y0, x1, y1) if min(x1 - x0, y1 - y0) >= MIN_SIDE else None


def _span(start: float, end: float, by: float, *, low: bool, high: bool) -> tuple[float, float]:
    if low:
        start = min(max(0.0, start + by), end - MIN_SIDE)
    if high:
        end = max(min(1.0, end + by), start + MIN_SIDE)
    return start, end


def _inside(value: float) -> float:
    return min(1.0, max(0.0, value))
