"""The photo that is chosen in the table, large, with all that was found on it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record import Record
from carinspect.core.texts import error_text
from carinspect.services.folder_runs import LoadRecord, OnRecords
from carinspect.ui.folder.folder_row import FolderRow
from carinspect.ui.icons import icon
from carinspect.ui.inspect.photo_area import PhotoArea
from carinspect.ui.inspect.photo_list import Entry, Stage
from carinspect.ui.inspect.verdict_panel import VerdictPanel
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_ANY_WIDTH: Final = 16_777_215  # Qt's QWIDGETSIZE_MAX


class RunDetails(Panel):
    """Photo with heat map above, verdict below.

    Signals:
        inspect_wanted: the user wants this photo in the inspect page, given as a path.
    """

    inspect_wanted = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._photo: Path | None = None
        self._record_id = 0
        self._job: JobHandle | None = None
        self.area = PhotoArea(context.lanes.load, self)
        self.panel = VerdictPanel(self)
        self.panel.setMinimumWidth(0)
        self.panel.setMaximumWidth(_ANY_WIDTH)
        self._inspect = QPushButton(self)
        self._inspect.clicked.connect(lambda: self.inspect_wanted.emit(self._photo))
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        foot.addWidget(self._inspect)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 5)
        column.addWidget(self.panel, 4)
        column.addLayout(foot)
        self.retranslate()
        self.recolor()

    def show_row(self, row: FolderRow, photo: Path, preview: QImage | None) -> None:
        """Show a photo: its pixels and its record are fetched in the background."""
        if row.record_id == self._record_id:
            return
        self._photo, self._record_id = photo, row.record_id
        self.area.show_photo(photo, preview)
        if self._job is not None:
            self._job.cancel()
        records = self._context.workspace.records
        number = row.record_id
        job = self._context.lanes.load.submit(
            OnRecords(records, lambda opened: LoadRecord(opened, number))
        )
        job.succeeded.connect(self._on_loaded)
        job.failed.connect(self._on_failed)
        self._job = job

    def forget(self) -> None:
        """Show nothing."""
        self._photo, self._record_id = None, 0
        self.area.show_photo(None, None)
        self.panel.show_entry(None)

    def retranslate(self) -> None:
        self._inspect.setText(_("Open in Inspect"))
        self._inspect.setToolTip(_("Inspect this photo again, large"))

    def recolor(self) -> None:
        self._inspect.setIcon(icon("open_in"))

    def _on_loaded(self, record: Record) -> None:
        if self.sender() is not self._job or self._photo is None:
            return
        self._job = None
        self.area.show_inspection(record.inspection)
        self.panel.show_entry(Entry(self._photo, Stage.DONE, record.inspection))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.warn(error_text(error))
