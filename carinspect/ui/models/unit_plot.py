"""A curve in the unit square, with a threshold that can be dragged along it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.evaluation_figures import Curve, Floats, ReliabilityBin
from carinspect.core.inspection import Outcome
from carinspect.ui.fonts import sized
from carinspect.ui.theme import GRID, colors

_LEFT, _TOP, _RIGHT, _FOOT = 5.0 * GRID, 3.5 * GRID, 1.5 * GRID, 4.5 * GRID
_TICKS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
_HANDLE: Final = 6.0
_FINEST: Final = 1 / 2000
"""Points that are closer are drawn as one; no plot is two thousand pixels wide."""


@dataclass(frozen=True, slots=True)
class PlotWords:
    """What stands around a plot; functions, as the language may change."""

    title: Callable[[], str]
    x: Callable[[], str]
    y: Callable[[], str]


class UnitPlot(QWidget):
    """Axes from 0 to 1 either way."""

    def __init__(self, words: PlotWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(24 * GRID, 24 * GRID)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the language that is spoken now."""
        self.setAccessibleName(self._words.title())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(34 * GRID, 32 * GRID)

    def to_screen(self, x: float, y: float) -> QPointF:
        """Where a point of the unit square lies."""
        room = self._room()
        return QPointF(room.x() + x * room.width(), room.bottom() - y * room.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axes(painter)
        self.paint_data(painter)
        painter.end()

    def paint_data(self, painter: QPainter) -> None:
        """Paint what the plot is about."""

    def _room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_FOOT)

    def _paint_axes(self, painter: QPainter) -> None:
        theme, room = colors(), self._room()
        painter.setFont(sized(85))
        for tick in _TICKS:
            painter.setPen(QPen(QColor(theme.border), 1))
            painter.drawLine(self.to_screen(tick, 0), self.to_screen(tick, 1))
            painter.drawLine(self.to_screen(0, tick), self.to_screen(1, tick))
            painter.setPen(QColor(theme.muted))
            at = self.to_screen(tick, 0)
            below = QRectF(at.x() - 20, at.y() + 2, 40, 2 * GRID)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), f"{tick:g}")
            at = self.to_screen(0, tick)
            beside = QRectF(at.x() - 44, at.y() - GRID, 40, 2 * GRID)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, int(flags), f"{tick:g}")
        below = QRectF(room.x(), room.bottom() + 2 * GRID, room.width(), 2.5 * GRID)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self._words.x())
        above = QRectF(0, 0, self.width(), _TOP - 4)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above.adjusted(0, 0, -_RIGHT, 0), int(right), "↑ " + self._words.y())
        painter.setPen(QColor(theme.text))
        painter.setFont(sized(93, strong=True))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(above.adjusted(GRID, 0, 0, 0), int(left), self._words.title())


class CurvePlot(UnitPlot):
    """A curve by threshold; its handle is dragged, or moved by the arrow keys.

    Signals:
        threshold_dragged: the threshold where the handle is now.
    """

    threshold_dragged = Signal(float)

    def __init__(self, words: PlotWords, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._curve: Curve | None = None
        self._line = QPolygonF()  # in the unit square
        self._index = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_curve(self, curve: Curve, threshold: float) -> None:
        """Show ``curve`` with the handle at ``threshold``."""
        self._curve = curve
        points = _thinned(np.column_stack([curve.x, curve.y]))
        self._line = QPolygonF([QPointF(x, y) for x, y in points.tolist()])
        self.set_threshold(threshold)

    def set_threshold(self, threshold: float) -> None:
        """Move the handle to where the same photos are called damaged as at ``threshold``."""
        if self._curve is not None:
            # Thresholds fall from infinity.
            self._index = int((self._curve.thresholds >= threshold).sum()) - 1
            x, y = self._curve.x[self._index], self._curve.y[self._index]
            self.setAccessibleDescription(f"{self._words.x()} {x:.3f}, {self._words.y()} {y:.3f}")
            self.setToolTip(self.accessibleDescription())
        self.update()

    @property
    def handle(self) -> QPointF:
        """Where the handle is on the screen."""
        if self._curve is None:
            return QPointF()
        return self.to_screen(float(self._curve.x[self._index]), float(self._curve.y[self._index]))

    def paint_data(self, painter: QPainter) -> None:
        if self._curve is None:
            return
        theme = colors()
        room = self._room()
        to_screen = QTransform(room.width(), 0, 0, -room.height(), room.x(), room.bottom())
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(to_screen.map(self._line))
        painter.setPen(QPen(QColor(theme.surface), 2))
        painter.setBrush(QColor(theme.tones[Outcome.DAMAGED].fill))
        side = _HANDLE + (2 if self.hasFocus() else 0)
        painter.drawEllipse(self.handle, side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1}
        if event.key() in steps and self._curve is not None:
            self._go_to(self._index + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _drag_to(self, place: QPointF) -> None:
        if self._curve is None:
            return
        room = self._room()
        x = (place.x() - room.x()) / room.width()
        y = (room.bottom() - place.y()) / room.height()
        self._go_to(int(np.argmin((self._curve.x - x) ** 2 + (self._curve.y - y) ** 2)))

    def _go_to(self, index: int) -> None:
        if self._curve is None:
            return
        index = min(max(index, 0), len(self._curve.thresholds) - 1)
        threshold = float(self._curve.thresholds[index])
        # Where nothing is called damaged, no probability is high enough.
        self.threshold_dragged.emit(threshold if np.isfinite(threshold) else 1.0)


class ReliabilityPlot(UnitPlot):
    """What was said against what was so; on the diagonal, probabilities mean what they say."""

    def __init__(self, words: PlotWords, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._bins: Sequence[ReliabilityBin] = ()

    def show_bins(self, bins: Sequence[ReliabilityBin]) -> None:
        """Show ``bins``."""
        self._bins = bins
        lines = [
            f"{one.mean_probability:.2f}: {one.damaged.value:.2f} ({one.damaged.n})" for one in bins
        ]
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip("\n".join(lines))
        self.update()

    def paint_data(self, painter: QPainter) -> None:
        theme = colors()
        painter.setPen(QPen(QColor(theme.muted), 1, Qt.PenStyle.DashLine))
        painter.drawLine(self.to_screen(0, 0), self.to_screen(1, 1))
        painter.setPen(QPen(QColor(theme.accent), 2))
        points = [self.to_screen(one.mean_probability, one.damaged.value) for one in self._bins]
        painter.drawPolyline(QPolygonF(points))
        for one, point in zip(self._bins, points, strict=True):
            painter.setPen(QPen(QColor(theme.accent), 1))
            x = one.mean_probability
            painter.drawLine(
                self.to_screen(x, one.damaged.low), self.to_screen(x, one.damaged.high)
            )
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(point, 3, 3)


def _thinned(points: Floats) -> Floats:
    """The ends and bends of a curve in the unit square, ``(N, 2)``: it looks the same."""
    points = np.round(points / _FINEST)
    points = points[np.append(True, np.any(np.diff(points, axis=0) != 0, axis=1))]
    if len(points) > 2:
        before, after = np.diff(points[:-1], axis=0), np.diff(points[1:], axis=0)
        bends = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
        bends |= (before * after).sum(axis=1) < 0
        points = points[np.concatenate([[True], bends, [True]])]
    return points * _FINEST
