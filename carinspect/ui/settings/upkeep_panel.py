"""Backup, restore and verification, with progress and what came of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.history_texts import problem_text, verification_text
from carinspect.core.i18n import _, ngettext
from carinspect.core.texts import error_text
from carinspect.core.user import Permission, User
from carinspect.core.verification import Verification
from carinspect.jobs.job import Job, Progress
from carinspect.services.backup_records import BackupDone, BackUpRecords, RestoreRecords
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.start_folder import start_folder
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_MOST_PROBLEMS = 20


class UpkeepPanel(Panel):
    """One of the three at a time; the window stays usable.

    Signals:
        restored: the records are a backup's from now on.
    """

    restored = Signal()

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._workspace = lane, workspace
        self._user: User | None = None
        self._job: JobHandle | None = None
        self._file = Path()
        self._title, self.message = QLabel(self), QLabel(self)
        self.backup, self.restore, self.verify, self.cancel = (QPushButton(self) for _n in range(4))
        self.expected = QLineEdit(self)
        self._bar = QProgressBar(self)
        self._lay_out()
        self.backup.clicked.connect(self._back_up)
        self.restore.clicked.connect(self._restore)
        self.verify.clicked.connect(self._verify)
        self.cancel.clicked.connect(self._cancel)
        self.retranslate()
        self._refresh()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def show_user(self, user: User | None) -> None:
        """Allow what ``user`` may do."""
        self._user = user
        self._refresh()

    def retranslate(self) -> None:
        self._title.setText(_("Backup and proof"))
        self.backup.setText(_("Back up…"))
        self.backup.setToolTip(_("Copy all records and photos into one file"))
        self.restore.setText(_("Restore…"))
        self.restore.setToolTip(_("Bring a backup back; only a manager may"))
        self.verify.setText(_("Verify"))
        self.verify.setToolTip(_("Prove that records and photos were not altered"))
        self.cancel.setText(_("Cancel"))
        self.expected.setPlaceholderText(_("Last hash noted earlier, if any"))
        self.expected.setAccessibleName(_("Last hash noted earlier, if any"))

    def _lay_out(self) -> None:
        self._title.setObjectName("heading")
        self.message.setObjectName("advice")
        self.message.setWordWrap(True)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.hide()
        self._bar.setTextVisible(False)
        buttons, running = QHBoxLayout(), QHBoxLayout()
        for button in (self.backup, self.restore, self.verify):
            button.setObjectName("small")
            buttons.addWidget(button)
        self.cancel.setObjectName("small")
        buttons.addWidget(self.expected, 1)
        running.addWidget(self._bar, 1)
        running.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addLayout(buttons)
        column.addLayout(running)
        column.addWidget(self.message)

    def _back_up(self) -> None:
        stamp = f"{datetime.now().astimezone():%Y-%m-%d}"
        start = start_folder(self._workspace.settings.report_folder)
        file = ask_backup_file(self, str(start / f"carinspect-{stamp}.zip"))
        if file is not None:
            self._file = file
            self._workspace.change(report_folder=str(file.parent))
            self._start(BackUpRecords(self._workspace, file), self._on_backed_up)

    def _restore(self) -> None:
        file = ask_backup(self, str(start_folder(self._workspace.settings.report_folder)))
        if file is not None:
            self._file = file
            self._start(RestoreRecords(self._workspace, file), self._on_restored)

    def _replace(self) -> None:
        job = RestoreRecords(self._workspace, self._file, replace=True)
        self._start(job, self._on_restored)

    def _verify(self) -> None:
        job = VerifyRecords(self._workspace, self.expected.text().strip())
        self._start(job, self._on_verified)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _start(self, work: Job[Any], then: Callable[[Any], object]) -> None:
        job = self._lane.submit(work)
        job.reported.connect(self._on_report)
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_finished)
        self._job = job
        self.message.hide()
        self._bar.setRange(0, 0)
        self._refresh()

    def _refresh(self) -> None:
        running = self._job is not None
        may = self._user is not None
        for widget in (self._bar, self.cancel):
            widget.setVisible(running)
        self.verify.setEnabled(not running)
        self.backup.setEnabled(may and not running)
        restores = self._user is not None and self._user.may(Permission.RESTORE)
        self.restore.setEnabled(restores and not running)

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress):
            self._bar.setRange(0, report.total or 0)
            self._bar.setValue(report.done)

    def _on_backed_up(self, done: BackupDone) -> None:
        lines = [
            ngettext(
                "{file} holds all records and {count} photo.",
                "{file} holds all records and {count} photos.",
                done.photos,
            ).format(file=self._file, count=done.photos)
        ]
        lines += [_("Left out, for it is damaged: {photo}").format(photo=p) for p in done.left_out]
        self._tell(lines)

    def _on_restored(self, done: BackupDone) -> None:
        lines = [
            ngettext(
                "All records and {count} photo of {file} are back.",
                "All records and {count} photos of {file} are back.",
                done.photos,
            ).format(file=self._file, count=done.photos)
        ]
        if done.before is not None:
            lines.append(_("What was there before is in {file}.").format(file=done.before))
        self._tell(lines)
        self.restored.emit()

    def _on_verified(self, done: Verification) -> None:
        lines = [verification_text(done)]
        lines += [problem_text(problem) for problem in done.problems[:_MOST_PROBLEMS]]
        if done.last_hash:
            words = _("Last hash, to be noted elsewhere: {hash}")
            lines.append(words.format(hash=done.last_hash))
        self._tell(lines)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._tell([error_text(error)])
        if error.code is ErrorCode.RESTORE_NOT_EMPTY and ask_to_replace(self):
            self._replace()

    def _on_finished(self) -> None:
        # A restore that may replace begins before the refused one has ended.
        if self.sender() is self._job:
            self._job = None
        self._refresh()

    def _tell(self, lines: list[str]) -> None:
        self.message.setText("\n".join(lines))
        self.message.show()


def ask_backup_file(parent: QWidget, name: str) -> Path | None:
    """Where to write a backup; None where the user cancels. Tests replace this.

    ``name`` is the path of the file that is proposed.
    """
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Back up"), name, "ZIP (*.zip)")
    return Path(chosen) if chosen else None


def ask_backup(parent: QWidget, folder: str) -> Path | None:
    """A backup that the user chooses, from ``folder`` on; None where they cancel."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Restore"), folder, "ZIP (*.zip)")
    return Path(chosen) if chosen else None


def ask_to_replace(parent: QWidget) -> bool:
    """Ask whether records may be replaced; tests replace this."""
    words = _("There are records already. They are backed up first and then replaced.")
    box = QMessageBox(QMessageBox.Icon.Warning, _("Restore"), words, parent=parent)
    yes = box.addButton(_("Replace"), QMessageBox.ButtonRole.DestructiveRole)
    no = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes
