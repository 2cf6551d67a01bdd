"""The records that match, as a table that grows while it is scrolled."""

from __future__ import annotations

from enum import IntEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from carinspect.core.i18n import _
from carinspect.core.record import Cursor, HistoryFilter, Record
from carinspect.core.texts import outcome_text
from carinspect.services.search_history import HistoryFound, SearchHistory
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobHandle, JobRunner

Index = QModelIndex | QPersistentModelIndex
RECORD_ROLE: Final = int(Qt.ItemDataRole.UserRole)
_ROOT: Final = QModelIndex()
AT_ONCE: Final = 100
"""More than a window shows, so that scrolling seldom waits."""


class Column(IntEnum):
    """What the table shows of a record."""

    PHOTO = 0
    TIME = 1
    OUTCOME = 2
    RENTAL = 3
    NAME = 4
    REVIEWED_BY = 5


class HistoryModel(QAbstractTableModel):
    """Asks the records' lane for a page at a time; the latest search wins.

    Signals:
        found: how many records there are in all; the first page has come.
        failed: why the records cannot be read.
    """

    found = Signal(int)
    failed = Signal(object)

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._workspace = workspace
        self._wanted = HistoryFilter()
        self._records: list[Record] = []
        self._photos: list[Path] = []
        self._next: Cursor | None = None
        self._job: JobHandle | None = None

    @property
    def wanted(self) -> HistoryFilter:
        """What was searched for last."""
        return self._wanted

    @property
    def busy(self) -> bool:
        return self._job is not None

    def search(self, wanted: HistoryFilter) -> None:
        """Show what matches; until it has come, what was there stays."""
        self._wanted = wanted
        if self._job is not None:
            self._job.cancel()
        self._ask(None)

    def record(self, row: int) -> Record:
        return self._records[row]

    def photo(self, row: int) -> Path:
        """The file that holds the photo of a row."""
        return self._photos[row]

    def row_of(self, record_id: int) -> int | None:
        """Where a record is; None where it is not among those that have come."""
        ids = (record.id for record in self._records)
        return next((row for row, known in enumerate(ids) if known == record_id), None)

    def replace(self, record: Record) -> None:
        """Show a record as it is now."""
        row = self.row_of(record.id)
        if row is not None:
            self._records[row] = record
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    def refresh_photo(self, photo: Path) -> None:
        """A thumbnail has come."""
        for row, known in enumerate(self._photos):
            if known == photo:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._next is not None and self._job is None

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._ask(self._next)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        record = self._records[index.row()]
        if role == RECORD_ROLE:
            return record
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(record.inspection.photo)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell_words(record, Column(index.column()))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.PHOTO: _("Photo"),
            Column.TIME: _("Time"),
            Column.OUTCOME: _("Outcome"),
            Column.RENTAL: _("Rental"),
            Column.NAME: _("File"),
            Column.REVIEWED_BY: _("Reviewed by"),
        }[Column(section)]

    def _ask(self, after: Cursor | None) -> None:
        job = self._lane.submit(SearchHistory(self._workspace, self._wanted, AT_ONCE, after))

        def on_succeeded(found: HistoryFound) -> None:
            if self._job is job:
                self._job = None
                self._take(found, is_first=after is None)

        def on_failed(error: Exception) -> None:
            if self._job is job:
                self._job = None
                self.failed.emit(error)

        job.succeeded.connect(on_succeeded)
        job.failed.connect(on_failed)
        self._job = job

    def _take(self, found: HistoryFound, *, is_first: bool) -> None:
        records, photos = list(found.page.records), list(found.photos)
        self._next = found.page.next
        if is_first:
            self.beginResetModel()
            self._records, self._photos = records, photos
            self.endResetModel()
            self.found.emit(found.total or 0)
        elif records:
            first = len(self._records)
            self.beginInsertRows(_ROOT, first, first + len(records) - 1)
            self._records += records
            self._photos += photos
            self.endInsertRows()


def cell_words(record: Record, column: Column) -> str:
    """What a cell says, also to readers of the screen."""
    return {
        Column.PHOTO: record.inspection.photo.name,
        Column.TIME: local_time(record),
        Column.OUTCOME: outcome_text(record.outcome),
        Column.RENTAL: f"{record.plate} {record.rental}".strip(),
        Column.NAME: record.inspection.photo.name,
        Column.REVIEWED_BY: record.reviewed_by,
    }[column]


def local_time(record: Record) -> str:
    """When it was inspected, by the clock on the wall."""
    return f"{record.inspected_at.astimezone():%Y-%m-%d %H:%M}"
