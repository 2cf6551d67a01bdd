"""All keys on one sheet, made from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _, pgettext
from carinspect.ui.actions import ACTIONS
from carinspect.ui.help.place_keys import PLACE_KEYS
from carinspect.ui.keys import native_keys
from carinspect.ui.pages import PAGES
from carinspect.ui.theme import GRID

_COLUMNS = 2


class ShortcutSheet(QDialog):
    """What each key does, in groups; the window stays usable beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        outer = QVBoxLayout(self)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(buttons)
        self._fill()
        self.resize(110 * GRID, 84 * GRID)

    def _fill(self) -> None:
        self.setWindowTitle(_("Keyboard shortcuts"))
        self._scroll.setAccessibleName(_("Keyboard shortcuts"))
        inner = QWidget(self)
        row = QHBoxLayout(inner)
        row.setSpacing(4 * GRID)
        columns = [QVBoxLayout() for _number in range(_COLUMNS)]
        for column in columns:
            column.setSpacing(GRID)
        lengths = [0] * _COLUMNS
        grids: list[QGridLayout] = []
        for title, lines in groups():
            shortest = lengths.index(min(lengths))
            lengths[shortest] += len(lines) + 2
            columns[shortest].addWidget(_heading(inner, title))
            grids.append(_lines(inner, lines))
            columns[shortest].addLayout(grids[-1])
            columns[shortest].addSpacing(2 * GRID)
        for column in columns:
            column.addStretch()
            row.addLayout(column, 1)
        self._scroll.setWidget(inner)
        _align(grids)  # styled as soon as they have their place

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fill()


def groups() -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Each group of keys: its title, and its keys with what they do."""
    yield _("Pages"), tuple((spec.keys, spec.title()) for spec in PAGES)
    menus = {
        "file": _("File"),
        "edit": _("Edit"),
        "view": _("View"),
        "rental": pgettext("menu", "Rental"),
        "help": _("Help"),
    }
    for menu, title in menus.items():
        lines = tuple(
            (keys, spec.text().rstrip("…"))
            for spec in ACTIONS
            if spec.menu == menu
            for keys in spec.keys
        )
        if lines:
            yield title, lines
    for place in PLACE_KEYS:
        yield place.title(), tuple((keys, words()) for keys, words in place.keys)


def _heading(parent: QWidget, text: str) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("heading")
    return label


def _lines(parent: QWidget, lines: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    for row, (words, alike) in enumerate(groupby(lines, key=itemgetter(1))):
        grid.addLayout(_keys(parent, [keys for keys, _words in alike]), row, 0)
        what = QLabel(words, parent)
        what.setWordWrap(True)
        grid.addWidget(what, row, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _keys(parent: QWidget, several: list[str]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GRID // 2)
    for keys in several:
        key = QLabel(native_keys(keys), parent)
        key.setObjectName("key")
        row.addWidget(key)
    row.addStretch()
    return row


def _align(grids: list[QGridLayout]) -> None:
    """What the keys do begins at one line, from the top of the sheet to its foot."""
    cells = [grid.itemAtPosition(row, 0) for grid in grids for row in range(grid.rowCount())]
    widest = max(cell.sizeHint().width() for cell in cells if cell is not None)
    for grid in grids:
        grid.setColumnMinimumWidth(0, widest)
