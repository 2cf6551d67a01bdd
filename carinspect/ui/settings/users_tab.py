"""Who works here: managers add, change and remove; everybody changes their own PIN."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record_texts import role_text
from carinspect.core.texts import error_text
from carinspect.core.user import Permission, Role, User
from carinspect.services import users
from carinspect.services.change_users import ChangeUsers
from carinspect.services.records import Records
from carinspect.services.sign_in import Presence, WhoWorksHere
from carinspect.services.workspace import Workspace
from carinspect.ui.icons import icon
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order


class UsersTab(Panel):
    """The list of users, and what can be done with the chosen one.

    Signals:
        user_changed: the :class:`User` who works here, as they are now.
    """

    user_changed = Signal(object)

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._workspace = lane, workspace
        self._users: tuple[User, ...] = ()
        self._user: User | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("choice")
        self.role, self.set_pin, self.deactivate, self.add = (QPushButton(self) for _n in range(4))
        self.new_pin, self.name, self.pin = (QLineEdit(self) for _n in range(3))
        self.new_role = QComboBox(self)
        self._hint, self._add_title, self.message = (QLabel(self) for _n in range(3))
        for role in Role:
            self.new_role.addItem("", role)
        for field in (self.new_pin, self.pin):
            field.setEchoMode(QLineEdit.EchoMode.Password)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.read()

    def read(self) -> None:
        """Show the users as they are now."""
        job = self._lane.submit(WhoWorksHere(self._workspace))
        job.succeeded.connect(self._on_read)
        job.failed.connect(self._on_failed)

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Names"))
        self.set_pin.setText(_("Set PIN"))
        self.deactivate.setText(_("Remove"))
        self.add.setText(_("Add"))
        for field, words in (
            (self.new_pin, _("New PIN; empty for none")),
            (self.name, _("Name")),
            (self.pin, _("PIN, if any")),
        ):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.new_role.setAccessibleName(_("Role"))
        for number, role in enumerate(Role):
            self.new_role.setItemText(number, role_text(role))
        self._hint.setText(
            _(
                "Only managers activate models, change how Gate1 decides, restore backups and"
                " change this list. Give managers a PIN: without one anybody can sign in as them."
            )
        )
        self._add_title.setText(_("Add a user"))
        self._refresh()

    def _lay_out(self) -> None:
        self._hint.setObjectName("muted")
        self._add_title.setObjectName("heading")
        self.message.setObjectName("flaws")
        for label in (self._hint, self.message):
            label.setWordWrap(True)
        self.message.hide()
        for button in (self.role, self.set_pin, self.deactivate, self.add):
            button.setObjectName("small")
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        grid.setVerticalSpacing(GRID)
        grid.addWidget(self._hint, 0, 0, 1, 4)
        grid.addWidget(self.list, 1, 0, 1, 4)
        for column, widget in enumerate((self.new_pin, self.set_pin, self.role, self.deactivate)):
            grid.addWidget(widget, 2, column)
        grid.addWidget(self._add_title, 3, 0, 1, 4)
        for column, widget in enumerate((self.name, self.new_role, self.pin, self.add)):
            grid.addWidget(widget, 4, column)
        grid.addWidget(self.message, 5, 0, 1, 4)
        grid.setColumnStretch(0, 1)
        own = (self.list, self.new_pin, self.set_pin, self.role, self.deactivate)
        set_tab_order(*own, self.name, self.new_role, self.pin, self.add)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._refresh)
        self.name.textChanged.connect(self._refresh)
        self.role.clicked.connect(self._change_role)
        self.set_pin.clicked.connect(self._change_pin)
        self.deactivate.clicked.connect(self._deactivate)
        self.add.clicked.connect(self._add)
        for field in (self.name, self.pin):
            field.returnPressed.connect(self.add.click)

    def _chosen(self) -> User | None:
        row = self.list.currentRow()
        return self._users[row] if 0 <= row < len(self._users) else None

    def _refresh(self) -> None:
        chosen = self._chosen()
        manages = self._user is not None and self._user.may(Permission.MANAGE_USERS)
        own = chosen is not None and self._user is not None and chosen.name == self._user.name
        is_manager = chosen is not None and chosen.role is Role.MANAGER
        self.role.setText(_("Make a clerk") if is_manager else _("Make a manager"))
        for button in (self.role, self.deactivate):
            button.setEnabled(manages and chosen is not None)
        for widget in (self.set_pin, self.new_pin):
            widget.setEnabled(chosen is not None and (manages or own))
        for widget in (self.name, self.new_role, self.pin):
            widget.setEnabled(manages)
        self.add.setEnabled(manages and bool(self.name.text().strip()))

    def _change_role(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            role = Role.CLERK if chosen.role is Role.MANAGER else Role.MANAGER
            self._do(lambda records, by: users.change_role(records, by, chosen.name, role))

    def _change_pin(self) -> None:
        chosen, pin = self._chosen(), self.new_pin.text()
        if chosen is not None:
            self._do(lambda records, by: self._set_pin(records, by, chosen.name, pin))

    def _set_pin(self, records: Records, by: User, name: str, pin: str) -> None:
        users.change_pin(records, by, name, pin)
        if by.name == name:
            # Whoever has just chosen a PIN need not give it.
            self._workspace.sign_in(name, pin)

    def _deactivate(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._do(lambda records, by: users.deactivate_user(records, by, chosen.name))

    def _add(self) -> None:
        user = User(self.name.text(), list(Role)[self.new_role.currentIndex()])
        pin = self.pin.text()
        self._do(lambda records, by: users.add_user(records, by, user, pin))

    def _do(self, act: Callable[[Records, User], object]) -> None:
        self.message.hide()
        job = self._lane.submit(ChangeUsers(self._workspace, act))
        job.succeeded.connect(self._on_changed)
        job.failed.connect(self._on_failed)

    def _on_changed(self, presence: Presence) -> None:
        for field in (self.new_pin, self.name, self.pin):
            field.clear()
        self._on_read(presence)
        self.user_changed.emit(presence.user)

    def _on_read(self, presence: Presence) -> None:
        chosen = self._chosen() or presence.user
        self._users, self._user = presence.users, presence.user
        self.list.clear()
        for user in self._users:
            pin = _("with PIN") if user.has_pin else ""
            words = "    ".join(part for part in (user.name, role_text(user.role), pin) if part)
            item = QListWidgetItem(icon("user"), words)
            self.list.addItem(item)
            if chosen is not None and user.name == chosen.name:
                self.list.setCurrentItem(item)
        self._refresh()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self.message.setText(error_text(error))
        self.message.show()
