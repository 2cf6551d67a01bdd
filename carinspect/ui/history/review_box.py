"""Where a person says what they think of an inspection."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision
from carinspect.core.texts import outcome_text
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_CORRECTIONS: Final = (Outcome.DAMAGED, Outcome.UNDAMAGED, Outcome.REVIEW, Outcome.NOT_A_CAR)


class ReviewBox(Panel):
    """A comment, and three ways to decide.

    Signals:
        decided: a :class:`Decision`, the :class:`Outcome` of a correction or None, the comment.
    """

    decided = Signal(object, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setObjectName("heading")
        self.comment = QLineEdit(self)
        self.comment.setMaxLength(1000)
        self.agree, self.correct, self.retake = (QPushButton(self) for _n in range(3))
        self._menu = QMenu(self.correct)
        self._outcome: Outcome | None = None
        self.correct.setMenu(self._menu)
        self.agree.clicked.connect(calling(self._decide, Decision.AGREE, None))
        self.retake.clicked.connect(calling(self._decide, Decision.RETAKE, None))
        self._menu.aboutToShow.connect(self.fill_menu)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.agree, self.correct, self.retake):
            button.setObjectName("small")
            buttons.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._title)
        column.addWidget(self.comment)
        column.addLayout(buttons)
        self.retranslate()
        self.recolor()

    def show_outcome(self, outcome: Outcome) -> None:
        """Decide on an inspection of which ``outcome`` holds now."""
        self._outcome = outcome
        self.comment.clear()
        self.retake.setEnabled(outcome is not Outcome.RETAKE)

    def retranslate(self) -> None:
        self._title.setText(_("Your decision"))
        self.comment.setPlaceholderText(_("Comment, if any"))
        self.comment.setAccessibleName(_("Comment"))
        self.agree.setText(_("Agree"))
        self.correct.setText(_("Correct"))
        self.retake.setText(_("New photo"))

    def recolor(self) -> None:
        for button, name in (
            (self.agree, "check"),
            (self.correct, "correct"),
            (self.retake, "retake"),
        ):
            button.setIcon(icon(name))

    def fill_menu(self) -> None:
        """Offer the outcomes that do not hold already."""
        self._menu.clear()
        for outcome in _CORRECTIONS:
            if outcome is not self._outcome:
                action = self._menu.addAction(icon(outcome.value), outcome_text(outcome))
                action.triggered.connect(calling(self._decide, Decision.CORRECT, outcome))

    def _decide(self, decision: Decision, correction: Outcome | None) -> None:
        self.decided.emit(decision, correction, self.comment.text())
