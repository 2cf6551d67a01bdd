"""The entries of the log that a filter lets through."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.log_lines import Level, LogEntry
from carinspect.ui.theme import colors

_MOST: Final = 50_000
"""Entries that are kept; the log's files hold fewer."""


class Column(IntEnum):
    """What a column tells."""

    TIME = 0
    LEVEL = 1
    SOURCE = 2
    TEXT = 3


class LogModel(QAbstractTableModel):
    """Newest at the bottom, as the file has them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[LogEntry] = []
        self._shown: list[LogEntry] = []
        self._least, self._words = Level.DEBUG, ""

    def replace(self, entries: tuple[LogEntry, ...]) -> None:
        """Show ``entries`` instead of all before."""
        self._all = list(entries[-_MOST:])
        self._filter()

    def append(self, entries: tuple[LogEntry, ...]) -> None:
        """Show ``entries`` after those before."""
        self._all = (self._all + list(entries))[-_MOST:]
        fitting = [entry for entry in entries if self._fits(entry)]
        if fitting:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(fitting) - 1)
            self._shown += fitting
            self.endInsertRows()

    def show_only(self, least: Level, words: str) -> None:
        """Let through what weighs at least ``least`` and says ``words``."""
        self._least, self._words = least, words.casefold()
        self._filter()

    def entry(self, row: int) -> LogEntry:
        """The entry of a row."""
        return self._shown[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (_("Time"), _("Weight"), _("Part"), _("Entry"))[section]

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401 - Qt's own
        if not index.isValid():
            return None
        entry = self._shown[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            first, _break, rest = entry.text.partition("\n")
            text = f"{first} …" if rest else first
            return (entry.time, level_text(entry.level), _short(entry.source), text)[column]
        if role == Qt.ItemDataRole.ForegroundRole and column is Column.LEVEL:
            return _ink(entry.level)
        return None

    def retranslate(self) -> None:
        """Say the words in the language of now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self._shown = [entry for entry in self._all if self._fits(entry)]
        self.endResetModel()

    def _fits(self, entry: LogEntry) -> bool:
        if entry.level < self._least:
            return False
        return self._words in entry.text.casefold() or self._words in entry.source.casefold()


def _short(source: str) -> str:
    """Where an entry comes from, without what nearly all have in common."""
    return source.removeprefix("MainThread ").removeprefix("carinspect.")


def level_text(level: Level) -> str:
    """How much an entry weighs, in words."""
    return {
        Level.DEBUG: _("detail"),
        Level.INFO: _("note"),
        Level.WARNING: _("warning"),
        Level.ERROR: _("error"),
        Level.CRITICAL: _("bug"),
    }[level]


def _ink(level: Level) -> QColor | None:
    if level >= Level.ERROR:
        return QColor(colors().tones[Outcome.DAMAGED].ink)
    return QColor(colors().tones[Outcome.REVIEW].ink) if level is Level.WARNING else None
