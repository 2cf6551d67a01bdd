"""A button with one of our icons, whose icon follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from carinspect.ui.icons import icon
from carinspect.ui.keys import with_keys


class IconButton(QToolButton):
    """A flat button; its accessible name is its text even where only the icon shows."""

    def __init__(self, icon_name: str, parent: QWidget | None = None, *, side: int = 20) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.setIconSize(QSize(side, side))
        self.setAutoRaise(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # A tool button takes no focus by the tab key on its own.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._recolor()

    def set_words(self, text: str, shortcut: str = "") -> None:
        """Name the button for readers of the screen, the tooltip and, where shown, its face."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(with_keys(text, shortcut))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._recolor()

    def _recolor(self) -> None:
        self.setIcon(icon(self._icon_name))
