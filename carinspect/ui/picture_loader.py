"""The large photo: loaded in the background, the neighbours beforehand."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.load_picture import LoadPicture, Picture

_KEPT: Final = 6
FULL_PX: Final = 12_000
"""A photo's longer side when every pixel is wanted; bounds the memory of giant photos."""


class PictureLoader(QObject):
    """Loads the photo that is looked at; the latest wish wins.

    Signals:
        loaded: photo and :class:`Picture`.
        failed: photo and the exception.
    """

    loaded = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, lane: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._pictures: OrderedDict[Path, tuple[int, Picture]] = OrderedDict()
        self._job: JobHandle | None = None

    def show(self, photo: Path, fit_px: int) -> None:
        """Have ``photo`` at ``fit_px`` or finer: at once where it is known, else later."""
        self._cancel()
        known = self._pictures.get(photo)
        if known is not None:
            self._pictures.move_to_end(photo)
            self.loaded.emit(photo, known[1])
        if known is None or known[0] < fit_px:
            self._job = self._submit(photo, fit_px, tell=True)

    def prepare(self, photo: Path, fit_px: int) -> None:
        """Load ``photo`` where nothing else is to be done: the user may turn to it next."""
        if photo not in self._pictures and self._job is None:
            self._job = self._submit(photo, fit_px, tell=False)

    def forget(self, photo: Path) -> None:
        """Load ``photo`` anew next time: its file may have changed."""
        self._pictures.pop(photo, None)

    def stop(self) -> None:
        """Nothing is looked at any more."""
        self._cancel()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _submit(self, photo: Path, fit_px: int, *, tell: bool) -> JobHandle:
        job = self._lane.submit(LoadPicture(photo, fit_px))

        def on_succeeded(picture: Picture) -> None:
            if not isValid(self):  # its window was closed meanwhile
                return
            self._keep(photo, fit_px, picture)
            self._end(job)
            if tell:
                self.loaded.emit(photo, picture)

        def on_failed(error: Exception) -> None:
            if not isValid(self):
                return
            self._end(job)
            if tell:
                self.failed.emit(photo, error)

        job.succeeded.connect(on_succeeded)
        job.failed.connect(on_failed)
        return job

    def _end(self, job: JobHandle) -> None:
        if self._job is job:
            self._job = None

    def _keep(self, photo: Path, fit_px: int, picture: Picture) -> None:
        self._pictures[photo] = (fit_px, picture)
        self._pictures.move_to_end(photo)
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
