"""The verdict that nobody can misread: colour, icon and words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors

_ICON = 5 * GRID
_RADIUS = 1.25 * GRID


class VerdictBadge(QWidget):
    """Shows one outcome; waits where there is none yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outcome: Outcome | None = None
        self._waiting_text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def outcome(self) -> Outcome | None:
        return self._outcome

    def show_outcome(self, outcome: Outcome | None, waiting_text: str = "") -> None:
        """Show ``outcome``, or ``waiting_text`` where there is none."""
        news = outcome is not None and outcome is not self._outcome
        self._outcome = outcome
        self._waiting_text = waiting_text
        self.setAccessibleName(self.words())
        self.update()
        if news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words()))

    def words(self) -> str:
        """The text on the badge."""
        return self._waiting_text if self._outcome is None else outcome_text(self._outcome)

    def sizeHint(self) -> QSize:
        return QSize(32 * GRID, 9 * GRID)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, ink, icon_name = self._look()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        middle = self.height() / 2
        box = QRectF(2 * GRID, middle - _ICON / 2, _ICON, _ICON)
        paint_icon(painter, icon_name, box, color=ink)
        self._paint_words(painter, box.right() + 1.5 * GRID, ink)
        painter.end()

    def _paint_words(self, painter: QPainter, left: float, ink: str) -> None:
        room = QRectF(left, 0, self.width() - left - GRID, self.height())
        font = sized(160, strong=True)
        # A long language gets smaller letters rather than cut words.
        while QFontMetricsF(font).horizontalAdvance(self.words()) > room.width():
            if font.pixelSize() <= sized(100).pixelSize():
                break
            font.setPixelSize(font.pixelSize() - 1)
        painter.setFont(font)
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), self.words())

    def _look(self) -> tuple[str, str, str]:
        theme = colors()
        if self._outcome is None:
            return theme.sunken, theme.muted, "waiting"
        tone = theme.tones[self._outcome]
        return tone.fill, tone.on_fill, self._outcome.value
