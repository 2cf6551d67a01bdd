"""The table of the history; a hundred thousand rows cost no more than those in view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Signal,
)
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from carinspect.core.record import Record
from carinspect.ui.fonts import sized
from carinspect.ui.history.history_model import RECORD_ROLE, Column, HistoryModel, cell_words
from carinspect.ui.theme import GRID
from carinspect.ui.widgets import table_cells
from carinspect.ui.widgets.headings import Headings
from carinspect.ui.widgets.table_cells import Lettering

PICTURE: Final = QSize(9 * GRID, 5 * GRID)
_ROW: Final = 6 * GRID
_QUIET: Final = frozenset({Column.TIME, Column.NAME})

Index = QModelIndex | QPersistentModelIndex


class HistoryTable(QTableView):
    """Shows a :class:`HistoryModel`.

    Signals:
        row_changed: the row that is looked at; -1 where there is none.
    """

    row_changed = Signal(int)

    def __init__(
        self, model: HistoryModel, picture_of: Callable[[int], QImage | None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("records")
        self.setModel(model)
        self.setItemDelegate(_HistoryDelegate(picture_of, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW)
        columns = Headings(self)
        self.setHorizontalHeader(columns)
        columns.let_grow(Column.NAME, 18 * GRID)
        for column, width in {
            Column.PHOTO: 11,
            Column.TIME: 17,
            Column.OUTCOME: 23,
            Column.RENTAL: 12,
            Column.REVIEWED_BY: 13,
        }.items():
            self.setColumnWidth(column, width * GRID)

    def current_row(self) -> int:
        """The row that is looked at; -1 where there is none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Look at ``row``; rows beyond the ends are left alone."""
        index = self.model().index(row, 0)
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag
            chosen = flags.ClearAndSelect | flags.Rows
            self.selectionModel().setCurrentIndex(index, chosen)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_changed.emit(current.row())


class _HistoryDelegate(QStyledItemDelegate):
    """Paints every cell; never colour alone."""

    def __init__(self, picture_of: Callable[[int], QImage | None], parent: QObject) -> None:
        super().__init__(parent)
        self._picture_of = picture_of

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(8 * GRID, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        record: Record = index.data(RECORD_ROLE)
        cell, room = table_cells.begin_cell(painter, option)
        column = Column(index.column())
        if column is Column.PHOTO:
            picture = QRectF(0, 0, PICTURE.width(), PICTURE.height())
            picture.moveCenter(cell.center())
            table_cells.paint_picture(painter, picture, self._picture_of(index.row()))
        elif column is Column.OUTCOME:
            table_cells.paint_outcome(painter, room, record.outcome)
        elif column is Column.RENTAL and record.plate:
            upper = room.adjusted(0, 2, 0, -room.height() / 2)
            lower = room.adjusted(0, room.height() / 2, 0, -3)
            table_cells.paint_words(painter, upper, record.plate)
            small = Lettering(quiet=True, font=sized(85))
            table_cells.paint_words(painter, lower, record.rental, small)
        else:
            lettering = Lettering(quiet=column in _QUIET)
            table_cells.paint_words(painter, room, cell_words(record, column), lettering)
        painter.restore()
