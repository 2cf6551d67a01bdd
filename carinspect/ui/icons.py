"""The window's own icons: SVG line drawings that take the colour of the theme."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from carinspect.core.paths import resource
from carinspect.ui.theme import colors

_SIZES: Final = (16, 20, 24, 32, 40, 64)


def icon(name: str, *, color: str = "") -> QIcon:
    """The icon ``name`` in ``color``, by default that of text, faded where disabled."""
    theme = colors()
    return _icon(name, color or theme.text, theme.disabled)


def app_icon() -> QIcon:
    """The program's own icon, which has its own colours."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_render(_svg("app"), side, 1.0))
    return made


def pixmap(name: str, side: int, *, color: str, ratio: float) -> QPixmap:
    """The icon ``name``, ``side`` device-independent pixels wide, sharp at ``ratio``."""
    return _pixmap(name, side, color, ratio)


def paint_icon(painter: QPainter, name: str, rect: QRectF, *, color: str) -> None:
    """Draw the icon ``name`` into ``rect``, sharp at any scale."""
    _renderer(name, color).render(painter, rect)


@lru_cache(maxsize=256)
def _icon(name: str, color: str, disabled: str) -> QIcon:
    made = QIcon()
    for side in _SIZES:
        for mode, ink in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, disabled)):
            made.addPixmap(_render(_svg(name, ink), side, 1.0), mode)
    return made


@lru_cache(maxsize=256)
def _pixmap(name: str, side: int, color: str, ratio: float) -> QPixmap:
    return _render(_svg(name, color), side, ratio)


@lru_cache(maxsize=128)
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(_svg(name, color))


def _svg(name: str, color: str = "") -> QByteArray:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    return QByteArray(drawing.replace(b"currentColor", color.encode()))


def _render(svg: QByteArray, side: int, ratio: float) -> QPixmap:
    made = QPixmap(QSize(side, side) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(svg).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made
