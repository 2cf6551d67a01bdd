"""Where the records are: a file or a server, and the folder of the photos."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.services.move_records import MoveRecords, RecordsFound, TryRecords
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_EXAMPLE: Final = "postgresql://user@host/name"


class DatabasePanel(Panel):
    """Tries other records before it uses them.

    Signals:
        moved: other records are used from now on.
    """

    moved = Signal()

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._workspace = lane, workspace
        self._title, self._photos_title = QLabel(self), QLabel(self)
        self.here, self.server = QRadioButton(self), QRadioButton(self)
        self._group = QButtonGroup(self)
        self.address, self.password, self.photos = (QLineEdit(self) for _n in range(3))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self._hint, self._photos_hint, self.message = (QLabel(self) for _n in range(3))
        self.choose, self.test, self.use = (QPushButton(self) for _n in range(3))
        settings = workspace.settings
        (self.server if settings.database else self.here).setChecked(True)
        self.address.setText(settings.database)
        self.photos.setText(settings.photos_folder)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._refresh()

    def retranslate(self) -> None:
        self._title.setText(_("Records"))
        self.here.setText(_("On this computer"))
        self.server.setText(_("On a PostgreSQL server, for several counters"))
        self.address.setAccessibleName(_("Address of the server"))
        self.address.setPlaceholderText(_EXAMPLE)
        self.password.setAccessibleName(_("Password of the server"))
        self.password.setPlaceholderText(_("Password, where the server asks for one"))
        self._hint.setText(
            _(
                "The password is kept in this computer's keyring, never in the settings. The file"
                " ~/.pgpass and the variable PGPASSWORD do as well."
            )
        )
        self._photos_title.setText(_("Folder of the stored photos"))
        self.photos.setAccessibleName(_("Folder of the stored photos"))
        self.photos.setPlaceholderText(_("This computer's own"))
        self._photos_hint.setText(_("Counters that share a server share this folder too."))
        self.choose.setText(_("Choose…"))
        self.test.setText(_("Try"))
        self.use.setText(_("Use"))

    def _lay_out(self) -> None:
        for label, name in (
            (self._title, "heading"),
            (self._photos_title, "heading"),
            (self._hint, "muted"),
            (self._photos_hint, "muted"),
            (self.message, "advice"),
        ):
            label.setObjectName(name)
            label.setWordWrap(True)
        for button in (self.choose, self.test, self.use):
            button.setObjectName("small")
        self.message.hide()
        folder, buttons = QHBoxLayout(), QHBoxLayout()
        for row in (folder, buttons):
            row.setSpacing(GRID)
        folder.addWidget(self.photos, 1)
        folder.addWidget(self.choose)
        buttons.addWidget(self.message, 1)
        buttons.addStretch()
        buttons.addWidget(self.test)
        buttons.addWidget(self.use)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID)
        parts = (self._title, self.here, self.server, self.address, self.password, self._hint)
        for row, part in enumerate((*parts, self._photos_title)):
            grid.addWidget(part, row, 0)
        grid.addLayout(folder, 7, 0)
        grid.addWidget(self._photos_hint, 8, 0)
        grid.addLayout(buttons, 9, 0)

    def _connect(self) -> None:
        for button in (self.here, self.server):
            self._group.addButton(button)
            button.toggled.connect(self._refresh)
        for field in (self.address, self.password, self.photos):
            field.textChanged.connect(self._refresh)
        self.choose.clicked.connect(self._choose)
        self.test.clicked.connect(self._test)
        self.use.clicked.connect(self._use)

    def _wanted(self) -> tuple[str, str]:
        address = self.address.text().strip() if self.server.isChecked() else ""
        return address, self.photos.text().strip()

    def _secret(self) -> str:
        return self.password.text() if self.server.isChecked() else ""

    def _refresh(self) -> None:
        for field in (self.address, self.password):
            field.setEnabled(self.server.isChecked())
        self.message.hide()
        settings = self._workspace.settings
        known = (settings.database, settings.photos_folder)
        complete = self.here.isChecked() or bool(self.address.text().strip())
        self.test.setEnabled(complete)
        is_new = self._wanted() != known or bool(self._secret())
        self.use.setEnabled(complete and is_new)

    def _choose(self) -> None:
        chosen = ask_folder(self, self.photos.text())
        if chosen:
            self.photos.setText(chosen)

    def _test(self) -> None:
        self._begin(_("Opening the records…"))
        job = self._lane.submit(TryRecords(*self._wanted(), self._secret()))
        job.succeeded.connect(self._on_found)
        job.failed.connect(self._on_failed)

    def _use(self) -> None:
        self._begin(_("Opening the records…"))
        job = self._lane.submit(MoveRecords(self._workspace, *self._wanted(), self._secret()))
        job.succeeded.connect(self._on_moved)
        job.failed.connect(self._on_failed)

    def _begin(self, words: str) -> None:
        for button in (self.test, self.use):
            button.setEnabled(False)
        self._tell(words)

    def _on_found(self, found: RecordsFound) -> None:
        self._refresh()
        words = _("It works: {inspections} inspections, {users} users.")
        self._tell(words.format(inspections=found.inspections, users=found.users))

    def _on_moved(self, found: RecordsFound) -> None:
        self.password.clear()
        self._refresh()
        self._tell(_("In use now: {name}").format(name=found.name))
        self.moved.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._refresh()
        self._tell(error_text(error))

    def _tell(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()


def ask_folder(parent: QWidget, folder: str) -> str:
    """A folder that the user chooses; empty where they cancel. Tests replace this."""
    return QFileDialog.getExistingDirectory(parent, _("Folder of the stored photos"), folder)
