"""A photo on which boxes are drawn, moved and removed: by mouse, finger or keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from carinspect.core.verdict import Box
from carinspect.ui.rental.box_edit import Grip, between, changed, grip_at
from carinspect.ui.theme import colors
from carinspect.ui.widgets.photo_view import PhotoView

_COVER: Final = QColor(0, 0, 0, 185)
_LINE: Final = QColor("#ffffff")
_KNOB_PX: Final = 4.5
_STEP, _FINE_STEP = 0.01, 0.002
_NEW_WIDTH, _NEW_HEIGHT = 0.2, 0.08
"""Of what shows: about a plate seen at the counter's distance."""

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CURSORS: Final = {
    Grip.WHOLE: Qt.CursorShape.SizeAllCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.LEFT | Grip.TOP: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.BOTTOM: Qt.CursorShape.SizeFDiagCursor,
    Grip.RIGHT | Grip.TOP: Qt.CursorShape.SizeBDiagCursor,
    Grip.LEFT | Grip.BOTTOM: Qt.CursorShape.SizeBDiagCursor,
}


class PrivateCanvas(PhotoView):
    """Dragging on the photo draws a box; on a box it moves it, on its edge it makes it larger.

    The wheel zooms, the right button pans. Insert adds a box, Space goes to the next, arrows move
    it (with Shift its size, with Ctrl finely), Delete removes it.

    Signals:
        drawn: a new :data:`Box`.
        edited: which box and what it is now.
        nudged: the same, by a key that may be held down.
        removed: which box.
        selected_changed: another box is meant, or none.
    """

    drawn = Signal(object)
    edited = Signal(int, object)
    nudged = Signal(int, object)
    removed = Signal(int)
    selected_changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: tuple[Box, ...] = ()
        self.selected = -1
        self._grip: Grip | None = None
        self._pressed: QPointF | None = None
        self._at = QPointF()
        self.setMouseTracking(True)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """What is hidden."""
        return self._boxes

    def set_boxes(self, boxes: tuple[Box, ...], selected: int) -> None:
        """Show boxes; ``selected`` is the one that keys change, -1 none."""
        self._boxes = boxes
        self.select(selected if selected < len(boxes) else -1)

    def select(self, index: int) -> None:
        """Mean a box, or none by -1."""
        self.selected = index
        self.update()
        self.selected_changed.emit()

    def add_box(self) -> None:
        """A box in the middle of what shows."""
        if self.image.isNull():
            return
        shown = self._transform.rect().intersected(QRectF(self.rect()))
        half = QPointF(shown.width() * _NEW_WIDTH / 2, shown.height() * _NEW_HEIGHT / 2)
        box = between(self._in_photo(shown.center() - half), self._in_photo(shown.center() + half))
        if box is not None:
            self.drawn.emit(box)

    def remove_box(self) -> None:
        """Take away the box that is meant."""
        if self.selected >= 0:
            self.removed.emit(self.selected)

    def select_next(self) -> None:
        """Mean the next box."""
        if self._boxes:
            self.select((self.selected + 1) % len(self._boxes))

    def _rect_of(self, box: Box) -> QRectF:
        photo = self._transform.rect()
        return QRectF(
            photo.x() + box[0] * photo.width(),
            photo.y() + box[1] * photo.height(),
            (box[2] - box[0]) * photo.width(),
            (box[3] - box[1]) * photo.height(),
        )

    def _in_photo(self, point: QPointF) -> QPointF:
        photo = self._transform.rect()
        return QPointF(
            (point.x() - photo.x()) / max(1.0, photo.width()),
            (point.y() - photo.y()) / max(1.0, photo.height()),
        )

    def _under(self, point: QPointF) -> tuple[int, Grip | None]:
        """The box under a point, the meant one before all others, and what of it."""
        order = sorted(range(len(self._boxes)), key=lambda i: (i != self.selected, -i))
        for index in order:
            grip = grip_at(point, self._rect_of(self._boxes[index]))
            if grip is not None:
                return index, grip
        return -1, None

    def _in_hand(self) -> Box | None:
        """The box as it would be if the hand let go now."""
        if self._pressed is None:
            return None
        start, end = self._in_photo(self._pressed), self._in_photo(self._at)
        if self._grip is None:
            return between(start, end)
        moved = end - start
        return changed(self._boxes[self.selected], self._grip, moved.x(), moved.y())

    def _paint_photo(self, painter: QPainter) -> None:
        super()._paint_photo(painter)
        in_hand = self._in_hand()
        for index, box in enumerate(self._boxes):
            held = index == self.selected and self._grip is not None and in_hand is not None
            shown = in_hand if held and in_hand is not None else box
            self._paint_box(painter, self._rect_of(shown), meant=index == self.selected)
        if self._grip is None and in_hand is not None:
            self._paint_box(painter, self._rect_of(in_hand), meant=True)

    def _paint_box(self, painter: QPainter, rect: QRectF, *, meant: bool) -> None:
        painter.setBrush(_COVER)
        painter.setPen(QPen(_LINE, 1.5))
        painter.drawRect(rect)
        if not meant:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors().accent), 2.5))
        painter.drawRect(rect)
        painter.setBrush(_LINE)
        painter.setPen(QPen(QColor(colors().accent), 1.5))
        for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
            painter.drawEllipse(corner, _KNOB_PX, _KNOB_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.image.isNull():
            return
        if event.button() is not Qt.MouseButton.LeftButton:
            self._dragged_from = event.position()
            return
        index, self._grip = self._under(event.position())
        self._pressed = self._at = event.position()
        self.select(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            super().mouseMoveEvent(event)
            return
        self._at = event.position()
        if self._pressed is None:
            self._update_cursor()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        self._at = event.position()
        box, grip = self._in_hand(), self._grip
        self._pressed, self._grip = None, None
        self.update()
        if box is not None and grip is None:
            self.drawn.emit(box)
        elif box is not None:
            self.edited.emit(self.selected, box)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        arrow = _ARROWS.get(key)
        if arrow is not None and self.selected >= 0:
            self._step(arrow, event.modifiers())
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.selected >= 0:
            self.remove_box()
        elif key == Qt.Key.Key_Insert:
            self.add_box()
        elif key == Qt.Key.Key_Space:
            self.select_next()
        else:
            super().keyPressEvent(event)

    def _step(self, arrow: tuple[int, int], modifiers: Qt.KeyboardModifier) -> None:
        fine = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        sized = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        step = _FINE_STEP if fine else _STEP
        grip = Grip.RIGHT | Grip.BOTTOM if sized else Grip.WHOLE
        box = changed(self._boxes[self.selected], grip, arrow[0] * step, arrow[1] * step)
        self.nudged.emit(self.selected, box)

    def _update_cursor(self) -> None:
        if self.image.isNull():
            self.setCursor(Qt.CursorShape.ArrowCursor)
            return
        _index, grip = self._under(self._at)
        self.setCursor(Qt.CursorShape.CrossCursor if grip is None else _CURSORS[grip])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._pressed, self._grip = None, None
        super().focusOutEvent(event)
