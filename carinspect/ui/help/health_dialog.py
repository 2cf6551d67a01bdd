"""The check of this computer, with what to do about each finding."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.health import HealthCheck, State
from carinspect.core.health_texts import area_text, check_text, state_text, summary_text
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.scrubbing import scrub
from carinspect.jobs.job import Progress
from carinspect.services.check_health import CheckHealth
from carinspect.services.workspace import Workspace
from carinspect.ui.help.display_probe import display_facts
from carinspect.ui.icons import pixmap
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.theme import GRID, colors

_ICON: Final = 20

_LOOKS: Final = {
    State.OK: ("undamaged", Outcome.UNDAMAGED),
    State.WARNING: ("warning", Outcome.REVIEW),
    State.PROBLEM: ("damaged", Outcome.DAMAGED),
}
"""The icon of a state, and the outcome whose colour it borrows."""


class HealthDialog(QDialog):
    """Checks at once when it opens; the window stays usable."""

    def __init__(self, workspace: Workspace, lane: JobRunner, parent: QWidget) -> None:
        # Qt dresses a window before it is complete.
        self.checks: tuple[HealthCheck, ...] = ()
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace, self._lane = workspace, lane
        self._job: JobHandle | None = None
        self._title, self._bar = QLabel(self), QProgressBar(self)
        self._title.setObjectName("title")
        self._bar.setTextVisible(False)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self.again, self.copy, self.close_button = (QPushButton(self) for _number in range(3))
        self._lay_out()
        self.again.clicked.connect(self.check)
        self.copy.clicked.connect(self._copy)
        self.close_button.clicked.connect(self.close)
        self._retranslate()
        self.resize(96 * GRID, 84 * GRID)
        self.check()

    def check(self) -> None:
        """Look at everything now."""
        if self._job is not None:
            return
        self._job = self._lane.submit(CheckHealth(self._workspace, display_facts()))
        self._job.reported.connect(self._on_report)
        self._job.succeeded.connect(self._on_checked)
        self._job.failed.connect(self._on_failed)
        self._job.finished.connect(self._on_finished)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._title.setText(_("Checking…"))
        self.again.setEnabled(False)
        self.copy.setEnabled(False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addStretch()
        for button in (self.again, self.copy, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self._bar)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress):
            self._bar.setRange(0, report.total or 0)
            self._bar.setValue(report.done)

    def _on_checked(self, checks: tuple[HealthCheck, ...]) -> None:
        self.checks = checks
        self._show()

    def _on_failed(self, error: Exception) -> None:
        self._title.setText(_("The check did not come to its end."))
        raise error

    def _on_finished(self) -> None:
        self._job = None
        self._bar.hide()
        self.again.setEnabled(True)
        self.copy.setEnabled(bool(self.checks))

    def _show(self) -> None:
        self._title.setText(summary_text(self.checks))
        inner = QWidget(self)
        grid = QGridLayout(inner)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID)
        grid.setColumnStretch(2, 1)
        # What wants to be acted on comes first.
        ordered = sorted(self.checks, key=lambda one: list(reversed(State)).index(one.state))
        for row, check in enumerate(ordered):
            follows = row > 0 and ordered[row - 1].area is check.area
            self._add_row(grid, row, check, "" if follows else area_text(check.area))
        grid.setRowStretch(len(ordered), 1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)

    def _add_row(self, grid: QGridLayout, row: int, check: HealthCheck, title: str) -> None:
        name, outcome = _LOOKS[check.state]
        tone = colors().tones[outcome]
        picture = QLabel(self)
        picture.setPixmap(pixmap(name, _ICON, color=tone.ink, ratio=self.devicePixelRatioF()))
        picture.setAccessibleName(state_text(check.state))
        picture.setToolTip(state_text(check.state))
        area = QLabel(title, self)
        area.setObjectName("strong")
        words = QLabel(check_text(check), self)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(picture, row, 0, top)
        grid.addWidget(area, row, 1, top)
        grid.addWidget(words, row, 2, top)

    def _copy(self) -> None:
        lines = [
            f"[{check.state.value}] {area_text(check.area)}: {check_text(check)}"
            for check in self.checks
        ]
        QGuiApplication.clipboard().setText(scrub("\n".join(lines)))

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Check this computer"))
        self._scroll.setAccessibleName(_("What was found"))
        self._bar.setAccessibleName(_("Checking…"))
        self.again.setText(_("Check again"))
        self.copy.setText(_("Copy"))
        self.copy.setToolTip(_("Copy what was found, without names of files"))
        self.close_button.setText(_("Close"))
        if self.checks:
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange and self.checks:
            self._show()

    def done(self, result: int) -> None:
        """Closes, and stops what is still being checked."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)
