"""The question after a stop or a crash: go on, or begin anew?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from carinspect.core.folder_run import FolderLook
from carinspect.core.i18n import _
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel


class ResumeOffer(Panel):
    """Asks once, and goes away when it is answered.

    Signals:
        answered: the :class:`FolderLook`, and whether to go on.
    """

    answered = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._look: FolderLook | None = None
        self._question = QLabel(self)
        self._question.setObjectName("strong")
        self._question.setWordWrap(True)
        self.go_on, self.anew = QPushButton(self), QPushButton(self)
        self.go_on.setObjectName("primary")
        self.dismiss = IconButton("close", self, side=16)
        self.go_on.clicked.connect(lambda: self._answer(go_on=True))
        self.anew.clicked.connect(lambda: self._answer(go_on=False))
        self.dismiss.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._question, 1)
        for button in (self.go_on, self.anew, self.dismiss):
            row.addWidget(button)
        self.retranslate()
        self.recolor()
        self.hide()

    def ask(self, look: FolderLook) -> None:
        """Ask about the unfinished run of ``look``."""
        self._look = look
        self.retranslate()
        self.show()
        self.go_on.setFocus()

    def retranslate(self) -> None:
        look = self._look
        if look is not None and look.unfinished is not None:
            words = _("“{folder}” was inspected up to {done} of {total} photos. Go on there?")
            self._question.setText(
                words.format(
                    folder=look.folder.name,
                    done=f"{look.unfinished.total:,}",
                    total=f"{look.photos:,}",
                )
            )
        self.go_on.setText(_("Continue"))
        self.anew.setText(_("Begin anew"))
        self.dismiss.set_words(_("Cancel"))

    def recolor(self) -> None:
        self.go_on.setIcon(icon("continue", color=colors().on_accent))
        self.anew.setIcon(icon("again"))

    def _answer(self, *, go_on: bool) -> None:
        self.hide()
        self.answered.emit(self._look, go_on)
