"""The settings in one window beside the work."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.user import User
from carinspect.services.workspace import Workspace
from carinspect.ui.lanes import Lanes
from carinspect.ui.settings.database_panel import DatabasePanel
from carinspect.ui.settings.general_tab import GeneralTab
from carinspect.ui.settings.retention_panel import RetentionPanel
from carinspect.ui.settings.upkeep_panel import UpkeepPanel
from carinspect.ui.settings.users_tab import UsersTab
from carinspect.ui.theme import GRID
from carinspect.ui.users.current_user import CurrentUser
from carinspect.ui.widgets.tabs import Tabs


class SettingsDialog(QDialog):
    """Three tabs; what is chosen holds at once.

    Signals:
        language_chosen: ``system`` or the code of a language.
        theme_chosen: a :class:`Theme`.
        changed: fields of the settings and their new values.
    """

    language_chosen = Signal(str)
    theme_chosen = Signal(object)
    changed = Signal(dict)

    def __init__(
        self, workspace: Workspace, lanes: Lanes, current: CurrentUser, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._current = current
        self.tabs = Tabs(self)
        self.general = GeneralTab(lanes.records, workspace, self)
        self.database = DatabasePanel(lanes.records, workspace, self)
        self.upkeep = UpkeepPanel(lanes.upkeep, workspace, self)
        self.retention = RetentionPanel(lanes.upkeep, workspace, self)
        self.users = UsersTab(lanes.records, workspace, self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()
        self._connect()
        self._show_user(current.user)
        self._retranslate()
        self.resize(76 * GRID, 76 * GRID)

    def _lay_out(self) -> None:
        records = QWidget(self)
        inside = QVBoxLayout(records)
        inside.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(2 * GRID)
        inside.addWidget(self.database)
        line = QFrame(records)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setObjectName("line")
        inside.addWidget(line)
        inside.addWidget(self.upkeep)
        inside.addWidget(self.retention)
        inside.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(records)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows the keyboard
        for tab in (self.general, scroll, self.users):
            self.tabs.addTab(tab, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 2 * GRID)
        column.addWidget(self.tabs)
        column.addWidget(self._buttons)

    def _connect(self) -> None:
        self._buttons.rejected.connect(self.close)
        self.general.language_chosen.connect(self.language_chosen)
        self.general.theme_chosen.connect(self.theme_chosen)
        self.general.changed.connect(self.changed)
        self.database.moved.connect(self._on_other_records)
        self.upkeep.restored.connect(self._on_other_records)
        self.users.user_changed.connect(self._current.take)
        self._current.changed.connect(self._show_user)

    def _on_other_records(self) -> None:
        self._current.ask()
        self.users.read()
        self.general.read_realised()

    def _show_user(self, user: User | None) -> None:
        self.general.show_user(user)
        self.upkeep.show_user(user)
        self.retention.show_user(user)

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Settings"))
        for number, words in enumerate((_("General"), _("Records"), _("Users"))):
            self.tabs.setTabText(number, words)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.upkeep.busy:
            # Its progress would be lost from sight; it can be cancelled first.
            event.ignore()
            return
        super().closeEvent(event)

    def reject(self) -> None:
        """Closes by the Escape key as by the button."""
        if not self.upkeep.busy:
            super().reject()
