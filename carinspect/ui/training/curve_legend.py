"""What the lines of the plots mean: a sample of each with its words, wrapped to the width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.ui.theme import GRID, colors
from carinspect.ui.training.marks import mark
from carinspect.ui.training.series import Series, Stroke, hue

_SAMPLE: Final = 4 * GRID


class CurveLegend(QWidget):
    """Lists the series of a plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: tuple[Series, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_series(self, series: Sequence[Series]) -> None:
        """List these."""
        before = self.heightForWidth(self.width())
        self._series = tuple({one.words: one for one in series}.values())  # each name once
        if before != self.heightForWidth(self.width()):
            self.updateGeometry()  # only then: it has the whole page laid out and painted anew
        self.setAccessibleName(", ".join(one.words for one in self._series))
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        bottoms = [rect.bottom() for _one, rect in self._places(width)]
        return round(max(bottoms, default=0))

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, self.heightForWidth(max(self.width(), 40 * GRID)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one, rect in self._places(self.width()):
            _paint_sample(painter, one, QRectF(rect.topLeft(), QSize(_SAMPLE, int(rect.height()))))
            painter.setPen(QColor(colors().text))
            text = rect.adjusted(_SAMPLE + GRID, 0, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, one.words)

    def _places(self, width: int) -> Iterator[tuple[Series, QRectF]]:
        metrics = self.fontMetrics()
        height = metrics.height() + GRID // 2
        x = y = 0.0
        for one in self._series:
            wide = _SAMPLE + GRID + metrics.horizontalAdvance(one.words) + 2 * GRID
            if x and x + wide > width:
                x, y = 0.0, y + height
            yield one, QRectF(x, y, wide, height)
            x += wide


def _paint_sample(painter: QPainter, one: Series, rect: QRectF) -> None:
    color = QColor(hue(one.hue))
    middle = rect.center()
    style = Qt.PenStyle.DashLine if one.stroke is Stroke.DASHED else Qt.PenStyle.SolidLine
    if one.stroke is Stroke.FAINT:
        color.setAlphaF(0.45)
    painter.setPen(QPen(color, 1 if one.stroke is Stroke.FAINT else 2, style))
    painter.drawLine(QPointF(rect.left(), middle.y()), QPointF(rect.right(), middle.y()))
    painter.setPen(QPen(color, 1.5))
    if one.stroke is not Stroke.FAINT:
        painter.setBrush(color if one.stroke is Stroke.SOLID else QColor(colors().surface))
        painter.drawPath(mark(one.hue, 6).translated(middle))
