"""Whether there is a newer version: asked when the button is pressed, and never otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect import __version__
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, language
from carinspect.core.texts import error_text
from carinspect.jobs.job import Job, Progress
from carinspect.services.updates import (
    CheckForUpdates,
    FetchUpdate,
    Update,
    UpdateSource,
    update_source,
)
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.theme import GRID


class UpdatesDialog(QDialog):
    """Checks, tells, downloads; the window stays usable beside it."""

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lane = lane
        self._source: UpdateSource | None = None
        self._update: Update | None = None
        self._file: Path | None = None
        self._job: JobHandle | None = None
        self._words: Callable[[], str] = str
        self._about, self.answer = QLabel(self), QLabel(self)
        self.check, self.download, self.show_file = (QPushButton(self) for _number in range(3))
        self.check.setObjectName("primary")
        self._bar = QProgressBar(self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()
        self.check.clicked.connect(self._check)
        self.download.clicked.connect(self._download)
        self.show_file.clicked.connect(self._show_file)
        self._buttons.rejected.connect(self.close)
        self._find_source()
        self._retranslate()

    @property
    def busy(self) -> bool:
        return self._job is not None

    def done(self, result: int) -> None:
        """Closing stops what runs."""
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _lay_out(self) -> None:
        for label in (self._about, self.answer):
            label.setWordWrap(True)
        self.answer.setTextFormat(Qt.TextFormat.PlainText)
        self.answer.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        row = QHBoxLayout()
        for button in (self.check, self.download, self.show_file):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(self._about)
        column.addWidget(self.answer, 1)
        column.addWidget(self._bar)
        column.addLayout(row)
        column.addWidget(self._buttons)
        self.resize(64 * GRID, 40 * GRID)

    def _find_source(self) -> None:
        try:
            self._source = update_source()
        except CarInspectError as error:
            self._tell_error(error)

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Updates"))
        self._about.setText(self._about_words())
        self.check.setText(_("Check now"))
        self.download.setText(_("Download…"))
        self.show_file.setText(_("Open folder"))
        self._bar.setAccessibleName(_("Progress of the download"))
        self.answer.setAccessibleName(_("Answer"))
        self._refresh()

    def _about_words(self) -> str:
        words = _(
            "This is CarInspect {version}. It contacts nobody by itself. “Check now” reads one list"
            " of versions, whose signature is checked; nothing about you or your photos is sent."
        ).format(version=__version__)
        if self._source is None:
            return words
        return f"{words}\n\n{self._source.manifest}"

    def _refresh(self) -> None:
        update = self._update
        offered = update is not None and update.is_newer and update.package is not None
        self.check.setEnabled(self._source is not None and not self.busy)
        self.download.setVisible(offered)
        self.download.setEnabled(not self.busy)
        self.show_file.setVisible(self._file is not None)
        self._bar.setVisible(self.busy)
        self.answer.setText(self._words())

    def _check(self) -> None:
        if self._source is not None and not self.busy:
            self._update = self._file = None
            self._tell(lambda: _("Checking…"))
            self._start(CheckForUpdates(self._source), self._on_checked)

    def _download(self) -> None:
        if self._source is None or self._update is None or self.busy:
            return
        folder = ask_download_folder(self)
        if folder is not None:
            self._start(FetchUpdate(self._source, self._update, folder), self._on_downloaded)

    def _start(self, job: Job[object], on_done: Callable[..., None]) -> None:
        self._bar.setRange(0, 0)
        handle = self._lane.submit(job)
        handle.reported.connect(self._on_report)
        handle.succeeded.connect(on_done)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_finished)
        self._job = handle
        self._refresh()

    def _on_report(self, report: object) -> None:
        if isinstance(report, Progress) and report.total:
            # Kilobytes: a bar counts in 32 bits.
            self._bar.setRange(0, report.total // 1000)
            self._bar.setValue(report.done // 1000)

    def _on_checked(self, update: Update) -> None:
        self._update = update
        self._tell(lambda: update_words(update))

    def _on_downloaded(self, file: Path) -> None:
        self._file = file
        self._tell(
            lambda: _(
                "Downloaded and checked: {file}\nClose CarInspect and open this file to install it."
            ).format(file=file)
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._tell_error(error)

    def _on_finished(self) -> None:
        self._job = None
        self._refresh()

    def _tell_error(self, error: CarInspectError) -> None:
        self._tell(lambda: error_text(error))

    def _tell(self, words: Callable[[], str]) -> None:
        self._words = words
        self._refresh()

    def _show_file(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.parent)))


def update_words(update: Update) -> str:
    """What a check found, for people."""
    release = update.release
    if not update.is_newer:
        return _("CarInspect {version} is the newest version.").format(version=__version__)
    head = _("CarInspect {version} of {day} is there; this is {own}.").format(
        version=release.version, day=release.published.isoformat(), own=__version__
    )
    lines = [head, release.notes_in(language())]
    if update.package is None:
        lines.append(_("It has no installer of this edition for this computer."))
    return "\n\n".join(line for line in lines if line)


def ask_download_folder(parent: QWidget) -> Path | None:
    """Where to keep an installer; None where the user cancels. Tests replace this."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    chosen = QFileDialog.getExistingDirectory(parent, _("Download…"), place)
    return Path(chosen) if chosen else None
