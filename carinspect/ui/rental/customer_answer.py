"""The customer's answer: agree, object or comment, and a signature."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import Consent
from carinspect.core.i18n import _
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon
from carinspect.ui.rental.signature_pad import SignaturePad
from carinspect.ui.theme import GRID, colors

_ICONS: Final = {Consent.AGREE: "check", Consent.OBJECT: "close", Consent.COMMENT: "correct"}
_MAX_LETTERS: Final = 2000


class CustomerAnswer(QWidget):
    """Three answers, a comment and paper to sign on.

    Its texts are set by :meth:`say`, in whatever language is spoken around the call.

    Signals:
        done: the customer has finished.
    """

    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._waiting = False
        self._done_words = ("", "")
        self.answers = {consent: QPushButton(self) for consent in Consent}
        self._group = QButtonGroup(self)
        self.comment = QLineEdit(self)
        self.comment.setMaxLength(_MAX_LETTERS)
        self.pad = SignaturePad(self)
        self.undo, self.clear, self.finish = (QPushButton(self) for _n in range(3))
        self.finish.setObjectName("primary")
        self._lay_out()
        for consent, button in self.answers.items():
            button.setCheckable(True)
            button.setObjectName("answer")
            button.setIcon(icon(_ICONS[consent]))
            button.setIconSize(QSize(24, 24))
            button.setMinimumHeight(6 * GRID)
            self._group.addButton(button)
            button.clicked.connect(calling(self.refresh))
        self.comment.textChanged.connect(calling(self.refresh))
        self.pad.changed.connect(self.refresh)
        self.undo.clicked.connect(self.pad.undo)
        self.clear.clicked.connect(self.pad.clear)
        self.finish.clicked.connect(self.done)
        self.finish.setIcon(icon("check", color=colors().on_accent))
        self.finish.setMinimumHeight(6 * GRID)
        self.refresh()

    def consent(self) -> Consent:
        """The answer that is chosen."""
        return next(one for one, button in self.answers.items() if button.isChecked())

    def words(self) -> str:
        """The comment."""
        return self.comment.text().strip()

    def wait(self, *, waiting: bool) -> None:
        """The answer is being kept."""
        self._waiting = waiting
        self.refresh()

    def say(self) -> None:
        """Set all texts."""
        for consent, text in {
            Consent.AGREE: _("I agree"),
            Consent.OBJECT: _("I object"),
            Consent.COMMENT: _("I want to comment"),
        }.items():
            self.answers[consent].setText(text)
        self.comment.setPlaceholderText(_("Your words (optional when you agree)"))
        self.comment.setAccessibleName(_("Your words"))
        self.pad.show_hint(_("Sign here with finger, pen or mouse"))
        self.undo.setText(_("Undo stroke"))
        self.clear.setText(_("Clear"))
        self._done_words = (_("Done"), _("Done, without a signature"))
        self.refresh()

    def refresh(self) -> None:
        """Offer what can be done now."""
        chosen = next((one for one, button in self.answers.items() if button.isChecked()), None)
        needs_words = chosen is not None and chosen is not Consent.AGREE
        complete = chosen is not None and (bool(self.words()) or not needs_words)
        self.finish.setEnabled(complete and not self._waiting)
        self.finish.setText(self._done_words[1 if self.pad.is_empty else 0])
        for button in (self.undo, self.clear):
            button.setEnabled(not self.pad.is_empty)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        answers = QHBoxLayout()
        answers.setSpacing(GRID)
        for button in self.answers.values():
            answers.addWidget(button, 1)
        left.addLayout(answers)
        left.addWidget(self.comment)
        left.addStretch()
        tools = QVBoxLayout()
        tools.setSpacing(GRID)
        tools.addWidget(self.undo)
        tools.addWidget(self.clear)
        tools.addStretch()
        tools.addWidget(self.finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 5)
        row.addWidget(self.pad, 4)
        row.addLayout(tools, 2)
