"""The outlines of a vehicle seen from above, front up, one for each view."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath, QPolygonF, QTransform

from carinspect.core.rental import View

SIZE: Final = QSizeF(220, 400)
"""The drawing's own units."""

_MIDDLE: Final = SIZE.width() / 2


def _polygon(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _rounded(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
    return path


def _mirrored(path: QPainterPath) -> QPainterPath:
    turn = QTransform.fromTranslate(2 * _MIDDLE, 0).scale(-1, 1)
    return turn.map(path)


def _front() -> QPainterPath:
    path = QPainterPath(QPointF(82, 26))
    path.quadTo(QPointF(_MIDDLE, 12), QPointF(138, 26))
    path.lineTo(138, 84)
    path.quadTo(QPointF(_MIDDLE, 76), QPointF(82, 84))
    path.closeSubpath()
    return path


def _rear() -> QPainterPath:
    path = QPainterPath(QPointF(82, 268))
    path.quadTo(QPointF(_MIDDLE, 274), QPointF(138, 268))
    path.lineTo(138, 316)
    path.quadTo(QPointF(_MIDDLE, 326), QPointF(82, 316))
    path.closeSubpath()
    return path


def _front_left() -> QPainterPath:
    path = QPainterPath(QPointF(78, 27))
    path.lineTo(78, 88)
    path.lineTo(48, 100)
    path.lineTo(48, 60)
    path.quadTo(QPointF(50, 34), QPointF(78, 27))
    path.closeSubpath()
    return path


def _rear_left() -> QPainterPath:
    path = QPainterPath(QPointF(78, 315))
    path.lineTo(78, 266)
    path.lineTo(48, 252)
    path.lineTo(48, 292)
    path.quadTo(QPointF(50, 310), QPointF(78, 315))
    path.closeSubpath()
    return path


def _wheels() -> QPainterPath:
    path = QPainterPath()
    for x in (30, 176):
        for y in (62, 246):
            path.addRoundedRect(QRectF(x, y, 14, 42), 5, 5)
    return path


_LEFT: Final = _polygon((48, 104), (76, 93), (76, 261), (48, 248))

SHAPES: Final[Mapping[View, QPainterPath]] = MappingProxyType(
    {
        View.FRONT: _front(),
        View.FRONT_LEFT: _front_left(),
        View.FRONT_RIGHT: _mirrored(_front_left()),
        View.WINDSCREEN: _polygon((80, 90), (140, 90), (132, 126), (88, 126)),
        View.LEFT: _LEFT,
        View.RIGHT: _mirrored(_LEFT),
        View.ROOF: _rounded(86, 131, 48, 92, 6),
        View.REAR: _rear(),
        View.REAR_LEFT: _rear_left(),
        View.REAR_RIGHT: _mirrored(_rear_left()),
        View.WHEELS: _wheels(),
        View.INTERIOR: _rounded(14, 346, 92, 44, 8),
        View.CLOSE_UP: _rounded(114, 346, 92, 44, 8),
    }
)
"""Where each view is drawn. The inside and close-ups have a field below the vehicle."""

REAR_WINDOW: Final = _polygon((88, 228), (132, 228), (140, 262), (80, 262))
"""Drawn so that it looks like a vehicle; nobody is asked to photograph it on its own."""

GLYPHS: Final[Mapping[View, QPointF]] = MappingProxyType(
    {
        view: QPointF(37, 83) if view is View.WHEELS else path.boundingRect().center()
        for view, path in SHAPES.items()
    }
)
"""Where the two dots of a view stand."""
