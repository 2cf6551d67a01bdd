"""The table of runs, sorted by a click on a head."""

from __future__ import annotations

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from carinspect.core.training import TrainingRun
from carinspect.ui.theme import GRID
from carinspect.ui.training.runs_model import COLUMNS, SORT_ROLE, RunsModel
from carinspect.ui.widgets.headings import Headings


class RunsTable(QTableView):
    """Shows a :class:`RunsModel`.

    Signals:
        selection_changed: other runs are selected.
    """

    selection_changed = Signal()

    def __init__(self, model: RunsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(model)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self.setHorizontalHeader(Headings(self))
        self.setSortingEnabled(True)
        # As the runs come, newest first, until the user sorts otherwise.
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.selectionModel().selectionChanged.connect(self.selection_changed)

    def fit_columns(self) -> None:
        """Make the columns as wide as the longest text that they hold.

        Qt's own way asks eight things of each cell: fifty milliseconds for sixty runs.
        """
        metrics = self.fontMetrics()
        for number, column in enumerate(COLUMNS):
            texts = [column.text(run) for run in self._model.runs()]
            widest = max((column.title(), *texts), key=len)
            # Its head is bold; the first column has a tick and a number besides.
            room = 9 * GRID if number == 0 else 4 * GRID
            self.setColumnWidth(number, round(1.1 * metrics.horizontalAdvance(widest)) + room)

    def selected(self) -> tuple[TrainingRun, ...]:
        """The selected runs, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(
            self._model.run_at(self._sorted.mapToSource(self._sorted.index(row, 0)).row())
            for row in rows
        )
