"""The heading of a table, which never hides what a column is called."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget


class Headings(QHeaderView):
    """Shortens a heading that does not fit, and says all of it in a tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

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
