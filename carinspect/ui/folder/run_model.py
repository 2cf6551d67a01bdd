"""The photos of a folder inspection as a Qt model that sorts and filters by itself.

A proxy model would ask Python for every comparison; ten thousand rows are sorted here within
some milliseconds, and rows that come while the table is looked at go to their place.
"""

from __future__ import annotations

import bisect
import contextlib
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, Final, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.folder.folder_row import FolderRow, name_below
from carinspect.ui.widgets.probability_scale import percent

ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The :class:`FolderRow` of an index."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_FEW: Final = 32
"""So many new rows are put to their places one by one; of more, all are sorted again."""


class Column(IntEnum):
    """What stands where."""

    PHOTO = 0
    NAME = 1
    OUTCOME = 2
    DAMAGE = 3
    LOOKS_LIKE = 4
    REMARK = 5
    TIME = 6


_OUTCOMES: Final = tuple(Outcome)

_KEYS: Final[dict[Column, Callable[[FolderRow], Any]]] = {
    Column.NAME: lambda row: row.key,
    Column.OUTCOME: lambda row: (_OUTCOMES.index(row.outcome), row.key),
    Column.DAMAGE: lambda row: (-1.0 if row.probability is None else row.probability, row.key),
    Column.LOOKS_LIKE: lambda row: (row.looks_like_text(), row.key),
    Column.REMARK: lambda row: (row.error is not None, row.flaws, row.key),
    Column.TIME: lambda row: (row.milliseconds, row.key),
}


class RunModel(QAbstractTableModel):
    """Each photo once; in the order in which they came until the user sorts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = Path()
        self._rows: list[FolderRow] = []
        self._known: dict[str, int] = {}
        self._shown: list[int] = []
        self._column: Column | None = None
        self._descending = False
        self._outcomes: frozenset[Outcome] = frozenset()
        self._text = ""
        self._counts: Counter[Outcome] = Counter()

    @property
    def folder(self) -> Path:
        """The folder that the names are below."""
        return self._folder

    @property
    def total(self) -> int:
        """How many photos there are, shown or not."""
        return len(self._rows)

    def counts(self) -> Counter[Outcome]:
        """How many photos have which outcome."""
        return self._counts

    def clear(self, folder: Path) -> None:
        """Begin anew, with ``folder``."""
        self.beginResetModel()
        self._folder = folder
        self._rows, self._shown = [], []
        self._known, self._counts = {}, Counter()
        self.endResetModel()

    def put(self, rows: Sequence[FolderRow]) -> None:
        """Add photos; those that are there already are replaced."""
        new: list[int] = []
        for row in rows:
            known = self._known.get(row.name)
            if known is None:
                self._known[row.name] = len(self._rows)
                new.append(len(self._rows))
                self._rows.append(row)
                self._counts[row.outcome] += 1
            else:
                self._replace(known, row)
        self._show([number for number in new if self._wanted(self._rows[number])])

    def choose(self, outcomes: frozenset[Outcome], text: str) -> None:
        """Show the photos of these outcomes (of all where none is given) named like ``text``."""
        with self._rearranging():
            self._outcomes, self._text = outcomes, text.casefold()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by that of the photo, as they came."""
        with self._rearranging():
            self._column = None if column in {-1, Column.PHOTO} else Column(column)
            self._descending = order is Qt.SortOrder.DescendingOrder and column != -1

    def row(self, position: int) -> FolderRow:
        """The photo at a row of the table."""
        return self._rows[self._number(position)]

    def photo(self, row: FolderRow) -> Path:
        """Where a photo lies."""
        return self._folder / row.name

    def position(self, record_id: int) -> int:
        """At which row of the table a record stands; -1 where it is not shown."""
        for position in range(len(self._shown)):
            if self.row(position).record_id == record_id:
                return position
        return -1

    def refresh(self, photo: Path) -> None:
        """Have ``photo`` painted again, as its thumbnail has come."""
        number = self._known.get(name_below(photo, self._folder))
        position = -1 if number is None else self._position(number)
        if position >= 0:
            index = self.index(position, Column.PHOTO)
            self.dataChanged.emit(index, index)

    def retranslate(self) -> None:
        """Words are in another language now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is Qt.Orientation.Vertical:
            return None
        return _heading(Column(section))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return _words(row, Column(index.column()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(row, Column(index.column()))
        return None

    def _number(self, position: int) -> int:
        return self._shown[-1 - position if self._descending else position]

    def _key(self, number: int) -> Any:  # noqa: ANN401 - anything that compares
        return number if self._column is None else _KEYS[self._column](self._rows[number])

    def _wanted(self, row: FolderRow) -> bool:
        fits = not self._outcomes or row.outcome in self._outcomes
        return fits and (not self._text or self._text in row.name.casefold())

    def _position(self, number: int) -> int:
        key = self._key(number)
        place = bisect.bisect_left(self._shown, key, key=self._key)
        while place < len(self._shown) and self._key(self._shown[place]) == key:
            if self._shown[place] == number:
                return len(self._shown) - 1 - place if self._descending else place
            place += 1
        return -1

    def _show(self, numbers: list[int]) -> None:
        if not numbers:
            return
        if self._column is None and not self._descending:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(numbers) - 1)
            self._shown += numbers
            self.endInsertRows()
        elif len(numbers) <= _FEW:
            for number in numbers:
                self._insert(number)
        else:
            with self._rearranging():
                pass  # all of them go to their places

    def _insert(self, number: int) -> None:
        place = bisect.bisect_right(self._shown, self._key(number), key=self._key)
        position = len(self._shown) - place if self._descending else place
        self.beginInsertRows(QModelIndex(), position, position)
        self._shown.insert(place, number)
        self.endInsertRows()

    def _replace(self, number: int, row: FolderRow) -> None:
        before = self._rows[number]
        if before == row:
            return
        self._counts[before.outcome] -= 1
        self._counts[row.outcome] += 1
        with self._rearranging():  # it may belong elsewhere now
            self._rows[number] = row

    @contextlib.contextmanager
    def _rearranging(self) -> Generator[None]:
        """Sort and filter all photos when the block ends; what is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        numbers = [self._number(index.row()) for index in kept]
        yield
        shown = [number for number, row in enumerate(self._rows) if self._wanted(row)]
        self._shown = shown if self._column is None else sorted(shown, key=self._key)
        last = len(self._shown) - 1
        places = {
            number: last - place if self._descending else place
            for place, number in enumerate(self._shown)
        }
        after = [
            self.index(places[number], index.column()) if number in places else QModelIndex()
            for index, number in zip(kept, numbers, strict=True)
        ]
        self.changePersistentIndexList(kept, after)
        self.layoutChanged.emit()


def _heading(column: Column) -> str:
    return {
        Column.PHOTO: _("Photo"),
        Column.NAME: _("Name"),
        Column.OUTCOME: _("Outcome"),
        Column.DAMAGE: _("Damage"),
        Column.LOOKS_LIKE: _("Looks like"),
        Column.REMARK: _("Remark"),
        Column.TIME: _("Duration"),
    }[column]


def _words(row: FolderRow, column: Column) -> str:
    return _WORDS[column](row)


_WORDS: Final[dict[Column, Callable[[FolderRow], str]]] = {
    Column.PHOTO: lambda _row: "",
    Column.NAME: lambda row: row.name,
    Column.OUTCOME: lambda row: outcome_text(row.outcome),
    Column.DAMAGE: lambda row: "" if row.probability is None else percent(row.probability),
    Column.LOOKS_LIKE: lambda row: row.looks_like_text(),
    Column.REMARK: lambda row: row.remark(),
    Column.TIME: lambda row: _seconds(row.milliseconds / 1000),
}


def _seconds(seconds: float) -> str:
    return _("{seconds} s").format(seconds=f"{seconds:.2f}" if seconds < 10 else f"{seconds:.0f}")


def _tip(row: FolderRow, column: Column) -> str:
    return row.remark() if column is Column.REMARK else row.name
