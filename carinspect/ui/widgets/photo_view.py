"""One photo, large: zoom, pan, heat map and regions over it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.verdict import Region
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.region_marks import Mark, paint_marks, paint_regions
from carinspect.ui.widgets.view_transform import Place, ViewTransform

_STEP: Final = 1.25
_PAN_PX: Final = 60.0
_PREVIEW_SCALE: Final = 32
_NOTCH: Final = 120.0
"""Eighths of a degree that one notch of a mouse wheel reports (Qt: QWheelEvent)."""

_PAN_KEYS: Final = {
    Qt.Key.Key_Left: QPointF(_PAN_PX, 0),
    Qt.Key.Key_Right: QPointF(-_PAN_PX, 0),
    Qt.Key.Key_Up: QPointF(0, _PAN_PX),
    Qt.Key.Key_Down: QPointF(0, -_PAN_PX),
}


class PhotoView(QWidget):
    """Shows a photo upright; the wheel zooms at the pointer, dragging pans.

    Signals:
        zoom_changed: device pixels per photo pixel; 1.0 is "100%".
        detail_wanted: the photo is shown larger than its loaded pixels.
        place_changed: the user went to another :class:`Place` of the photo.
    """

    zoom_changed = Signal(float)
    detail_wanted = Signal()
    place_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._heat = QImage()
        self._regions: tuple[Region, ...] = ()
        self._marks: tuple[Mark, ...] = ()
        self._evidence_visible = False
        self._is_preview = False
        self._message = ("", "")
        self._transform = ViewTransform()
        self._dragged_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(30 * GRID, 25 * GRID))

    @property
    def zoom(self) -> float:
        """Device pixels per photo pixel."""
        return self._transform.current_scale() * self.devicePixelRatioF()

    @property
    def fitted(self) -> bool:
        """Whether the whole photo shows and follows the size of the view."""
        return self._transform.fitted

    @property
    def image(self) -> QImage:
        """What is shown; null where nothing is."""
        return self._image

    @property
    def is_preview(self) -> bool:
        """Whether only the thumbnail shows as yet."""
        return self._is_preview

    def wanted_px(self) -> int:
        """The longer side, in device pixels, of a picture that fills this view."""
        return round(max(self.width(), self.height()) * self.devicePixelRatioF())

    def show_preview(self, thumbnail: QImage) -> None:
        """Show another photo, whole, by its thumbnail until its pixels come."""
        # Nominally large, so that it fills the view as the photo will.
        self._is_preview = True
        self._show_whole(thumbnail, thumbnail.size() * _PREVIEW_SCALE)

    def show_image(self, image: QImage, size_px: QSize) -> None:
        """Show a photo's pixels; ``size_px`` is its own size, the image may be smaller.

        More pixels of the photo that shows already leave zoom and place alone.
        """
        same = not self._is_preview and self._transform.photo == QSizeF(size_px)
        self._is_preview = False
        if same and not self._image.isNull():
            self._image = image
            self._changed()
        else:
            self._show_whole(image, size_px)

    def _show_whole(self, image: QImage, size_px: QSize) -> None:
        self._image, self._message = image, ("", "")
        self._transform.photo = QSizeF(size_px)
        self._transform.fit()
        self._changed()

    def show_message(self, icon_name: str, text: str) -> None:
        """Show words in place of a photo."""
        self._image, self._message = QImage(), (icon_name, text)
        self._is_preview = False
        self.set_evidence(QImage(), ())
        self._changed()

    def set_evidence(self, heat: QImage, regions: tuple[Region, ...]) -> None:
        """What speaks for damage: a transparent picture and boxes; both may be empty."""
        self._heat, self._regions = heat, regions
        self.update()

    def show_evidence(self, visible: bool) -> None:  # noqa: FBT001 - connected to toggled(bool)
        """Show or hide the heat map and the regions."""
        self._evidence_visible = visible
        self.update()

    def set_marks(self, marks: tuple[Mark, ...]) -> None:
        """Boxes with words, shown whether or not the evidence is."""
        self._marks = marks
        self.update()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The boxes that are shown."""
        return self._marks

    @property
    def place(self) -> Place:
        """What part of the photo shows."""
        return self._transform.place()

    def go_to(self, place: Place) -> None:
        """Show a part of the photo; tells nobody, so that views can follow each other."""
        if not self._image.isNull():
            self._transform.go_to(place)
            self._changed()

    def zoom_in(self) -> None:
        self._zoom_by(_STEP, self._middle())

    def zoom_out(self) -> None:
        self._zoom_by(1 / _STEP, self._middle())

    def fit(self) -> None:
        """Show the whole photo."""
        self._transform.fit()
        self._changed()
        self._tell_place()

    def actual_size(self) -> None:
        """One photo pixel on one device pixel."""
        self._transform.zoom_to(1 / self.devicePixelRatioF(), self._middle())
        self._changed()
        self._tell_place()

    def _tell_place(self) -> None:
        self.place_changed.emit(self._transform.place())

    def _middle(self) -> QPointF:
        return QRectF(self.rect()).center()

    def _zoom_by(self, factor: float, anchor: QPointF) -> None:
        if not self._image.isNull():
            self._transform.zoom_to(self._transform.current_scale() * factor, anchor)
            self._changed()
            self._tell_place()

    def _changed(self) -> None:
        self.update()
        self._update_cursor()
        self.zoom_changed.emit(self.zoom)
        if not (self._image.isNull() or self._is_preview) and self._lacks_detail():
            self.detail_wanted.emit()

    def _lacks_detail(self) -> bool:
        shown = self._transform.rect().width() * self.devicePixelRatioF()
        loaded = self._image.width()
        return loaded < min(shown, self._transform.photo.width()) * 0.95

    def _update_cursor(self) -> None:
        shape = Qt.CursorShape.OpenHandCursor
        if self._dragged_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._transform.fitted or self._image.isNull():
            shape = Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def _paint_message(self, painter: QPainter) -> None:
        icon_name, text = self._message
        middle = self._middle()
        if icon_name:
            side = 7.0 * GRID
            box = QRectF(middle.x() - side / 2, middle.y() - side - GRID, side, side)
            paint_icon(painter, icon_name, box, color=colors().muted)
        painter.setFont(sized(107))
        painter.setPen(QColor(colors().muted))
        width = min(self.width() - 4 * GRID, 60 * GRID)
        room = QRectF(middle.x() - width / 2, middle.y() + GRID, width, self.height() / 2 - GRID)
        flags = (
            Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWrapAnywhere
        )
        painter.drawText(room, int(flags), text)

    def _paint_photo(self, painter: QPainter) -> None:
        target = self._transform.rect()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 4)
        self._paint_pixels(painter, target)
        paint_marks(painter, self._marks, target)
        if self._evidence_visible:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if not self._heat.isNull():
                painter.drawImage(target, self._heat)
            paint_regions(painter, self._regions, target)

    def _paint_pixels(self, painter: QPainter, target: QRectF) -> None:
        painter.drawImage(target, self._image)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), QColor(colors().sunken))
        if self._image.isNull():
            self._paint_message(painter)
        else:
            self._paint_photo(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors().accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._transform.view = QSizeF(self.size())
        self._changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if notches:
            self._zoom_by(_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and not self._transform.fitted:
            self._dragged_from = event.position()
            self._update_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None:
            self._transform.pan(event.position() - self._dragged_from)
            self._dragged_from = event.position()
            self.update()
            self._tell_place()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        self._dragged_from = None
        self._update_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._image.isNull():
            return
        if self._transform.fitted:
            self._transform.zoom_to(1 / self.devicePixelRatioF(), event.position())
            self._changed()
            self._tell_place()
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _PAN_KEYS.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._transform.pan(step)
            self.update()
            self._tell_place()
        else:
            super().keyPressEvent(event)
