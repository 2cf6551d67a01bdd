"""All runs: a table to sort, curves to lay over each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.training import RunState, TrainingRun
from carinspect.ui.calling import calling
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.training import jobs
from carinspect.ui.training.curve_files import CurveFiles
from carinspect.ui.training.plot_pair import PlotPair
from carinspect.ui.training.runs_model import RunsModel
from carinspect.ui.training.runs_table import RunsTable
from carinspect.ui.training.series import Quantity, Series, TimeAxis, run_series
from carinspect.ui.widgets.panel import Panel

_UNDO_MS: Final = 10_000
"""So long the removal of runs can be undone; then they are removed from the disk."""

_RUN_BUTTONS: Final = ("settings", "resume", "evaluate", "remove")
_PLOT_BUTTONS: Final = ("epochs", "updates", "csv", "png")


class RunsTab(Panel):
    """Lists, compares, removes and saves runs.

    Attributes:
        active_ids: runs that are being trained just now, which stay as they are.

    Signals:
        resume_wanted: a run to go on with.
        settings_wanted: a run whose settings the form is to take.
        evaluate_wanted: a run whose model is to be looked at.
        listed: the runs that were found on the disk.
        undo_changed: :attr:`can_undo` may be another one.
    """

    resume_wanted = Signal(object)
    settings_wanted = Signal(object)
    evaluate_wanted = Signal(object)
    listed = Signal(object)
    undo_changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._axis = TimeAxis.EPOCHS
        self._listed: tuple[TrainingRun, ...] = ()
        self._removing: tuple[TrainingRun, ...] = ()
        self._show_next: tuple[str, ...] = ()
        self.active_ids: frozenset[str] = frozenset()
        self.model = RunsModel(self)
        self.table = RunsTable(self.model, self)
        self.curves = PlotPair(context.lanes, self, side_by_side=True)
        self._files = CurveFiles(context, self)
        self._empty, self._hint = QLabel(self), QLabel(self)
        self.buttons = {name: QPushButton(self) for name in (*_RUN_BUTTONS, *_PLOT_BUTTONS)}
        self._undo_time = QTimer(self, singleShot=True, interval=_UNDO_MS)
        self._undo_time.timeout.connect(self.remove_for_good)
        self._lay_out()
        self._connect()
        self.retranslate()

    def reload(self, then_show: tuple[str, ...] = ()) -> None:
        """Read the runs from the disk; ``then_show`` the ids of those to add to the plots."""
        self._show_next += then_show
        handle = self._context.lanes.load.submit(jobs.list_runs())
        handle.succeeded.connect(self._on_listed)
        handle.failed.connect(self._on_failed)

    def show_axis(self, axis: TimeAxis) -> None:
        """Count time in ``axis``."""
        self._axis = axis
        for name in ("epochs", "updates"):
            self.buttons[name].setChecked(TimeAxis(name) is axis)
        self._show_curves()

    def remove_selected(self) -> None:
        """Take the selected runs off the list, and off the disk unless that is undone."""
        chosen = tuple(run for run in self.table.selected() if run.id not in self.active_ids)
        if not chosen:
            return
        self.remove_for_good()
        self._removing = chosen
        self._show_runs()
        self._undo_time.start()
        text = ngettext("{count} run was removed.", "{count} runs were removed.", len(chosen))
        self._context.messages.offer(text.format(count=len(chosen)), _("Undo"), self.undo)

    @property
    def can_undo(self) -> bool:
        """Whether a removal can be taken back."""
        return bool(self._removing)

    def undo(self) -> None:
        """Bring the runs back that were removed last."""
        if self._removing:
            self._undo_time.stop()
            self._removing = ()
            self._show_runs()

    def remove_for_good(self) -> None:
        """Remove from the disk what was taken off the list."""
        self._undo_time.stop()
        gone, self._removing = self._removing, ()
        self.undo_changed.emit()
        if gone:
            self._listed = tuple(run for run in self._listed if run not in gone)
            handle = self._context.lanes.load.submit(jobs.remove_runs(gone))
            handle.failed.connect(self._on_failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_selected()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.model.retranslate()
        self.table.setAccessibleName(_("Training runs"))
        self._empty.setText(
            _("There are no training runs yet. Start one under “Train”; it will be listed here.")
        )
        self._hint.setText(_("Tick the runs to lay over each other."))
        for name, words in (
            ("settings", _("Use these settings")),
            ("resume", _("Continue")),
            ("evaluate", _("Evaluate…")),
            ("remove", _("Remove")),
            ("epochs", _("By epochs")),
            ("updates", _("By updates")),
            ("csv", _("Save as CSV…")),
            ("png", _("Save as picture…")),
        ):
            self.buttons[name].setText(words)
        self.buttons["updates"].setToolTip(
            _("Counts changes of the weights: small batches make more of them in an epoch")
        )
        self._show_curves()

    def recolor(self) -> None:
        self.model.retranslate()  # the swatches

    def _lay_out(self) -> None:
        self._hint.setObjectName("muted")
        self._empty.setObjectName("advice")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        for button in self.buttons.values():
            button.setObjectName("small")
        for name in ("epochs", "updates"):
            self.buttons[name].setCheckable(True)
        self.buttons["epochs"].setChecked(True)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._half((*_RUN_BUTTONS, ""), self.table))
        splitter.addWidget(self._half(("epochs", "updates", "", "csv", "png"), self.curves))
        splitter.setSizes([2000, 3000])
        splitter.setStretchFactor(0, 2)
        splitter.setStretchFactor(1, 3)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)

    def _half(self, names: tuple[str, ...], widget: QWidget) -> QWidget:
        half = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for name in names:
            if name:
                row.addWidget(self.buttons[name])
            elif widget is self.curves:
                row.addWidget(self._hint, 1)
            else:
                row.addStretch()
        column = QVBoxLayout(half)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(row)
        column.addWidget(widget, 1)
        return half

    def _connect(self) -> None:
        self.model.shown_changed.connect(self._show_curves)
        self.table.selection_changed.connect(self._show_buttons)
        acts: dict[str, Callable[[], object]] = {
            "settings": lambda: self.settings_wanted.emit(self.table.selected()[0]),
            "resume": lambda: self.resume_wanted.emit(self.table.selected()[0]),
            "evaluate": lambda: self.evaluate_wanted.emit(self.table.selected()[0]),
            "remove": self.remove_selected,
            "epochs": calling(self.show_axis, TimeAxis.EPOCHS),
            "updates": calling(self.show_axis, TimeAxis.UPDATES),
            "csv": lambda: self._files.save_csv([run for _n, run in self.model.shown()]),
            "png": lambda: self._files.save_png(self.curves.picture()),
        }
        for name, act in acts.items():
            self.buttons[name].clicked.connect(act)

    def _on_listed(self, runs: tuple[TrainingRun, ...]) -> None:
        self._listed = runs
        self._show_runs()
        shown = [run.id for _number, run in self.model.shown()]
        if self._show_next:
            self.model.show_only(list(dict.fromkeys([*shown, *self._show_next])))
        elif not shown and runs:
            self.model.show_only([runs[0].id])
        self._show_next = ()
        self.listed.emit(runs)

    def _show_runs(self) -> None:
        self.model.set_runs([run for run in self._listed if run not in self._removing])
        self.table.fit_columns()
        self._stack.setCurrentIndex(1 if self.model.rowCount() else 0)
        self.undo_changed.emit()
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self.table.selected()
        one = chosen[0] if len(chosen) == 1 else None
        idle = one is not None and one.id not in self.active_ids
        self.buttons["settings"].setEnabled(one is not None)
        self.buttons["resume"].setEnabled(
            one is not None and idle and one.state is not RunState.FINISHED and not one.going_on
        )
        self.buttons["evaluate"].setEnabled(one is not None and bool(one.model_id))
        self.buttons["remove"].setEnabled(any(run.id not in self.active_ids for run in chosen))

    def _show_curves(self) -> None:
        for name in ("csv", "png"):
            self.buttons[name].setEnabled(bool(self.model.shown()))
        self.curves.show_series(self._series, self._axis)

    def _series(self, quantity: Quantity) -> tuple[Series, ...]:
        return run_series(quantity, self._axis, self.model.shown())

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)
