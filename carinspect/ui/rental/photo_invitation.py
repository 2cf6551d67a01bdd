"""The invitation of a phase without photos."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.rental import Phase
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.panel import Panel


class PhotoInvitation(Panel):
    """What to do where there are no photos yet.

    Signals:
        open_wanted: the user wants the file dialog.
        folder_wanted: the user wants the folder dialog.
    """

    open_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._phase, self._closed = Phase.PICKUP, False
        self._picture, self._title, self._hint = (QLabel(self) for _number in range(3))
        self._title.setObjectName("title")
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self.open, self.folder = QPushButton(self), QPushButton(self)
        self.open.setObjectName("primary")
        self.open.clicked.connect(self.open_wanted)
        self.folder.clicked.connect(self.folder_wanted)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in (self.open, self.folder):
            button.setIconSize(QSize(20, 20))
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch()
        for label in (self._picture, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(GRID)
        column.addLayout(buttons)
        column.addStretch()
        self.retranslate()
        self.recolor()

    def show_phase(self, phase: Phase, *, closed: bool) -> None:
        """Invite to add photos of ``phase``; nothing is added to what is final."""
        self._phase, self._closed = phase, closed
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_title(self._phase, closed=self._closed))
        self._hint.setText(
            _("In any order, files or folders. What each shows is proposed; you confirm it.")
        )
        self.open.setText(_("Open photos…"))
        self.folder.setText(_("Open folder…"))
        for widget in (self.open, self.folder, self._hint):
            widget.setVisible(not self._closed)

    def recolor(self) -> None:
        theme = colors()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("car", 9 * GRID, color=theme.accent, ratio=ratio))
        self.open.setIcon(icon("photos", color=theme.on_accent))
        self.folder.setIcon(icon("folder"))


def _title(phase: Phase, *, closed: bool) -> str:
    if closed:
        return {Phase.PICKUP: _("No pickup photos"), Phase.RETURN: _("No return photos")}[phase]
    return {
        Phase.PICKUP: _("Drop the pickup photos here"),
        Phase.RETURN: _("Drop the return photos here"),
    }[phase]
