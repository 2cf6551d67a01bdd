"""The sweep, or the replay, that this window has going: many runs in one job."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from carinspect.core.replay import ReplayResult
from carinspect.core.training import EpochEnd, RunState, TrainingRun
from carinspect.jobs.job import Job
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.lanes import Lanes
from carinspect.ui.training import jobs


@dataclass(frozen=True, slots=True)
class ManyRuns:
    """How far they are.

    Attributes:
        ended: runs that came to an end.
        total: runs in all.
        run: the one that goes on; None before the first.
        epoch: its last epoch that ended.
    """

    ended: int
    total: int
    run: TrainingRun | None = None
    epoch: int = 0


class SweepControl(QObject):
    """Holds at most one job of many runs.

    Signals:
        progressed: :attr:`state` is another one.
        run_ended: one of its runs ended.
        result_so_far: of a replay, the :class:`ReplayResult` up to now.
        succeeded: all ended; the job's result.
        failed: the exception.
        finished: it is over, one way or another.
    """

    progressed = Signal()
    run_ended = Signal(object)
    result_so_far = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    finished = Signal()

    def __init__(self, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._handle: JobHandle | None = None
        self.state = ManyRuns(0, 0)

    @property
    def busy(self) -> bool:
        """Whether it goes on."""
        return self._handle is not None

    def start(self, job: Job[object], total: int) -> None:
        """Start ``job``, of ``total`` runs."""
        self.state = ManyRuns(0, total)
        handle = self._lanes.train.submit(jobs.in_engine(job, self._lanes.engine))
        handle.reported.connect(self._on_report)
        handle.succeeded.connect(self.succeeded)
        handle.failed.connect(self.failed)
        handle.finished.connect(self._on_finished)
        self._handle = handle
        self.progressed.emit()

    def cancel(self) -> None:
        """End it; the runs that ended stay."""
        if self._handle is not None:
            self._handle.cancel()

    def _on_report(self, report: object) -> None:
        match report:
            case TrainingRun(state=RunState.RUNNING):
                self.state = replace(self.state, run=report, epoch=len(report.history))
            case TrainingRun():
                self.state = replace(self.state, ended=self.state.ended + 1)
                self.run_ended.emit(report)
            case ReplayResult():
                self.result_so_far.emit(report)
                return
            case EpochEnd(epoch=epoch):
                self.state = replace(self.state, epoch=epoch)
            case _:
                return
        self.progressed.emit()

    def _on_finished(self) -> None:
        self._handle = None
        self.finished.emit()
