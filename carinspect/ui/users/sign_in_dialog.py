"""Choosing who works here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record_texts import role_text
from carinspect.core.texts import error_text
from carinspect.core.user import User
from carinspect.services.sign_in import Presence, SignIn, WhoWorksHere
from carinspect.services.workspace import Workspace
from carinspect.ui.icons import icon
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.users.current_user import CurrentUser


class SignInDialog(QDialog):
    """A list of names and, for those who have one, a field for the PIN."""

    def __init__(
        self, lane: JobRunner, workspace: Workspace, current: CurrentUser, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Who works here?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lane, self._workspace, self._current = lane, workspace, current
        self._users: tuple[User, ...] = ()
        self.list = QListWidget(self)
        self.list.setObjectName("choice")
        self.list.setAccessibleName(_("Names"))
        self.pin_label = QLabel(_("PIN"), self)
        self.pin = QLineEdit(self)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setAccessibleName(_("PIN"))
        self.pin_label.setBuddy(self.pin)
        self.message = QLabel(self)
        self.message.setObjectName("flaws")
        self.message.setWordWrap(True)
        self.message.hide()
        self.enter = QPushButton(_("Sign in"), self)
        self.enter.setObjectName("primary")
        self.enter.setEnabled(False)
        self.enter.setDefault(True)
        self._lay_out()
        self._connect()
        self._show_pin()
        self._read()

    def _lay_out(self) -> None:
        title = QLabel(_("Who works here?"), self)
        title.setObjectName("title")
        hint = QLabel(_("Everything that you decide is kept under this name."), self)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        self._buttons = QDialogButtonBox(self)
        self._buttons.addButton(self.enter, QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (title, hint, self.list, self.pin_label, self.pin, self.message):
            column.addWidget(widget)
        column.addWidget(self._buttons)
        self.resize(48 * GRID, 52 * GRID)

    def _connect(self) -> None:
        self._buttons.accepted.connect(self._sign_in)
        self._buttons.rejected.connect(self.reject)
        self.list.currentRowChanged.connect(self._show_pin)
        self.list.itemActivated.connect(self._on_activated)

    def _read(self) -> None:
        job = self._lane.submit(WhoWorksHere(self._workspace))
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)

    def _on_read(self, presence: Presence) -> None:
        self._users = presence.users
        chosen = presence.user.name if presence.user else self._workspace.settings.user
        self.list.clear()
        for user in self._users:
            words = f"{user.name}    {role_text(user.role)}"
            item = QListWidgetItem(icon("user"), words)
            self.list.addItem(item)
            if user.name == chosen:
                self.list.setCurrentItem(item)
        self.enter.setEnabled(bool(self._users))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._focus()

    def _chosen(self) -> User | None:
        row = self.list.currentRow()
        return self._users[row] if 0 <= row < len(self._users) else None

    def _show_pin(self) -> None:
        user = self._chosen()
        needed = user is not None and user.has_pin
        self.pin.clear()
        self.message.hide()
        for widget in (self.pin_label, self.pin):
            widget.setVisible(needed)

    def _focus(self) -> None:
        (self.pin if self.pin.isVisibleTo(self) else self.list).setFocus()

    def _on_activated(self) -> None:
        if self.pin.isVisibleTo(self) and not self.pin.text():
            self.pin.setFocus()
        else:
            self._sign_in()

    def _sign_in(self) -> None:
        user = self._chosen()
        if user is None or not self.enter.isEnabled():
            return
        self.enter.setEnabled(False)
        job = self._lane.submit(SignIn(self._workspace, user.name, self.pin.text()))
        job.succeeded.connect(self._on_signed_in)
        job.failed.connect(self._on_failed)

    def _on_signed_in(self, user: User) -> None:
        self._current.take(user)
        self.accept()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self.enter.setEnabled(bool(self._users))
        self.message.setText(error_text(error))
        self.message.show()
        self.pin.selectAll()
        self._focus()
