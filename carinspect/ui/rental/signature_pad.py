"""Paper to sign on: mouse, finger or pen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.ui.theme import GRID, colors

_PAPER: Final = QColor("#ffffff")
_INK: Final = QColor("#10224a")
_PEN_PX: Final = 2.6
_SCALE: Final = 2
"""The picture has twice the screen's resolution, so that it prints well."""


@dataclass(slots=True)
class _Stroke:
    points: list[QPointF] = field(default_factory=list[QPointF])
    widths: list[float] = field(default_factory=list[float])


class SignaturePad(QWidget):
    """Takes strokes.

    Signals:
        changed: a stroke has begun, ended or gone.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[_Stroke] = []
        self._drawing = False
        self._hint = ""
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(30 * GRID, 11 * GRID)

    @property
    def is_empty(self) -> bool:
        return not self._strokes

    def show_hint(self, words: str) -> None:
        """What stands on the empty paper."""
        self._hint = words
        self.setAccessibleName(words)
        self.update()

    def undo(self) -> None:
        """Take back the last stroke."""
        if self._strokes:
            self._strokes.pop()
            self._change()

    def clear(self) -> None:
        """Take back all strokes."""
        if self._strokes:
            self._strokes.clear()
            self._change()

    def to_png(self) -> bytes:
        """The signature, dark on white; empty where there is none."""
        if self.is_empty:
            return b""
        image = QImage(self.size() * _SCALE, QImage.Format.Format_RGB32)
        image.fill(_PAPER)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(_SCALE, _SCALE)
        self._paint_strokes(painter)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(data.data())

    def _begin(self, at: QPointF, pressure: float = 0.5) -> None:
        self._drawing = True
        self._strokes.append(_Stroke())
        self._go_on(at, pressure)
        self.changed.emit()

    def _go_on(self, at: QPointF, pressure: float = 0.5) -> None:
        if self._drawing:
            stroke = self._strokes[-1]
            stroke.points.append(at)
            stroke.widths.append(_PEN_PX * (0.5 + pressure))
            self.update()

    def _end(self) -> None:
        if self._drawing:
            self._drawing = False
            self.changed.emit()

    def _change(self) -> None:
        self._drawing = False
        self.update()
        self.changed.emit()

    def _paint_strokes(self, painter: QPainter) -> None:
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        for stroke in self._strokes:
            before = stroke.points[0]
            for point, width in zip(stroke.points, stroke.widths, strict=True):
                painter.setPen(QPen(_INK, width, Qt.PenStyle.SolidLine, cap, join))
                painter.drawLine(before, point)
                before = point

    def sizeHint(self) -> QSize:
        return QSize(50 * GRID, 16 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colors().control_border), 1))
        painter.setBrush(_PAPER)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), GRID, GRID)
        line = self.height() * 0.78
        painter.drawLine(QPointF(3 * GRID, line), QPointF(self.width() - 3 * GRID, line))
        if self.is_empty:
            painter.setPen(QColor("#5b6672"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._hint)
        self._paint_strokes(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._end()

    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() == QEvent.Type.TabletPress:
            self._begin(event.position(), event.pressure())
        elif event.type() == QEvent.Type.TabletMove:
            self._go_on(event.position(), event.pressure())
        else:
            self._end()
        # Else the same stroke would come again as the mouse's.
        event.accept()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            self._on_touch(event)
            return True
        return super().event(event)

    def _on_touch(self, event: QTouchEvent) -> None:
        points = event.points()
        if not points:
            return
        at = points[0].position()
        if event.type() == QEvent.Type.TouchBegin:
            self._begin(at)
        elif event.type() == QEvent.Type.TouchUpdate:
            self._go_on(at)
        else:
            self._end()
        event.accept()
