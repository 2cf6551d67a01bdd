"""Thumbnails, loaded when they are first painted, the latest wish first."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.load_picture import LoadThumbnail

_KEPT: Final = 400
"""About 60 kB each; further ones are decoded again when they come back into view."""


class ThumbnailStore(QObject):
    """Holds the thumbnails of photos in view.

    Only one is being loaded at any time, so that the large photo never waits behind a queue.

    Signals:
        loaded: the photo whose thumbnail has come.
    """

    loaded = Signal(object)

    def __init__(self, lane: JobRunner, size_px: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane = lane
        self._size_px = size_px
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._wanted: OrderedDict[Path, None] = OrderedDict()
        self._job: JobHandle | None = None

    def get(self, photo: Path) -> QImage | None:
        """The thumbnail, or None and a later ``loaded``; null for what is not a photo."""
        if photo in self._images:
            self._images.move_to_end(photo)
            return self._images[photo]
        self._wanted[photo] = None
        self._wanted.move_to_end(photo)
        while len(self._wanted) > _KEPT:
            self._wanted.popitem(last=False)
        self._load_next()
        return None

    def forget(self, photo: Path) -> None:
        """Load ``photo`` anew when it is next painted: its file may have changed."""
        self._images.pop(photo, None)

    def _load_next(self) -> None:
        if self._job is not None or not self._wanted:
            return
        photo, _none = self._wanted.popitem()
        job = self._lane.submit(LoadThumbnail(photo, self._size_px))

        def on_succeeded(image: QImage) -> None:
            self._keep(photo, image)

        job.succeeded.connect(on_succeeded)
        job.failed.connect(calling(self._keep, photo, QImage()))
        job.finished.connect(self._on_finished)
        self._job = job

    def _keep(self, photo: Path, image: QImage) -> None:
        self._images[photo] = image
        while len(self._images) > _KEPT:
            self._images.popitem(last=False)
        self.loaded.emit(photo)

    def _on_finished(self) -> None:
        self._job = None
        self._load_next()
