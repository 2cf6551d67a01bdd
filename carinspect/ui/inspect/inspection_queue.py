"""Photos waiting for their verdict, inspected in the background a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from carinspect.core.inspection import Inspection
from carinspect.services.inspect_photos import InspectPhotos
from carinspect.services.inspector import Inspector
from carinspect.ui.job_runner import JobHandle, JobRunner

_AT_ONCE: Final = 4
"""Few, so that removed photos are not inspected; more than one, so that the lane never idles."""


class InspectionQueue(QObject):
    """Feeds the inspect lane.

    Signals:
        inspected: an :class:`Inspection`.
        progressed: photos done and photos in all since the queue was last empty.
        stopped: the photos that were not inspected, after a cancel or a failure.
        failed: why no photo can be inspected, such as a missing model.
        emptied: all is done, cancelled or failed.
    """

    inspected = Signal(object)
    progressed = Signal(int, int)
    stopped = Signal(object)
    failed = Signal(object)
    emptied = Signal()

    def __init__(
        self, lane: JobRunner, inspector: Callable[[], Inspector], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lane = lane
        self._inspector = inspector
        self._waiting: dict[Path, None] = {}
        self._running: dict[Path, None] = {}
        self._done = 0
        self._job: JobHandle | None = None
        self._abandoned = False

    @property
    def busy(self) -> bool:
        return self._job is not None

    def add(self, photos: Iterable[Path]) -> None:
        """Queue ``photos``; those that are queued already keep their place."""
        self._waiting.update(dict.fromkeys(photos))
        self._start()

    def discard(self, photos: Iterable[Path]) -> None:
        """Do not inspect ``photos`` any more."""
        for photo in photos:
            self._waiting.pop(photo, None)

    def prefer(self, photo: Path) -> None:
        """Inspect ``photo`` next: the user looks at it."""
        if photo in self._waiting:
            rest = [other for other in self._waiting if other != photo]
            self._waiting = dict.fromkeys([photo, *rest])

    def tell_progress(self) -> None:
        """Emit ``progressed`` where there is anything to tell."""
        if self._job is not None:
            left = len(self._running) + len(self._waiting)
            self.progressed.emit(self._done, self._done + left)

    def cancel(self) -> None:
        """Inspect nothing more; the photo that is being inspected is given up."""
        if self._job is not None:
            self._abandoned = True
            self._job.cancel()

    def _start(self) -> None:
        if self._job is not None or not self._waiting:
            return
        self._running = dict.fromkeys(list(self._waiting)[:_AT_ONCE])
        self.discard(self._running)
        job = self._lane.submit(InspectPhotos(self._inspector, tuple(self._running)))
        job.reported.connect(self._on_report)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self.tell_progress()

    def _on_report(self, report: object) -> None:
        if isinstance(report, Inspection):
            self._running.pop(report.photo, None)
            self._done += 1
            self.inspected.emit(report)
            self.tell_progress()

    def _on_failed(self, error: Exception) -> None:
        self._abandoned = True
        self.failed.emit(error)

    def _on_finished(self) -> None:
        self._job = None
        if self._abandoned:
            # Also where the last photo was done before the job saw the cancel: its report
            # was dropped, so it counts as not inspected.
            left = [*self._running, *self._waiting]
            self._waiting, self._abandoned = {}, False
            self.stopped.emit(left)
        self._running = {}
        self._start()
        if self._job is None:
            self._done = 0
            self.emptied.emit()
