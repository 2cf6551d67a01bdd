"""The pickup photo over the return photo: in turn, or one from each side of a line."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication, QStyle, QWidget

from carinspect.core.record_texts import phase_text
from carinspect.core.rental import Phase
from carinspect.ui.fonts import sized
from carinspect.ui.widgets.photo_view import PhotoView

SLOWEST_MS: Final = 1500
QUICKEST_MS: Final = 400
"""A picture stands at least this long: 1.25 full changes a second, well under the three flashes a
second that may provoke seizures (WCAG 2.2, criterion 2.3.1)."""


class BlinkView(PhotoView):
    """Shows two photos of one place.

    Signals:
        blinking_changed: the pictures change by themselves, or no longer do.
    """

    blinking_changed = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pickup = QImage()
        self._share = 0.5
        self._swiping = True
        self._pickup_shows = False
        self._timer = QTimer(self, interval=900)
        self._timer.timeout.connect(self.swap)

    @property
    def blinking(self) -> bool:
        """Whether the pictures change by themselves."""
        return self._timer.isActive()

    @property
    def pickup_shows(self) -> bool:
        """Whether the pickup photo is the one in turn."""
        return self._pickup_shows

    def show_pair(self, pickup: QImage, returned: QImage, size_px: QSize) -> None:
        """Show two pictures of the same size, the pickup photo bent onto the other."""
        self._pickup = pickup
        self.show_image(returned, size_px)
        self.update()

    def swipe_to(self, share: float) -> None:
        """Show the pickup photo on this part of the width, from the left."""
        self.set_blinking(on=False)
        self._swiping, self._share = True, share
        self.update()

    def swap(self) -> None:
        """Show the other picture."""
        self._swiping = False
        self._pickup_shows = not self._pickup_shows
        self.update()

    def set_pace(self, milliseconds: int) -> None:
        """How long each picture stands."""
        self._timer.setInterval(min(max(milliseconds, QUICKEST_MS), SLOWEST_MS))

    def set_blinking(self, *, on: bool) -> None:
        """Begin or end to change the pictures; where motion is unwanted, swap them once."""
        if on and not moving_is_wanted():
            self.swap()
            return
        if on:
            self._swiping = False
            self._timer.start()
        else:
            self._timer.stop()
        self.blinking_changed.emit(on)

    def _paint_pixels(self, painter: QPainter, target: QRectF) -> None:
        if self._pickup.isNull():
            super()._paint_pixels(painter, target)
            return
        if not self._swiping:
            painter.drawImage(target, self._pickup if self._pickup_shows else self.image)
            phase = Phase.PICKUP if self._pickup_shows else Phase.RETURN
            _paint_name(painter, QPointF(12, 12), phase_text(phase))
            return
        super()._paint_pixels(painter, target)
        line = target.left() + target.width() * self._share
        painter.save()
        painter.setClipRect(QRectF(target.left(), 0, line - target.left(), self.height()))
        painter.drawImage(target, self._pickup)
        painter.restore()
        for color, width in ((QColor(0, 0, 0, 170), 4.0), (QColor("#ffffff"), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawLine(QPointF(line, target.top()), QPointF(line, target.bottom()))
        _paint_name(painter, QPointF(12, 12), phase_text(Phase.PICKUP))
        _paint_name(painter, QPointF(self.width() - 12, 12), phase_text(Phase.RETURN), right=True)


def moving_is_wanted() -> bool:
    """Whether the desktop shows animations; who turned them off wants nothing that blinks."""
    return bool(QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animate))


def _paint_name(painter: QPainter, at: QPointF, words: str, *, right: bool = False) -> None:
    painter.setFont(sized(100, strong=True))
    width = painter.fontMetrics().horizontalAdvance(words) + 16
    tag = QRectF(at.x() - (width if right else 0), at.y(), width, 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 200))
    painter.drawRoundedRect(tag, 5, 5)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), words)
