"""The one way a window runs something in the background."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from carinspect.core.errors import CarInspectError
from carinspect.jobs.job import Job, JobCancelled, JobContext

logger = logging.getLogger(__name__)


class JobHandle(QObject):
    """A submitted job.

    Every signal is emitted in the GUI thread, in this order: any number of ``reported``;
    exactly one of ``succeeded``, ``failed``, ``cancelled``; ``finished``. After
    :meth:`cancel` no further ``reported`` arrives.

    Signals:
        reported: an event of the job (``Progress``, ``EpochEnd``, ``Inspection``, ...).
        succeeded: the result of the job.
        failed: the exception the job raised.
    """

    reported = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    _reports = Signal(object)
    _ends = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        # Queued to ourselves: whoever emits, our slots run in the GUI thread.
        self._reports.connect(self._on_report, Qt.ConnectionType.QueuedConnection)
        self._ends.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the job to stop at its next cancellation point."""
        self._cancel.set()

    def work(self, job: Job[Any]) -> None:
        """Run ``job`` here and now; called once, by a thread of the runner."""
        ctx = JobContext(self._reports.emit, self._cancel)
        outcome, payload = "succeeded", None
        try:
            ctx.raise_if_cancelled()
            payload = job.run(ctx)
        except JobCancelled:
            outcome = "cancelled"
        except CarInspectError as error:
            logger.info("%s: %s", type(job).__name__, error)
            outcome, payload = "failed", error
        except Exception as error:  # the window decides how to show it
            logger.exception("%s failed", type(job).__name__)
            outcome, payload = "failed", error
        self._ends.emit(outcome, payload)

    @Slot(object)
    def _on_report(self, report: object) -> None:
        if not self._cancel.is_set():
            self.reported.emit(report)

    @Slot(str, object)
    def _on_end(self, outcome: str, payload: object) -> None:
        if outcome == "succeeded":
            self.succeeded.emit(payload)
        elif outcome == "failed":
            self.failed.emit(payload)
        else:
            self.cancelled.emit()
        self.finished.emit()


class JobRunner(QObject):
    """A lane of background threads; ``threads=1`` makes jobs wait for each other."""

    def __init__(self, name: str, *, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._handles: set[JobHandle] = set()
        self._is_shut_down = False

    def submit(self, job: Job[Any]) -> JobHandle:
        """Queue ``job``; connect to the handle before returning to the event loop."""
        handle = JobHandle(self)
        self._handles.add(handle)
        # No lambda: it would hold the runner, which then might be destroyed by the end of its
        # own handle.
        handle.finished.connect(self._on_finished)
        if self._is_shut_down:
            # A last paint or timer may still ask for something: it is cancelled, not refused.
            handle.cancel()
            handle.work(job)
        else:
            self._executor.submit(handle.work, job)
        return handle

    @property
    def busy(self) -> bool:
        return bool(self._handles)

    def shutdown(self) -> None:
        """Cancel what runs and wait for it; the last act before the application quits."""
        self._is_shut_down = True
        for handle in self._handles:
            handle.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)

    @Slot()
    def _on_finished(self) -> None:
        handle = self.sender()
        if isinstance(handle, JobHandle):
            self._handles.discard(handle)
            handle.deleteLater()
