"""How many photos had which outcome; a click goes to the next of them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.panel import Panel


class OutcomeSummary(Panel):
    """One button for each outcome that occurs.

    Signals:
        outcome_wanted: go to the next photo of this outcome.
    """

    outcome_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._counts: Mapping[Outcome, int] = {}
        self._label = QLabel(self)
        self._label.setObjectName("strong")
        self._buttons = {outcome: self._make_button(outcome) for outcome in Outcome}
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._label)
        row.addSpacing(GRID)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addStretch()
        self.retranslate()
        self.recolor()

    def show_counts(self, total: int, counts: Mapping[Outcome, int]) -> None:
        """Show ``counts`` of ``total`` photos."""
        self._total, self._counts = total, counts
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(
            ngettext("{count} photo", "{count} photos", self._total).format(count=self._total)
        )
        for outcome, button in self._buttons.items():
            count = self._counts.get(outcome, 0)
            words = f"{count} {outcome_text(outcome)}"
            if button.text() != words:
                button.setText(words)
                button.setAccessibleName(words)
                button.setToolTip(
                    _("Go to the next photo: {outcome}").format(outcome=outcome_text(outcome))
                )
            button.setVisible(count > 0)

    def recolor(self) -> None:
        for outcome, button in self._buttons.items():
            button.setIcon(icon(outcome.value, color=colors().tones[outcome].ink))

    def _make_button(self, outcome: Outcome) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda: self.outcome_wanted.emit(outcome))
        return button
