"""Batch sizes by epochs by seeds in one go, as a grid of means with intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.sweep import (
    POSTS_BATCH_SIZES,
    POSTS_EPOCHS,
    Measure,
    Spread,
    SweepCell,
    SweepPlan,
    sweep_cells,
)
from carinspect.core.training import TrainingConfig, TrainingRun
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.training import jobs
from carinspect.ui.training.check_group import CheckGroup
from carinspect.ui.training.fields import BATCH_SIZES
from carinspect.ui.training.heat_table import HeatCell, HeatTable
from carinspect.ui.training.run_words import many_runs_text, settings_text
from carinspect.ui.training.sweep_control import SweepControl
from carinspect.ui.widgets.panel import Panel

_MOST_SEEDS: Final = 10
_LEFT_WIDTH: Final = 37 * GRID


class SweepTab(Panel):
    """Starts a sweep and shows what came of all runs that fit it.

    Signals:
        runs_wanted: ids of runs to look at.
        run_ended: the list of runs is another one.
    """

    runs_wanted = Signal(object)
    run_ended = Signal(object)

    def __init__(
        self,
        context: PageContext,
        asked: Callable[[], tuple[DatasetSource | None, TrainingConfig]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = asked
        self._runs: tuple[TrainingRun, ...] = ()
        self._cells: dict[tuple[int, int], SweepCell] = {}
        self.control = SweepControl(context.lanes, self)
        self.sizes = CheckGroup(BATCH_SIZES, POSTS_BATCH_SIZES, self)
        self.epochs = CheckGroup((5, 10, *POSTS_EPOCHS, 200), POSTS_EPOCHS, self)
        self.seeds, self.measure = QComboBox(self), QComboBox(self)
        self.measure.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._labels = {name: QLabel(self) for name in ("seeds", "measure", "shared", "count")}
        self._hint, self._progress = QLabel(self), QLabel(self)
        self._bar = QProgressBar(self)
        self.start, self.stop = QPushButton(self), QPushButton(self)
        self.table = HeatTable(self)
        self._lay_out()
        self._connect()
        self.retranslate()
        for widget in (self.stop, self._bar, self._progress):
            widget.hide()

    def plan(self) -> SweepPlan:
        """What is ticked, with the other values of the form."""
        _source, config = self._asked()
        seeds = tuple(range(config.seed, config.seed + self.seeds.currentIndex() + 1))
        return SweepPlan(config, self.sizes.chosen(), self.epochs.chosen(), seeds)

    def show_runs(self, runs: Sequence[TrainingRun]) -> None:
        """Fill the grid with those of ``runs`` that fit the plan."""
        self._runs = tuple(runs)
        self.refresh()

    def refresh(self) -> None:
        """Show the grid and the number of runs anew; the form may be another one."""
        plan = self.plan()
        self._labels["shared"].setText(settings_text(plan.config))
        count = len(plan.configs()) if plan.epochs else 0
        self._labels["count"].setText(
            ngettext("{count} run", "{count} runs", count).format(count=count)
        )
        self._show_grid(plan)

    def retranslate(self) -> None:
        self.sizes.set_words(_("Batch sizes"))
        self.epochs.set_words(_("Epochs"))
        self._labels["seeds"].setText(_("Seeds a cell"))
        self._labels["measure"].setText(_("Show"))
        self.seeds.setAccessibleName(_("Seeds a cell"))
        self.measure.setAccessibleName(_("Show"))
        for index, measure in enumerate(Measure):
            self.measure.setItemText(index, _measure_text(measure))
        self.start.setText(_("Start the sweep"))
        self.stop.setText(_("Stop the sweep"))
        self.table.setAccessibleName(_("Batch sizes by epochs"))
        self._hint.setText(
            _(
                "Mean over seeds and 95% interval. Fewer photos a batch mean more updates in an"
                " epoch: look at the runs of a cell by updates before you compare batch sizes."
            )
        )
        self.refresh()
        self._show_progress()

    def recolor(self) -> None:
        self.table.recolor()

    def _lay_out(self) -> None:
        left = QFrame(self)
        left.setObjectName("surface")
        left.setFixedWidth(_LEFT_WIDTH)
        for number in range(1, _MOST_SEEDS + 1):
            self.seeds.addItem(str(number))
        self.seeds.setCurrentIndex(2)
        self.measure.addItems([""] * len(Measure))
        self.start.setObjectName("primary")
        for label in (self._labels["shared"], self._labels["count"], self._hint, self._progress):
            label.setObjectName("muted")
            label.setWordWrap(True)
        column = QVBoxLayout(left)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        for widget in (self._labels["shared"], self.sizes, self.epochs):
            column.addWidget(widget)
        column.addLayout(_row(self._labels["seeds"], self.seeds))
        column.addStretch()
        for widget in (self._labels["count"], self.start, self.stop):
            column.addWidget(widget)
        right = QVBoxLayout()
        right.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        right.setSpacing(GRID)
        self._bar.setTextVisible(False)
        right.addLayout(_row(self._labels["measure"], self.measure))
        right.addWidget(self._progress)
        right.addWidget(self._bar)
        right.addWidget(self.table, 1)
        right.addWidget(self._hint)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.control.cancel)
        for group in (self.sizes, self.epochs):
            group.changed.connect(self.refresh)
        for combo in (self.seeds, self.measure):
            combo.currentIndexChanged.connect(self.refresh)
        self.table.cell_wanted.connect(self._on_cell)
        self.control.progressed.connect(self._show_progress)
        self.control.run_ended.connect(self.run_ended)
        self.control.failed.connect(self._on_failed)
        self.control.finished.connect(self._on_finished)

    def _on_start(self) -> None:
        source, _config = self._asked()
        plan = self.plan()
        if source is None:
            self._context.messages.warn(_("Choose the photos to learn from first."))
        elif not plan.batch_sizes or not plan.epochs:
            self._context.messages.warn(_("Tick at least one batch size and one number of epochs."))
        else:
            self.control.start(jobs.sweep(source, plan), len(plan.configs()))
            self.start.hide()
            self.stop.show()
            self._bar.show()

    def _on_finished(self) -> None:
        self.start.show()
        self.stop.hide()
        self._bar.hide()
        self._show_progress()
        self.run_ended.emit(None)

    def _show_progress(self) -> None:
        state = self.control.state
        self._bar.setRange(0, max(state.total, 1))
        self._bar.setValue(state.ended)
        self._progress.setVisible(self.control.busy)
        self._progress.setText(many_runs_text(state))

    def _show_grid(self, plan: SweepPlan) -> None:
        measure = list(Measure)[max(self.measure.currentIndex(), 0)]
        cells = sweep_cells(plan, self._runs)
        means = [cell.spread(measure).mean for cell in cells]
        low, high = min(means, default=0.0), max(means, default=1.0)
        self._cells = {
            (plan.batch_sizes.index(cell.batch_size), plan.epochs.index(cell.epochs)): cell
            for cell in cells
        }
        shown = {
            place: _heat_cell(cell.spread(measure), measure, (low, high))
            for place, cell in self._cells.items()
        }
        self.table.show_cells(
            [_("batch {size}").format(size=size) for size in plan.batch_sizes],
            [_("{epochs} epochs").format(epochs=epochs) for epochs in plan.epochs],
            shown,
        )

    def _on_cell(self, row: int, column: int) -> None:
        self.runs_wanted.emit(tuple(run.id for run in self._cells[row, column].runs))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)


def _row(label: QLabel, combo: QComboBox) -> QHBoxLayout:
    label.setBuddy(combo)
    row = QHBoxLayout()
    row.addWidget(label)
    row.addWidget(combo)
    row.addStretch()
    row.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return row


def _measure_text(measure: Measure) -> str:
    return {
        Measure.BEST_ACCURACY: _("Best validation accuracy"),
        Measure.LAST_ACCURACY: _("Validation accuracy at the end"),
        Measure.LAST_LOSS: _("Validation loss at the end"),
        Measure.GAP: _("Overfitting gap at the end"),
    }[measure]


def _heat_cell(spread: Spread, measure: Measure, span: tuple[float, float]) -> HeatCell:
    low, high = span
    shade = (spread.mean - low) / (high - low) if high > low else 0.5
    if measure is Measure.LAST_LOSS:
        mean, rest = f"{spread.mean:.3f}", f"{spread.low:.3f} – {spread.high:.3f}"
    elif measure is Measure.GAP:
        mean = _("{points} points").format(points=f"{100 * spread.mean:+.1f}")
        rest = f"{100 * spread.low:+.1f} – {100 * spread.high:+.1f}"
    else:
        mean = f"{100 * spread.mean:.1f}%"
        # An accuracy above one does not exist, whatever the interval's formula says.
        rest = f"{100 * spread.low:.1f} – {100 * min(spread.high, 1.0):.1f}"
    seeds = ngettext("{count} seed", "{count} seeds", spread.n).format(count=spread.n)
    text = f"{mean}\n{rest}" if spread.n > 1 else f"{mean}\n{seeds}"
    return HeatCell(text, shade, _("{seeds}; click to see its runs").format(seeds=seeds))
