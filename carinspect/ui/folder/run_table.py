"""The table of a folder inspection; ten thousand rows cost no more than those in view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from carinspect.ui.calling import calling
from carinspect.ui.folder.folder_row import FolderRow
from carinspect.ui.folder.run_delegate import PICTURE, ROW_HEIGHT, RunDelegate
from carinspect.ui.folder.run_model import Column, RunModel
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.headings import Headings

_WIDTHS: Final = {
    Column.PHOTO: PICTURE.width() + GRID,
    Column.OUTCOME: 23 * GRID,
    Column.DAMAGE: 9 * GRID,
    Column.LOOKS_LIKE: 13 * GRID,
    Column.REMARK: 12 * GRID,
    Column.TIME: 9 * GRID,
}


class RunTable(QTableView):
    """Shows a :class:`RunModel`.

    Signals:
        current_row_changed: the row that is looked at; -1 where there is none.
        opened: the user pressed Return or double-clicked.
    """

    current_row_changed = Signal(int)
    opened = Signal()

    def __init__(
        self,
        model: RunModel,
        picture_of: Callable[[FolderRow], QImage | None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RunDelegate(picture_of, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)  # the tab key leaves the table
        self.setWordWrap(False)
        self._set_up_rows()
        self._set_up_columns()
        self.doubleClicked.connect(calling(self.opened.emit))

    def current_row(self) -> int:
        """The row that is looked at; -1 where there is none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Look at ``row``; rows beyond the ends are left alone."""
        index = self.model().index(row, Column.NAME)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)

    def sort_as_they_came(self) -> None:
        """Forget the order that the user chose."""
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _set_up_rows(self) -> None:
        header = self.verticalHeader()
        header.hide()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(ROW_HEIGHT)
        header.setDefaultSectionSize(ROW_HEIGHT)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)

    def _set_up_columns(self) -> None:
        header = Headings(self)
        self.setHorizontalHeader(header)
        header.setMinimumSectionSize(5 * GRID)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(Column.PHOTO, QHeaderView.ResizeMode.Fixed)
        header.let_grow(Column.NAME, 18 * GRID)
        header.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)
        self.sort_as_they_came()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.current_row_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
