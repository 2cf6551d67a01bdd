"""Boxes round the parts of a photo that speak for damage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from carinspect.core.damage_texts import region_text
from carinspect.core.verdict import Box, Region
from carinspect.ui.fonts import sized
from carinspect.ui.widgets.probability_scale import percent

# Two colours of opposite lightness, so that a box shows on any photo.
_LINE: Final = QColor("#ffffff")
_HALO: Final = QColor(0, 0, 0, 170)


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a photo with a few words on its tag; ``quiet`` ones are drawn dashed."""

    box: Box
    words: str
    quiet: bool = False


def paint_regions(painter: QPainter, regions: tuple[Region, ...], photo: QRectF) -> None:
    """Draw numbered boxes; ``photo`` is where the photo lies in the painter's coordinates."""
    marks = tuple(
        Mark(
            region.box,
            f"{number}  {percent(region.probability)}  {region_text(region)}".rstrip(),
        )
        for number, region in enumerate(regions, start=1)
    )
    paint_marks(painter, marks, photo)


def paint_marks(painter: QPainter, marks: tuple[Mark, ...], photo: QRectF) -> None:
    """Draw boxes with tags; ``photo`` is where the photo lies in the painter's coordinates."""
    for mark in marks:
        x0, y0, x1, y1 = mark.box
        box = QRectF(
            QPointF(photo.x() + x0 * photo.width(), photo.y() + y0 * photo.height()),
            QPointF(photo.x() + x1 * photo.width(), photo.y() + y1 * photo.height()),
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((_HALO, 4.5), (_LINE, 2.0)):
            style = Qt.PenStyle.DashLine if mark.quiet else Qt.PenStyle.SolidLine
            painter.setPen(QPen(color, width, style))
            painter.drawRoundedRect(box, 3, 3)
        _paint_tag(painter, mark.words, box, photo)


def _paint_tag(painter: QPainter, words: str, box: QRectF, photo: QRectF) -> None:
    font = sized(85, strong=True)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
    top = box.top() - height - 2
    if top < photo.top():
        top = box.top() + 4
    left = min(box.left(), photo.right() - width)
    tag = QRectF(left, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 200))
    painter.drawRoundedRect(tag, 4, 4)
    painter.setFont(font)
    painter.setPen(_LINE)
    painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), words)
