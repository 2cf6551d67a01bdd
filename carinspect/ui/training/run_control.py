"""The training run that this window has going: start, follow, stop and keep, cancel, go on."""

from __future__ import annotations

from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Signal

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import EpochEnd, History, MiniBatchEnd, TrainingConfig, TrainingRun
from carinspect.jobs.job import Progress
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.lanes import Lanes
from carinspect.ui.training import jobs

_MANY_MINI_BATCHES: Final = 4000


class Phase(Enum):
    """What the control is doing."""

    IDLE = "idle"
    PREPARING = "preparing"
    """Reading photos, computing features; until the first mini-batch."""
    TRAINING = "training"
    STOPPING = "stopping"
    """Asked to stop and keep, or to cancel."""


class RunControl(QObject):
    """Holds at most one run.

    Signals:
        phase_changed: a :class:`Phase`.
        prepared: done and total steps of the preparation; total -1 where nobody knows.
        updated: :attr:`history` or :attr:`mini_batches` grew.
        ended: the :class:`TrainingRun` that came of it.
        failed: the exception.
        cancelled: nothing came of it, as the user wanted.
    """

    phase_changed = Signal(object)
    prepared = Signal(int, int)
    updated = Signal()
    ended = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._handle: JobHandle | None = None
        self.phase = Phase.IDLE
        self.config: TrainingConfig | None = None
        self.run: TrainingRun | None = None
        self.history: History = ()
        self.mini_batches: list[MiniBatchEnd] = []
        self.updates_per_epoch = 1.0
        self._stop_is_wanted = False

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self.phase is not Phase.IDLE

    @property
    def best_epoch(self) -> int:
        """The epoch whose weights are kept, as far as is known; 0 before the first."""
        if not self.history or (self.config is not None and self.config.keep_last):
            return len(self.history)
        return max(self.history, key=lambda one: (one.val_accuracy, -one.epoch)).epoch

    def start(self, source: DatasetSource, config: TrainingConfig, name: str) -> None:
        """Start a new run."""
        self._begin(config)
        self._follow(jobs.train(source, config, name))

    def resume(self, run: TrainingRun) -> None:
        """Go on with a run that was interrupted or stopped.

        Raises:
            CarInspectError: its folder is damaged.
        """
        job = jobs.resume(run)
        self._begin(run.config)
        self.run, self.history = run, run.history
        self._follow(job)
        self.updated.emit()

    def stop_and_keep(self) -> None:
        """End after this mini-batch and keep what there is."""
        if self.phase not in {Phase.PREPARING, Phase.TRAINING}:
            return
        self._stop_is_wanted = True
        self._set_phase(Phase.STOPPING)
        self._ask_to_stop()

    def cancel(self) -> None:
        """End at once; the run's folder stays as the last epoch left it."""
        if self._handle is not None:
            self._set_phase(Phase.STOPPING)
            self._handle.cancel()

    def _begin(self, config: TrainingConfig) -> None:
        self.config, self.run, self.history = config, None, ()
        self.mini_batches = []
        self.updates_per_epoch = 1.0
        self._stop_is_wanted = False
        self._set_phase(Phase.PREPARING)

    def _follow(self, job: jobs.TrainJob) -> None:
        handle = self._lanes.train.submit(jobs.in_engine(job, self._lanes.engine))
        handle.reported.connect(self._on_report)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        handle.cancelled.connect(self._on_cancelled)
        self._handle = handle

    def _ask_to_stop(self) -> None:
        # Before the run has a folder there is nothing to keep; its first report comes soon.
        if self.run is not None:
            self._lanes.load.submit(jobs.stop(self.run))

    def _on_report(self, report: object) -> None:
        match report:
            case TrainingRun():
                self.run = report
                if self._stop_is_wanted:
                    self._ask_to_stop()
            case Progress(done=done, total=total):
                self.prepared.emit(done, -1 if total is None else total)
                return
            case MiniBatchEnd():
                self._take_mini_batch(report)
            case EpochEnd():
                self.history = (*self.history, report)
            case _:
                return
        self.updated.emit()

    def _take_mini_batch(self, report: MiniBatchEnd) -> None:
        if self.phase is Phase.PREPARING:
            self._set_phase(Phase.TRAINING)
        if self.config is not None:
            self.updates_per_epoch = max(1.0, report.updates_in_all / self.config.epochs)
        self.mini_batches.append(report)
        if len(self.mini_batches) > _MANY_MINI_BATCHES:
            del self.mini_batches[::2]  # no screen shows more; the curve is smooth anyway

    def _end(self) -> None:
        self._handle = None
        self._set_phase(Phase.IDLE)

    def _on_succeeded(self, run: TrainingRun) -> None:
        self.run, self.history = run, run.history
        self._end()
        self.ended.emit(run)

    def _on_failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _on_cancelled(self) -> None:
        self._end()
        self.cancelled.emit()

    def _set_phase(self, phase: Phase) -> None:
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit(phase)
