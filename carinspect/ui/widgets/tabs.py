"""Tabs that stand still while what they contain is laid out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QTabWidget, QWidget


class Tabs(QTabWidget):
    """Paints itself, and with that all its pages' widgets, only where its own size may change.

    Qt's does so whenever anything inside asks for a layout: each word of a label, each line of a
    legend has the whole page painted, several times over.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid_out: tuple[QSize, ...] = ()
        self.setDocumentMode(True)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            wanted = (self.sizeHint(), self.minimumSizeHint(), self.tabBar().sizeHint())
            if wanted == self._laid_out:
                return True
            self._laid_out = wanted
        return super().event(event)
