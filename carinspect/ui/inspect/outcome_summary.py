"""How many photos had which outcome; a click goes to the next of them, or shows only them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.panel import Panel


class OutcomeSummary(Panel):
    """One button for each outcome that occurs.

    Args:
        choosing: the buttons stay down and say which outcomes to show, all where none is.

    Signals:
        outcome_wanted: go to the next photo of this outcome.
        chosen_changed: the outcomes whose buttons are down, a frozenset.
    """

    outcome_wanted = Signal(object)
    chosen_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, choosing: bool = False) -> None:
        super().__init__(parent)
        self._choosing = choosing
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
        # Too narrow for all words, it shows icons and numbers: it never widens the window.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.retranslate()
        self.recolor()

    def show_counts(self, total: int, counts: Mapping[Outcome, int]) -> None:
        """Show ``counts`` of ``total`` photos."""
        self._total, self._counts = total, counts
        self.retranslate()

    def chosen(self) -> frozenset[Outcome]:
        """The outcomes whose buttons are down."""
        return frozenset(one for one, button in self._buttons.items() if button.isChecked())

    def choose_none(self) -> None:
        """Lift all buttons."""
        for button in self._buttons.values():
            button.setChecked(False)

    def retranslate(self) -> None:
        self._label.setText(
            ngettext("{count} photo", "{count} photos", self._total).format(count=self._total)
        )
        for outcome, button in self._buttons.items():
            words = self._words(outcome)
            button.setAccessibleName(words)
            tip = (
                _("Show only: {outcome}")
                if self._choosing
                else _("Go to the next photo: {outcome}")
            )
            button.setToolTip(tip.format(outcome=outcome_text(outcome)))
            button.setVisible(bool(self._counts.get(outcome)) or button.isChecked())
        self._fit_words()

    def recolor(self) -> None:
        for outcome, button in self._buttons.items():
            button.setIcon(icon(outcome.value, color=colors().tones[outcome].ink))

    def sizeHint(self) -> QSize:
        return QSize(0, 4 * GRID + GRID // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _words(self, outcome: Outcome) -> str:
        return f"{self._counts.get(outcome, 0)} {outcome_text(outcome)}"

    def _fit_words(self) -> None:
        shown = [one for one in Outcome if self._counts.get(one) or self._buttons[one].isChecked()]
        for outcome in shown:
            self._buttons[outcome].setText(self._words(outcome))
        parts = (self._label, *(self._buttons[one] for one in shown))
        needed = sum(part.sizeHint().width() + 2 * GRID for part in parts) + 2 * GRID
        if needed > self.width():
            for outcome in shown:
                self._buttons[outcome].setText(str(self._counts.get(outcome, 0)))

    def _make_button(self, outcome: Outcome) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(18, 18))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCheckable(self._choosing)
        button.clicked.connect(lambda: self.outcome_wanted.emit(outcome))
        button.toggled.connect(lambda: self.chosen_changed.emit(self.chosen()))
        return button
