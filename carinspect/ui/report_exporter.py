"""Asks where to and writes a report of records in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import Progress
from carinspect.services.export_report import ExportReport
from carinspect.services.folder_runs import OnRecords
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext
from carinspect.ui.start_folder import start_folder


class ReportExporter(QObject):
    """One report at a time; what comes of it stands in the message bar."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._widget = parent
        self._job: JobHandle | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None

    def cancel(self) -> None:
        """Write no report after all."""
        if self._job is not None:
            self._job.cancel()

    def export(self, wanted: HistoryFilter, ending: str, *, title: str, name: str) -> None:
        """Ask for a file and write the records that ``wanted`` finds.

        Args:
            wanted: which records.
            ending: ``csv``, ``json`` or ``pdf``.
            title: what the report is about.
            name: of the file that is proposed, without its ending.
        """
        workspace = self._context.workspace
        proposed = start_folder(workspace.settings.report_folder) / name
        file = ask_report_file(self._widget, str(proposed), ending)
        if file is None or self.busy:
            return
        workspace.change(report_folder=str(file.parent))
        job = self._context.lanes.records.submit(
            OnRecords(
                workspace.records,
                lambda records: ExportReport(records, wanted, file, title=title),
            )
        )
        job.reported.connect(self._on_report)
        job.succeeded.connect(self._on_written)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = job

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress):
            words = _("Writing the report…")
            self._context.job_bar.show_progress(words, report.done, report.total)

    def _on_written(self, file: Path) -> None:
        open_it = calling(QDesktopServices.openUrl, QUrl.fromLocalFile(str(file)))
        words = _("The report is in {file}.").format(file=file)
        self._context.messages.offer(words, _("Open"), open_it)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _on_finished(self) -> None:
        self._job = None
        self._context.job_bar.stop()


def ask_report_file(parent: QWidget, name: str, ending: str) -> Path | None:
    """Where to write a report; None where the user cancels. Tests replace this.

    ``name`` is the path of the file that is proposed, without its ending.
    """
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Write a report"), f"{name}.{ending}", f"{ending.upper()} (*.{ending})"
    )
    if not chosen:
        return None
    file = Path(chosen)
    return file if file.suffix.lower() == f".{ending}" else file.with_name(f"{file.name}.{ending}")
