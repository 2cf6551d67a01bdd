"""The name of who works here, in the status bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from carinspect.core.i18n import _
from carinspect.core.record_texts import role_text
from carinspect.core.user import User
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton


class UserChip(IconButton):
    """Shows the user; a click lets another one work here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("user", parent, side=18)
        self.setObjectName("userChip")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._user: User | None = None
        self._show()

    def show_user(self, user: User | None) -> None:
        """Show ``user``; None where nobody is signed in."""
        self._user = user
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        if self._user is None:
            self.set_words(_("Sign in"))
            return
        name, role = self._user.name, role_text(self._user.role)
        self.set_words(_("{user}, {role}: change who works here").format(user=name, role=role))
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, 24 * GRID))
