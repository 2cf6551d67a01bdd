"""The ways by which photos come in: drop, paste, dialogs, recent ones, samples."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import resource
from carinspect.core.settings import MAX_RECENT_PHOTOS
from carinspect.jobs.job import Job
from carinspect.services.workspace import Workspace
from carinspect.ui.inspect.dialogs import ask_folder, ask_photos
from carinspect.ui.inspect.intake_jobs import FindPhotos, KeepPastedImage
from carinspect.ui.page import PageContext
from carinspect.ui.widgets.drop_target import has_local_paths, local_paths


class Intake(QObject):
    """Turns whatever the user gives into photos, in the background.

    Signals:
        found: the photos, in order, as a tuple of paths.
    """

    found = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent

    def take_paths(self, paths: tuple[Path, ...]) -> None:
        """Take photos and folders."""
        if paths:
            self._take(FindPhotos(paths))

    def take_mime(self, mime: QMimeData) -> None:
        """Take what was dropped or copied: files and folders, or else pixels."""
        paths, image = local_paths(mime), _image_of(mime)
        if paths:
            self.take_paths(paths)
        elif not image.isNull():
            self._take(KeepPastedImage(image))
        else:
            self._context.messages.show_error(CarInspectError(ErrorCode.CLIPBOARD_EMPTY))

    def paste(self) -> None:
        """Take what is in the clipboard."""
        # Another program's clipboard may vanish between two looks; then Qt gives None.
        self.take_mime(QGuiApplication.clipboard().mimeData() or QMimeData())

    def open_photos(self) -> None:
        """Ask for photos."""
        chosen = ask_photos(self._widget, self._context.workspace.settings.last_folder)
        if chosen:
            self._remember_folder(chosen[0].parent)
            self.take_paths(chosen)

    def open_folder(self) -> None:
        """Ask for a folder."""
        folder = ask_folder(self._widget, self._context.workspace.settings.last_folder)
        if folder is not None:
            self._remember_folder(folder)
            self.take_paths((folder,))

    def open_samples(self) -> None:
        """Take the photos that come with the program."""
        self.take_paths((resource("samples"),))

    def remember(self, photos: list[Path]) -> None:
        """Put ``photos`` first among the recent ones, the last of them foremost."""
        workspace = self._context.workspace
        newest = [str(photo) for photo in reversed(photos[-MAX_RECENT_PHOTOS:])]
        known = [name for name in workspace.settings.recent_photos if name not in newest]
        self._change(recent_photos=tuple([*newest, *known][:MAX_RECENT_PHOTOS]))

    def _remember_folder(self, folder: Path) -> None:
        self._change(last_folder=str(folder))

    def _change(self, **changes: object) -> None:
        try:
            self._context.workspace.change(**changes)
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _take(self, job: Job[tuple[Path, ...]]) -> None:
        handle = self._context.lanes.load.submit(job)
        handle.succeeded.connect(self.found)
        handle.failed.connect(self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)


def can_take(mime: QMimeData) -> bool:
    """Whether a drop holds anything that may be a photo."""
    return has_local_paths(mime) or mime.hasImage()


def recent_photos(workspace: Workspace) -> tuple[Path, ...]:
    """The last inspected photos, newest first; some may be gone by now."""
    return tuple(Path(name) for name in workspace.settings.recent_photos)


def _image_of(mime: QMimeData) -> QImage:
    data = mime.imageData() if mime.hasImage() else None
    return data if isinstance(data, QImage) else QImage()
