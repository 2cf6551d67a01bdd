"""What covers a page while photos are held over it: letting go here works."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from carinspect.core.i18n import _
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.drop_zone import paint_drop_frame


class DropVeil(QWidget):
    """Covers its parent; takes neither clicks nor drops itself.

    Args:
        words: what letting go does; a function, as the language may change.
        icon_name: of the picture above the words.
    """

    def __init__(
        self,
        parent: QWidget,
        words: Callable[[], str] = lambda: _("Let go to inspect"),
        icon_name: str = "inspect",
    ) -> None:
        super().__init__(parent)
        self._page, self._words, self._icon_name = parent, words, icon_name
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        parent.installEventFilter(self)
        self.hide()

    def cover(self, on: bool) -> None:  # noqa: FBT001 - told by a drop target
        """Cover the page, or uncover it."""
        self.setVisible(on)
        if on:
            self.setGeometry(self._page.rect())
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._page.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        theme = colors()
        painter = QPainter(self)
        ground = QColor(theme.accent_soft)
        ground.setAlpha(240)
        painter.fillRect(self.rect(), ground)
        room = QRectF(self.rect())
        paint_drop_frame(painter, room, color=theme.accent, width=2.5)
        side = 9.0 * GRID
        middle = room.center()
        box = QRectF(middle.x() - side / 2, middle.y() - side, side, side)
        paint_icon(painter, self._icon_name, box, color=theme.accent)
        painter.setFont(sized(150, strong=True))
        painter.setPen(QColor(theme.text))
        words = QRectF(0, middle.y() + GRID, room.width(), 4 * GRID)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self._words())
        painter.end()
