"""A button that starts a job, and how far the job is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.jobs.job import Job, Progress
from carinspect.ui.icons import icon
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.job_bar import JobBar
from carinspect.ui.widgets.panel import Panel


class RunRow(Panel):
    """Runs one job at a time on the folder lane.

    Signals:
        start_wanted: the user pressed the button.
    """

    start_wanted = Signal()

    def __init__(
        self, context: PageContext, words: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = words
        self._job: JobHandle | None = None
        self.start = QPushButton(self)
        self.start.setObjectName("primary")
        self.bar = JobBar(self, cancel_words=lambda: _("Stop"))
        self.start.clicked.connect(self.start_wanted)
        self.bar.cancel_wanted.connect(self.cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self.start)
        row.addWidget(self.bar)
        row.addStretch()
        self.retranslate()
        self.recolor()

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return self._job is not None

    def run(self, job: Job[Any], on_done: Callable[[Any], object]) -> None:
        """Run ``job`` and hand its result on; what fails is told in the message bar."""
        if self._job is not None:
            return
        handle = self._context.lanes.folder.submit(job)
        self._job = handle
        self.start.setEnabled(False)
        self.bar.show_progress(self._words(), 0, None)
        handle.reported.connect(self._on_report)
        handle.succeeded.connect(on_done)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_finished)

    def cancel(self) -> None:
        """Stop the job; nothing of it is kept."""
        if self._job is not None:
            self._job.cancel()

    def retranslate(self) -> None:
        self.start.setText(self._words())
        self.start.setAccessibleName(self._words())

    def recolor(self) -> None:
        self.start.setIcon(icon("inspect", color=colors().on_accent))

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress):
            words = f"{report.done} / {report.total}"
            self.bar.show_progress(words, report.done, report.total)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _on_finished(self) -> None:
        self._job = None
        self.start.setEnabled(True)
        self.bar.stop()
