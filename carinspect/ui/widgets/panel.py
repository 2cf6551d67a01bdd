"""A frame whose texts and icons follow the language and the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QWidget


class Panel(QFrame):
    """Base of the composite widgets.

    A subclass sets every text in :meth:`retranslate` and every themed icon in
    :meth:`recolor`, and calls both at the end of its constructor.
    """

    _first: QWidget | None = None

    def focus_first(self, widget: QWidget) -> None:
        """Whoever gives this panel the keyboard gives it to ``widget``.

        Not a focus proxy: the Tab key stops at the proxied widget wherever it comes to this one,
        and goes round in the panel for ever (Qt 6.11).
        """
        self._first = widget

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        (super() if self._first is None else self._first).setFocus(reason)

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
