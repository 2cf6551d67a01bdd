"""Classes with their sums; those that are ticked count as a car."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from carinspect.core.gate1_tools import Category
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.headings import Headings

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_SORT_ROLE: Final = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """The columns in order."""

    NAME = 0
    TOTAL = 1
    RANK = 2
    WNID = 3


class CategoryModel(QAbstractTableModel):
    """Categories in the order of their ranks.

    Signals:
        ticks_changed: another choice counts as a car.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Category] = []
        self._ticked: set[str] = set()

    def set_categories(self, categories: Sequence[Category], ticked: Iterable[str]) -> None:
        """Show ``categories``, those with the ids ``ticked`` counting as a car."""
        self.beginResetModel()
        self._rows = list(categories)
        self._ticked = set(ticked)
        self.endResetModel()
        self.ticks_changed.emit()

    def ticked(self) -> tuple[Category, ...]:
        """The categories that count as a car, in the order of their ranks."""
        return tuple(one for one in self._rows if one.wnid in self._ticked)

    def add(self, category: Category) -> None:
        """Count one more class as a car."""
        if all(one.wnid != category.wnid for one in self._rows):
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows))
            self._rows.append(category)
            self.endInsertRows()
        self._ticked.add(category.wnid)
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.NAME else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return {
                Column.NAME: _("Counts as a car"),
                Column.TOTAL: _("Sum of probabilities"),
                Column.RANK: _("Rank"),
                Column.WNID: "WordNet",
            }[Column(section)]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.CheckStateRole and column is Column.NAME:
            return Qt.CheckState.Checked if row.wnid in self._ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {Column.TOTAL, Column.RANK}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in {Qt.ItemDataRole.DisplayRole, _SORT_ROLE}:
            shown = role == Qt.ItemDataRole.DisplayRole
            return {
                Column.NAME: imagenet_text(row.wnid, row.name),
                Column.TOTAL: f"{row.total:.2f}" if shown else row.total,
                Column.RANK: index.row() + 1,
                Column.WNID: row.wnid,
            }[column]
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        wnid = self._rows[index.row()].wnid
        if Qt.CheckState(value) is Qt.CheckState.Checked:
            self._ticked.add(wnid)
        else:
            self._ticked.discard(wnid)
        self.dataChanged.emit(index, index, [role])
        self.ticks_changed.emit()
        return True


class CategoryTable(QTableView):
    """Sorts by any column; the space bar ticks."""

    def __init__(self, model: CategoryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        proxy = QSortFilterProxyModel(self)
        proxy.setSourceModel(model)
        proxy.setSortRole(_SORT_ROLE)
        self.setModel(proxy)
        self.setHorizontalHeader(Headings(self))
        self.setSortingEnabled(True)
        self.sortByColumn(Column.RANK, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(4 * GRID)
        header = self.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column in (Column.TOTAL, Column.RANK, Column.WNID):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
