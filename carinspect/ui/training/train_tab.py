"""Photos and form at the left, the run at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.training import TrainingConfig, TrainingRun
from carinspect.jobs.job import Progress
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.training import jobs
from carinspect.ui.training.augmentation_dialog import AugmentationDialog
from carinspect.ui.training.live_view import LiveView
from carinspect.ui.training.run_control import Phase, RunControl
from carinspect.ui.training.run_words import run_title
from carinspect.ui.training.source_summary import SourceSummary
from carinspect.ui.training.terms_dialog import TermsDialog
from carinspect.ui.training.training_form import TrainingForm
from carinspect.ui.widgets.panel import Panel

_LEFT_WIDTH: Final = 43 * GRID


class TrainTab(Panel):
    """Starts a run and follows it.

    Signals:
        run_ended: a run came to an end; the list of runs is another one.
    """

    run_ended = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.control = RunControl(context.lanes, self)
        self.source = SourceSummary(self)
        self.form = TrainingForm(self)
        self.live = LiveView(self.control, context.lanes, self)
        self.start = QPushButton(self)
        self.start.setObjectName("primary")
        self._fetching: JobHandle | None = None
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        self.start.setText(_("Start training"))

    def asked(self) -> tuple[DatasetSource | None, TrainingConfig]:
        """The photos and the values that are chosen now."""
        return self.source.source, self.form.config()

    def offer_to_continue(self, run: TrainingRun) -> None:
        """Say that ``run`` was interrupted, by a crash or a power cut."""
        if self.control.busy:
            return
        text = _("The run “{run}” was interrupted after {epochs} epochs.").format(
            run=run_title(run), epochs=len(run.history)
        )
        self._context.messages.offer(text, _("Continue"), lambda: self.go_on(run))

    def stop_fetching(self) -> None:
        """Stop fetching weights; what has come stays, and the rest comes the next time."""
        if self._fetching is not None:
            self._fetching.cancel()

    def go_on(self, run: TrainingRun) -> None:
        """Go on with a run that was interrupted or stopped."""
        if self.control.busy:
            return
        try:
            self.control.resume(run)
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _lay_out(self) -> None:
        left = QFrame(self)
        left.setObjectName("surface")
        left.setFixedWidth(_LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.source)
        column.addWidget(self.form, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        foot.addWidget(self.start, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self.live, 1)

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.form.terms_wanted.connect(lambda: TermsDialog(self).show())
        self.form.preview_wanted.connect(self._on_preview)
        self.live.resume_wanted.connect(self.go_on)
        self.control.phase_changed.connect(self._on_phase)
        self.control.failed.connect(self._on_failed)
        self.control.ended.connect(self.run_ended)
        self.control.cancelled.connect(self._on_cancelled)

    def _on_start(self) -> None:
        source = self._usable_source()
        if source is not None:
            self._context.messages.dismiss()
            self.control.start(source, self.form.config(), self.form.name.text().strip())

    def _on_preview(self) -> None:
        source = self._usable_source()
        if source is not None:
            lane = self._context.lanes.load
            AugmentationDialog(lane, source, self.form.config(), self).show()

    def _usable_source(self) -> DatasetSource | None:
        """The chosen photos, where nothing in the form stands against their use."""
        if self.source.source is None:
            self._context.messages.warn(_("Choose the photos to learn from first."))
            self.source.choose_wanted.emit()
            return None
        if self.form.problem:
            self._context.messages.warn(self.form.problem)
            self.form.go_to_problem()
            return None
        return self.source.source

    def _on_phase(self, phase: Phase) -> None:
        self.start.setEnabled(phase is Phase.IDLE)

    def _on_cancelled(self) -> None:
        run = self.control.run
        if run is None or not self.control.history:
            self._context.messages.note(_("The training was cancelled."))
            self.run_ended.emit(run)
            return
        self._context.messages.offer(
            _("The training was cancelled after {epochs} epochs, which are kept.").format(
                epochs=len(self.control.history)
            ),
            _("Continue"),
            lambda: self.go_on(run),
        )
        self.run_ended.emit(run)

    def _on_failed(self, error: Exception) -> None:
        self.run_ended.emit(self.control.run)
        if not isinstance(error, CarInspectError):
            raise error
        config = self.control.config
        if error.code is ErrorCode.WEIGHTS_MISSING and config is not None:
            fetch = calling(self._fetch, config.backbone)
            self._context.messages.show_error(error, _("Fetch the weights"), fetch)
        else:
            self._context.messages.show_error(error)

    def _fetch(self, backbone: str) -> None:
        """Get the weights of ``backbone`` from their publisher."""
        handle = self._context.lanes.train.submit(jobs.fetch_weights(backbone))
        self._fetching = handle
        self.start.setEnabled(False)
        handle.reported.connect(self._on_fetching)
        handle.succeeded.connect(self._on_fetched)
        handle.failed.connect(self._on_fetch_failed)
        handle.finished.connect(self._on_fetch_over)

    def _on_fetching(self, report: object) -> None:
        if isinstance(report, Progress):
            # Qt counts to two thousand million: kilobytes are enough.
            total = None if report.total is None else report.total // 1024
            words = _("Fetching the weights…")
            self._context.job_bar.show_progress(words, report.done // 1024, total)

    def _on_fetched(self) -> None:
        self.form.refresh_backbones()
        self._context.messages.note(_("The weights are there: the training can start."))

    def _on_fetch_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _on_fetch_over(self) -> None:
        self._fetching = None
        self._context.job_bar.stop()
        self.start.setEnabled(not self.control.busy)
