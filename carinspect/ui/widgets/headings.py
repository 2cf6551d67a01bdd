"""The heading of a table, which never hides what a column is called."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget


class Headings(QHeaderView):
    """Shortens a heading that does not fit, and says all of it in a tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._growing, self._least_px = -1, 0
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def let_grow(self, section: int, least_px: int) -> None:
        """Give ``section`` what the others leave of the table's width, and at least ``least_px``.

        Qt's own stretching shrinks it to nothing where the others need all.
        """
        self._growing, self._least_px = section, least_px
        self.sectionResized.connect(self._on_resized)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _on_resized(self, section: int) -> None:
        if section != self._growing:
            self._grow()

    def _grow(self) -> None:
        if 0 <= self._growing < self.count():
            others = self.length() - self.sectionSize(self._growing)
            room = self.viewport().width() - others
            self.resizeSection(self._growing, max(self._least_px, room))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            section = self.logicalIndexAt(event.pos())
            QToolTip.showText(event.globalPos(), self.tip(section), self)
            return True
        return super().viewportEvent(event)

    def tip(self, section: int) -> str:
        """The model's tooltip for a heading, or else all of a heading that is shortened."""
        model = self.model()
        own = model.headerData(section, self.orientation(), Qt.ItemDataRole.ToolTipRole)
        if own or self.sectionSizeFromContents(section).width() <= self.sectionSize(section):
            return str(own or "")
        return str(model.headerData(section, self.orientation()) or "")
