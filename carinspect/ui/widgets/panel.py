"""A frame whose texts and icons follow the language and the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame


class Panel(QFrame):
    """Base of the composite widgets.

    A subclass sets every text in :meth:`retranslate` and every themed icon in
    :meth:`recolor`, and calls both at the end of its constructor.
    """

    def retranslate(self) -> None:
        """Set all texts in the language that is spoken now."""

    def recolor(self) -> None:
        """Set all icons in the colours that are shown now."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.recolor()
