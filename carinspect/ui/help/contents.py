"""The left side of the help window: what there is to read, or what a search found."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from carinspect.core.guide import search_guide
from carinspect.core.i18n import _, ngettext
from carinspect.ui.help.library import Library, Place
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_PLACE: Final = Qt.ItemDataRole.UserRole


class Contents(Panel):
    """A search field over a tree.

    Signals:
        wanted: the :class:`Place` to show, and the words to mark in it.
    """

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = Library()
        self._shown = Place("")
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(GRID)
        self.tree.setWordWrap(True)
        self._found = QLabel(self)
        self._found.setObjectName("muted")
        self._found.setWordWrap(True)
        self._found.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self.search, self._found, self.tree):
            column.addWidget(widget)
        self.search.textChanged.connect(self.fill)
        self.search.returnPressed.connect(self._open_first)
        self.tree.itemClicked.connect(self._on_item)
        self.tree.itemActivated.connect(self._on_item)
        QShortcut(QKeySequence.StandardKey.Find, self.window()).activated.connect(
            self.search.setFocus
        )
        self.retranslate()

    def show_library(self, library: Library) -> None:
        """Offer what ``library`` has."""
        self._library = library
        self.fill()

    def mark(self, place: Place) -> None:
        """Show that ``place`` is in view."""
        self._shown = place
        for item in self._items():
            known: Place | None = item.data(0, _PLACE)
            if known is not None and known.address == place.address:
                self.tree.setCurrentItem(item)
                return

    def retranslate(self) -> None:
        self.search.setPlaceholderText(_("Search the guide"))
        self.search.setAccessibleName(_("Search the guide"))
        self.tree.setAccessibleName(_("Contents"))
        self.fill()

    def fill(self) -> None:
        """Show the hits of what is looked for, or all that there is."""
        self.tree.clear()
        words = self.search.text().strip()
        self._found.setVisible(bool(words))
        if words:
            self._fill_hits(words)
        else:
            self._fill_shelves()
            self.mark(self._shown)

    def _fill_shelves(self) -> None:
        for shelf in self._library.shelves():
            if not shelf.entries:
                continue
            head = QTreeWidgetItem(self.tree, [shelf.title()])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setWeight(font.Weight.DemiBold)
            head.setFont(0, font)
            for address, title in shelf.entries:
                QTreeWidgetItem(head, [title]).setData(0, _PLACE, Place(address))
        self.tree.expandAll()

    def _fill_hits(self, words: str) -> None:
        hits = search_guide(words)
        titles = dict(self._library.shelves()[0].entries)
        for hit in hits:
            title = titles[hit.topic]
            head = f"{title}: {hit.section.title}" if hit.section.anchor else title
            item = QTreeWidgetItem(self.tree, [f"{head}\n{hit.around}"])
            item.setData(0, _PLACE, Place(hit.topic, hit.section.anchor))
        told = ngettext("{count} place", "{count} places", len(hits)).format(count=len(hits))
        self._found.setText(told if hits else _("Nothing found: try one shorter word."))

    def _open_first(self) -> None:
        first = self.tree.topLevelItem(0)
        if self.search.text().strip() and first is not None:
            self.tree.setCurrentItem(first)
            self._on_item(first)

    def _on_item(self, item: QTreeWidgetItem) -> None:
        place: Place | None = item.data(0, _PLACE)
        if place is not None:
            self.wanted.emit(place, self.search.text().strip())

    def _items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for row in range(self.tree.topLevelItemCount()):
            head = self.tree.topLevelItem(row)
            if head is not None:
                inner = (head.child(number) for number in range(head.childCount()))
                found += [head, *(one for one in inner if one is not None)]
        return found
