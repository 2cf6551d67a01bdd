"""Job: a folder of photos -> records, going on where it stopped."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderSummary
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.folder_progress import FolderProgress
from carinspect.services.folder_saver import FolderSaver
from carinspect.services.parallel_inspection import PhotoInspection
from carinspect.services.records import Records


@dataclass(frozen=True)
class InspectFolder:
    """Inspect every photo of ``folder``, each once, whatever happens in between.

    Reports the ``FolderRun``, a ``Record`` (without its heat map) when it is saved, and
    ``Progress``. What was saved stays after a stop, a cancellation or a crash; with ``resume``
    the next run goes on there, by the same model. To pause is to stop and to resume.

    Attributes:
        inspection: how photos are inspected, such as ``InThreads``.
        model_id: of a new inspection.
        by: who started it.
        keep_photos: store a copy of every photo; a folder's own are left where they are.
        stop: set from outside, it ends the job with what is inspected by then: unlike after a
            cancellation, the last records are reported too.
    """

    records: Records
    inspection: PhotoInspection
    folder: Path
    model_id: str
    by: str = ""
    recursive: bool = False
    resume: bool = False
    keep_photos: bool = False
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, ctx: JobContext, /) -> FolderSummary:
        progress = self._progress()
        photos = list(progress.photos_left())
        if not photos and not progress.resumed:
            raise CarInspectError(ErrorCode.NO_PHOTOS, folder=self.folder)
        ctx.report(progress.run)
        total = len(photos) + progress.resumed
        ctx.report(Progress(progress.resumed, total))
        saver = FolderSaver(progress, ctx, total, keep_photos=self.keep_photos)
        if self._inspect(photos, progress.run.model_id, saver, ctx):
            progress.finish()
        return progress.summary()

    def _inspect(
        self, photos: Sequence[Path], model_id: str, saver: FolderSaver, ctx: JobContext
    ) -> bool:
        """Inspect ``photos``; whether all of them."""
        left = len(photos)
        # Those that are in work when it is stopped still come out.
        wanted = until_stopped(photos, self.stop)
        with contextlib.closing(self.inspection(wanted, model_id)) as inspections:
            try:
                for inspection in inspections:
                    saver.take(inspection)
                    left -= 1
                    ctx.raise_if_cancelled()
            finally:
                saver.save()
        return left == 0

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


def until_stopped(photos: Iterable[Path], stop: threading.Event) -> Iterator[Path]:
    """``photos``, as long as ``stop`` is not set."""
    return itertools.takewhile(lambda _photo: not stop.is_set(), photos)
