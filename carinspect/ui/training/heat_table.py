"""A table whose cells are shaded by their value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from carinspect.ui.theme import GRID, colors


@dataclass(frozen=True, slots=True)
class HeatCell:
    """What one cell shows.

    Attributes:
        text: a line or two.
        shade: from 0 (least) to 1 (most).
        tip: more about it.
    """

    text: str
    shade: float
    tip: str = ""


class HeatTable(QTableWidget):
    """Rows and columns of :class:`HeatCell`; the number says it, the shade only helps the eye.

    Signals:
        cell_wanted: row and column that the user clicked, or pressed Enter on.
    """

    cell_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: Mapping[tuple[int, int], HeatCell] = {}
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(10 * GRID)
        self.verticalHeader().setMinimumSectionSize(5 * GRID)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionsClickable(False)
        self.cellClicked.connect(self._on_wanted)
        self.cellActivated.connect(self._on_wanted)

    def show_cells(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        cells: Mapping[tuple[int, int], HeatCell],
    ) -> None:
        """Show ``cells`` by (row, column); where there is none, the place stays empty."""
        self._cells = cells
        self.setRowCount(len(rows))
        self.setColumnCount(len(columns))
        self.setVerticalHeaderLabels(list(rows))
        self.setHorizontalHeaderLabels(list(columns))
        for row in range(len(rows)):
            for column in range(len(columns)):
                self.setItem(row, column, _item(cells.get((row, column))))

    def recolor(self) -> None:
        """Take the colours of the theme that is shown now."""
        for (row, column), cell in self._cells.items():
            self.setItem(row, column, _item(cell))

    def _on_wanted(self, row: int, column: int) -> None:
        if (row, column) in self._cells:
            self.cell_wanted.emit(row, column)


def _item(cell: HeatCell | None) -> QTableWidgetItem:
    item = QTableWidgetItem(cell.text if cell else "")
    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    if cell is not None:
        item.setBackground(_shade(cell.shade))
        item.setForeground(QColor(colors().text))
        item.setToolTip(cell.tip)
    return item


def _shade(share: float) -> QColor:
    # Up to a third of the accent: the text keeps its contrast on every shade.
    ground, ink = QColor(colors().surface), QColor(colors().accent)
    part = 0.33 * min(max(share, 0.0), 1.0)
    return QColor.fromRgbF(
        ground.redF() + part * (ink.redF() - ground.redF()),
        ground.greenF() + part * (ink.greenF() - ground.greenF()),
        ground.blueF() + part * (ink.blueF() - ground.blueF()),
    )
