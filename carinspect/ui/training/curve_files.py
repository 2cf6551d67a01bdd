"""Curves as files: CSV for a spreadsheet, PNG for a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.training import TrainingRun
from carinspect.jobs.job import Job
from carinspect.ui.page import PageContext
from carinspect.ui.training import dialogs, jobs


class CurveFiles(QObject):
    """Asks where, writes, and says where it is."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent

    def save_csv(self, runs: Sequence[TrainingRun]) -> None:
        """Save the curves of ``runs``, a line an epoch."""
        path = self._ask("carinspect-curves.csv", "CSV (*.csv)")
        if path is not None:
            self._write(jobs.save_curves(runs, path))

    def save_png(self, picture: QImage) -> None:
        """Save ``picture``."""
        path = self._ask("carinspect-curves.png", "PNG (*.png)")
        if path is not None:
            self._write(jobs.save_picture(_png(picture), path))

    def _ask(self, name: str, kinds: str) -> Path | None:
        folder = self._context.workspace.settings.last_folder
        return dialogs.ask_where_to_save(self._widget, Path(folder) / name, kinds)

    def _write(self, job: Job[Path]) -> None:
        handle = self._context.lanes.load.submit(job)
        handle.succeeded.connect(self._on_saved)
        handle.failed.connect(self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._context.messages.note(_("Saved: {file}").format(file=path))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)


def _png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - PySide's stubs
    return bytes(buffer.data().data())
