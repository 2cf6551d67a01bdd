"""Saves the inspections of a folder some at a time and reports them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.folder_progress import FolderProgress

_SAVE_AT_ONCE: Final = 16
_SAVE_AFTER_S: Final = 0.25
"""Inspections are saved together, for each saving waits for the disk."""

_UNREADABLE: Final = {ErrorCode.PHOTO_MISSING, ErrorCode.PHOTO_NO_ACCESS}


class FolderSaver:
    """Reports a ``Record`` when it is saved, and ``Progress`` of ``total``, None if unknown."""

    def __init__(
        self, progress: FolderProgress, ctx: JobContext, total: int | None, *, keep_photos: bool
    ) -> None:
        self._progress, self._ctx = progress, ctx
        self._total = total
        self._keep_photos = keep_photos
        self._done = progress.resumed
        self._waiting: list[Inspection] = []
        self._last_saved = time.monotonic()

    def take(self, inspection: Inspection) -> None:
        """Save ``inspection`` now or with the next ones.

        Raises:
            CarInspectError: the photo cannot be read because the whole folder is gone; it
                counts as not inspected.
        """
        error = inspection.error
        if error is not None and error.code in _UNREADABLE:
            refuse_if_gone(self._progress.run.folder)
        self._waiting.append(inspection)
        late = time.monotonic() - self._last_saved > _SAVE_AFTER_S
        if late or len(self._waiting) >= _SAVE_AT_ONCE:
            self.save()

    def save(self) -> None:
        """Save what waits."""
        if self._waiting:
            saved = self._progress.save(self._waiting, keep_photos=self._keep_photos)
            self._waiting.clear()
            self._done += len(saved)
            for record in saved:
                self._ctx.report(record)
            self._ctx.report(Progress(self._done, self._total))
        self._last_saved = time.monotonic()


def refuse_if_gone(folder: Path) -> None:
    """Make sure that ``folder`` is still there.

    Raises:
        CarInspectError: it was removed, or its drive is not connected any more, which may leave
            an empty folder in its place.
    """
    try:
        there = any(folder.iterdir())
    except OSError:
        there = False
    if not there:
        raise CarInspectError(ErrorCode.FOLDER_GONE, folder=folder)
