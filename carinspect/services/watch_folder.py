"""Job: inspect what lands in a folder, until it is cancelled."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderSummary
from carinspect.core.photo import is_folder, looks_like_photo
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.folder_progress import FolderProgress
from carinspect.services.folder_saver import FolderSaver
from carinspect.services.inspect_folder import until_stopped
from carinspect.services.parallel_inspection import PhotoInspection
from carinspect.services.records import Records

_LOOK_S: Final = 0.1

_COMING: Final = {"created", "modified", "moved", "closed"}
"""What tells of a photo that lands; our own reading tells of opening it."""


@dataclass(frozen=True)
class WatchFolder:
    """Inspect the photos of ``folder`` that are there and those that come.

    Goes on with the last inspection of the folder by the same model, finished or not.

    Reports the ``FolderRun``, a ``Record`` for each photo and ``Progress`` without a total.

    Attributes:
        settle_s: a file that has not changed for so long is taken to be complete.
        rescan_s: the folder is also listed this often: network drives tell of no changes.
        stop: set from outside, it ends the job; the last records are reported too.
    """

    records: Records
    inspection: PhotoInspection
    folder: Path
    model_id: str
    by: str = ""
    recursive: bool = False
    keep_photos: bool = False
    settle_s: float = 1.0
    rescan_s: float = 30.0
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, ctx: JobContext, /) -> FolderSummary:
        progress = self._progress()
        ctx.report(progress.run)
        ctx.report(Progress(progress.resumed))
        saver = FolderSaver(progress, ctx, None, keep_photos=self.keep_photos)
        arrivals = _Arrivals(self.settle_s)
        with _watching(progress.run.folder, arrivals, recursive=self.recursive):
            next_scan = 0.0
            while not self.stop.is_set():
                ctx.raise_if_cancelled()
                if time.monotonic() >= next_scan:
                    _refuse_if_no_folder(progress.run.folder)
                    arrivals.notice(progress.photos_left())
                    next_scan = time.monotonic() + self.rescan_s
                ready = [photo for photo in arrivals.settled() if not progress.is_done(photo)]
                self._inspect(ready, progress, saver, ctx)
                if not ready:
                    self._rest(progress.run.folder)
        return progress.summary()

    def _progress(self) -> FolderProgress:
        found = FolderProgress.resume(
            self.records, self.folder, recursive=self.recursive, by=self.by, model_id=self.model_id
        )
        return found or FolderProgress.begin(
            self.records,
            self.folder,
            recursive=self.recursive,
            model_id=self.model_id,
            by=self.by,
        )

    def _inspect(
        self,
        photos: Sequence[Path],
        progress: FolderProgress,
        saver: FolderSaver,
        ctx: JobContext,
    ) -> None:
        """Inspect ``photos``; those that are left after a stop are found by the next watch."""
        if not photos:
            return
        wanted = until_stopped(photos, self.stop)
        with contextlib.closing(self.inspection(wanted, progress.run.model_id)) as inspections:
            try:
                for inspection in inspections:
                    saver.take(inspection)
                    ctx.raise_if_cancelled()
            finally:
                saver.save()

    def _rest(self, folder: Path) -> None:
        _refuse_if_no_folder(folder)
        self.stop.wait(_LOOK_S)


def _refuse_if_no_folder(folder: Path) -> None:
    # A watched folder may well be empty, so only its absence counts.
    if not is_folder(folder):
        raise CarInspectError(ErrorCode.FOLDER_GONE, folder=folder)


@dataclass
class _Arrivals:
    """Files that came, until they have stopped growing."""

    settle_s: float
    told: queue.SimpleQueue[Path] = field(default_factory=queue.SimpleQueue[Path])
    growing: dict[Path, tuple[tuple[int, int], float]] = field(
        default_factory=dict[Path, tuple[tuple[int, int], float]]
    )

    def notice(self, photos: Iterator[Path]) -> None:
        for photo in photos:
            self.told.put(photo)

    def settled(self) -> list[Path]:
        """Photos that have not changed for a while; each is given once."""
        with contextlib.suppress(queue.Empty):
            while True:
                self.growing.setdefault(self.told.get_nowait(), ((-1, -1), 0.0))
        ready = [photo for photo in list(self.growing) if self._has_settled(photo)]
        for photo in ready:
            del self.growing[photo]
        return ready

    def _has_settled(self, photo: Path) -> bool:
        try:
            found = photo.stat()
        except OSError:  # gone again, such as a temporary name
            del self.growing[photo]
            return False
        state = (found.st_size, found.st_mtime_ns)
        before, since = self.growing[photo]
        if state != before:
            self.growing[photo] = (state, time.monotonic())
            return False
        return time.monotonic() - since >= self.settle_s


class _Handler(FileSystemEventHandler):
    def __init__(self, arrivals: _Arrivals) -> None:
        self._arrivals = arrivals

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in _COMING:
            return
        for name in (event.src_path, event.dest_path):
            path = Path(str(name))
            if name and not event.is_directory and looks_like_photo(path):
                self._arrivals.told.put(path)


@contextlib.contextmanager
def _watching(folder: Path, arrivals: _Arrivals, *, recursive: bool) -> Generator[None]:
    observer = Observer()
    observer.schedule(_Handler(arrivals), str(folder), recursive=recursive)
    observer.start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
