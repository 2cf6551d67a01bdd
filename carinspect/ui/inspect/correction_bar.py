"""Whose word holds on the photo in view, and the buttons to have one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from carinspect.core.correction import CORRECTIONS, Correction
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon
from carinspect.ui.keys import with_keys
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.panel import Panel

KEYS: Final = {Outcome.DAMAGED: "D", Outcome.UNDAMAGED: "U", Outcome.NOT_A_CAR: "N"}


class CorrectionBar(Panel):
    """Three buttons, one for each thing that a person can say.

    Signals:
        correction_wanted: the :class:`Outcome` that the photo really shows.
    """

    correction_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._correction: Correction | None = None
        self._title = QLabel(self)
        self._title.setObjectName("heading")
        self._note = QLabel(self)
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        self.buttons = {outcome: self._make_button(outcome) for outcome in CORRECTIONS}
        self.advance = QCheckBox(self)
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        for button in self.buttons.values():
            row.addWidget(button, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._title)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addWidget(self.advance)
        self.retranslate()
        self.recolor()

    @property
    def note(self) -> str:
        """Who corrected the verdict, in words; empty where nobody did."""
        return self._note.text()

    def show_correction(self, correction: Correction | None) -> None:
        """Show whose word holds; None where it is the model's."""
        self._correction = correction
        for outcome, button in self.buttons.items():
            button.setChecked(correction is not None and correction.truth is outcome)
        self._note.setText(_note(correction))
        self._note.setVisible(correction is not None)

    def retranslate(self) -> None:
        self._title.setText(_("What does the photo really show?"))
        words = {
            Outcome.DAMAGED: _("Damage"),
            Outcome.UNDAMAGED: _("No damage"),
            Outcome.NOT_A_CAR: _("No car"),
        }
        for outcome, button in self.buttons.items():
            button.setText(words[outcome])
            button.setAccessibleName(words[outcome])
            button.setToolTip(with_keys(words[outcome], KEYS[outcome]))
        self.advance.setText(_("Then turn to the next photo"))
        self.show_correction(self._correction)

    def recolor(self) -> None:
        for outcome, button in self.buttons.items():
            button.setIcon(icon(outcome.value, color=colors().tones[outcome].ink))

    def _make_button(self, outcome: Outcome) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        button.setSizePolicy(policy)
        button.clicked.connect(calling(self._on_clicked, outcome))
        return button

    def _on_clicked(self, outcome: Outcome) -> None:
        self.show_correction(self._correction)  # pressed only when the word is kept
        self.correction_wanted.emit(outcome)


def _note(correction: Correction | None) -> str:
    if correction is None:
        return ""
    if correction.truth is correction.said:
        return _("Confirmed by {name}.").format(name=correction.by)
    return _("Corrected by {name}; the model said: {outcome}.").format(
        name=correction.by, outcome=outcome_text(correction.said)
    )
