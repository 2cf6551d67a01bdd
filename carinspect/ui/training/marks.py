"""The marks of curves: each run its own shape, so that none is told by its colour alone."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

_SQUARE: Final = ((-1, -1), (1, -1), (1, 1), (-1, 1))
_POLYGONS: Final = {
    2: ((0, -1.2), (1.1, 0.9), (-1.1, 0.9)),
    3: ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    4: ((0, 1.2), (1.1, -0.9), (-1.1, -0.9)),
    6: ((-1.2, 0), (0.9, -1.1), (0.9, 1.1)),
    7: ((1.2, 0), (-0.9, -1.1), (-0.9, 1.1)),
}


def mark(number: int, size: float = 1.0) -> QPainterPath:
    """The shape of curve ``number``, round the origin, about ``size`` wide; there are eight."""
    kind = number % 8
    path = QPainterPath()
    half = size / 2
    if kind == 1:
        path.addEllipse(QPointF(), half, half)
    elif kind == 5:
        path.addPolygon(QPolygonF([_star(n) * half * 1.3 for n in range(10)]))
    else:
        corners = _POLYGONS.get(kind, _SQUARE)
        path.addPolygon(QPolygonF([QPointF(x, y) * half for x, y in corners]))
    path.closeSubpath()
    return path


def _star(corner: int) -> QPointF:
    reach, angle = (1.0, 0.45)[corner % 2], math.pi * corner / 5
    return QPointF(math.sin(angle), -math.cos(angle)) * reach
