"""Job: a folder of photos -> records, going on where it stopped."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderSummary
from carinspect.core.inspection import Inspection
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.folder_progress import FolderProgress
from carinspect.services.parallel_inspection import PhotoInspection
from carinspect.services.records import Records

_SAVE_AT_ONCE: Final = 16
_SAVE_AFTER_S: Final = 0.25
"""Inspections are saved together, for each saving waits for the disk."""


@dataclass(frozen=True)
class InspectFolder:
    """Inspect every photo of ``folder``, each once, whatever happens in between.

    Reports a ``Record`` (without its heat map) when it is saved, and ``Progress``. What was
    saved stays after a cancellation or a crash; with ``resume`` the next run goes on there, by
    the same model. To pause is to cancel and to resume.

    Attributes:
        inspection: how photos are inspected, such as ``InThreads``.
        model_id: of a new inspection.
        by: who started it.
        keep_photos: store a copy of every photo; a folder's own are left where they are.
    """

    records: Records
    inspection: PhotoInspection
    folder: Path
    model_id: str
    by: str = ""
    recursive: bool = False
    resume: bool = False
    keep_photos: bool = False

    def run(self, ctx: JobContext, /) -> FolderSummary:
        progress = self._progress()
        photos = list(progress.photos_left())
        if not photos and not progress.resumed:
            raise CarInspectError(ErrorCode.NO_PHOTOS, folder=self.folder)
        total = len(photos) + progress.resumed
        ctx.report(Progress(progress.resumed, total))
        saver = _Saver(self, progress, ctx, total)
        with contextlib.closing(self.inspection(photos, progress.run.model_id)) as inspections:
            try:
                for inspection in inspections:
                    saver.take(inspection)
                    ctx.raise_if_cancelled()
            finally:
                saver.save()
        progress.finish()
        return progress.summary()

    def _progress(self) -> FolderProgress:
        found = None
        if self.resume:
            found = FolderProgress.resume(
                self.records, self.folder, recursive=self.recursive, by=self.by
            )
        return found or FolderProgress.begin(
            self.records,
            self.folder,
            recursive=self.recursive,
            model_id=self.model_id,
            by=self.by,
        )


class _Saver:
    """Saves inspections some at a time and reports them when they are saved."""

    def __init__(
        self, job: InspectFolder, progress: FolderProgress, ctx: JobContext, total: int
    ) -> None:
        self._job, self._progress, self._ctx, self._total = job, progress, ctx, total
        self._done = progress.resumed
        self._waiting: list[Inspection] = []
        self._last_saved = time.monotonic()

    def take(self, inspection: Inspection) -> None:
        self._waiting.append(inspection)
        late = time.monotonic() - self._last_saved > _SAVE_AFTER_S
        if late or len(self._waiting) >= _SAVE_AT_ONCE:
            self.save()

    def save(self) -> None:
        if self._waiting:
            saved = self._progress.save(self._waiting, keep_photos=self._job.keep_photos)
            self._waiting.clear()
            self._done += len(saved)
            for record in saved:
                self._ctx.report(record)
            self._ctx.report(Progress(self._done, self._total))
        self._last_saved = time.monotonic()
