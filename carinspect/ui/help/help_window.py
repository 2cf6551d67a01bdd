"""The guide in a window beside the work, with search, model cards, changes and licences."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from carinspect.core.i18n import SOURCE_LANGUAGE, _, language
from carinspect.services.read_library import LibraryContent, ReadLibrary
from carinspect.ui.help.contents import Contents
from carinspect.ui.help.library import CHANGES, PART, PARTS, Library, Place, part_html, parts_html
from carinspect.ui.help.reader import Reader
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.models.card_view import card_html
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton

_FIRST = Place("first-steps")


class HelpWindow(QDialog):
    """Contents at the left, a text at the right; the main window stays usable."""

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        # Qt dresses a window before it is complete.
        self._places: list[Place] = []
        self._now = -1
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.library = Library()
        self.contents = Contents(self)
        self.reader = Reader(self)
        self.back, self.forward = IconButton("previous", self), IconButton("next", self)
        self._title = QLabel(self)
        self._title.setObjectName("strong")
        self._lay_out()
        self._connect()
        self._retranslate()
        job = lane.submit(ReadLibrary())
        job.succeeded.connect(self._on_read)
        self.resize(124 * GRID, 86 * GRID)

    @property
    def place(self) -> Place:
        """What is shown."""
        return self._places[self._now] if self._places else _FIRST

    def go_to(self, place: Place, words: str = "") -> None:
        """Show ``place``, and mark ``words`` in it."""
        if not self._places or place != self.place:
            del self._places[self._now + 1 :]
            self._places.append(place)
            self._now = len(self._places) - 1
        self._show(words)

    def _lay_out(self) -> None:
        right = QWidget(self)
        bar = QHBoxLayout()
        bar.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        for widget in (self.back, self.forward, self._title):
            bar.addWidget(widget)
        bar.addStretch()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.reader, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(self.contents)
        splitter.addWidget(right)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([34 * GRID, 98 * GRID])
        splitter.setStretchFactor(1, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _connect(self) -> None:
        self.contents.wanted.connect(self.go_to)
        self.reader.place_wanted.connect(self._on_link)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(1))
        for keys, by in (("Alt+Left", -1), ("Alt+Right", 1)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda by=by: self._step(by))

    def _step(self, by: int) -> None:
        if 0 <= self._now + by < len(self._places):
            self._now += by
            self._show()

    def _on_link(self, link: str) -> None:
        self.go_to(Place.of_link(link))

    def _on_read(self, content: LibraryContent) -> None:
        self.library = Library(content.changes, content.cards, content.parts)
        self.contents.show_library(self.library)
        if self.library.topic(self.place.address) is None:
            self._show()

    def _show(self, words: str = "") -> None:
        place = self.place
        topic = self.library.topic(place.address)
        if topic is not None:
            self.reader.show_markdown(topic.markdown, topic.language)
            anchors = [section.anchor for section in topic.sections]
            self.reader.go_to_section(anchors.index(place.anchor) if place.anchor in anchors else 0)
            self._title.setText(topic.title)
        else:
            self._show_about(place.address)
        if words:
            self.reader.mark(words)
        self.back.setEnabled(self._now > 0)
        self.forward.setEnabled(self._now + 1 < len(self._places))
        self.contents.mark(place)

    def _show_about(self, address: str) -> None:
        card, part = self.library.card(address), self.library.part(address)
        self._title.setText(self._about_title(address))
        if card is not None:
            self.reader.show_html(card_html(card))
        elif part is not None:
            self.reader.show_html(part_html(part))
        elif address == PARTS:
            self.reader.show_html(parts_html(self.library.parts))
        elif address == CHANGES:
            self.reader.show_markdown(self._changes(), language())
        else:
            self.reader.show_html("")

    def _about_title(self, address: str) -> str:
        titles = dict(entry for shelf in self.library.shelves() for entry in shelf.entries)
        return titles.get(address, address.removeprefix(PART))

    def _changes(self) -> str:
        note = "" if language() == SOURCE_LANGUAGE else _("This list is kept in English.")
        return f"{note}\n\n{self.library.changes}"

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Help"))
        self.back.set_words(_("Back"), "Alt+Left")
        self.forward.set_words(_("Forward"), "Alt+Right")
        self.reader.setAccessibleName(_("Text"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show()
        elif event.type() == QEvent.Type.StyleChange and self._places:
            self._show()
