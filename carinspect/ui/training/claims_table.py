"""What the post claims, and whether it holds on the data given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.replay import Claim, ClaimResult, Finding
from carinspect.core.replay_texts import claim_text, finding_text, rule_text
from carinspect.ui.icons import icon
from carinspect.ui.theme import colors
from carinspect.ui.widgets.headings import Headings

_TONES: Final = {
    Finding.CONFIRMED: Outcome.UNDAMAGED,
    Finding.REFUTED: Outcome.DAMAGED,
    Finding.UNDECIDED: Outcome.NOT_A_CAR,
}
_ICONS: Final = {
    Finding.CONFIRMED: "check",
    Finding.REFUTED: "close",
    Finding.UNDECIDED: "help",
}


class ClaimsTable(QTableWidget):
    """A row a claim: finding, claim, numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(len(Claim), 3, parent)
        self._results: dict[Claim, ClaimResult] = {}
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        head = Headings(self)
        self.setHorizontalHeader(head)
        head.setSectionsClickable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_claims(self, results: Sequence[ClaimResult]) -> None:
        """Show what came of the claims; those without a result are still open."""
        self._results = {one.claim: one for one in results}
        self.setHorizontalHeaderLabels(
            [_("Finding"), _("What the post says"), _("Difference, 95% interval")]
        )
        for row, claim in enumerate(Claim):
            result = self._results.get(claim)
            found = _finding_item(result)
            said, numbers = QTableWidgetItem(claim_text(claim)), QTableWidgetItem(_numbers(result))
            numbers.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for column, item in enumerate((found, said, numbers)):
                item.setToolTip(rule_text(claim))
                self.setItem(row, column, item)

    def refresh(self) -> None:
        """Show the same in the language and the colours of now."""
        self.show_claims(tuple(self._results.values()))


def _finding_item(result: ClaimResult | None) -> QTableWidgetItem:
    if result is None:
        return QTableWidgetItem(_("open"))
    tone = colors().tones[_TONES[result.finding]]
    item = QTableWidgetItem(finding_text(result.finding))
    item.setIcon(icon(_ICONS[result.finding], color=tone.ink))
    item.setForeground(QColor(tone.ink))
    return item


def _numbers(result: ClaimResult | None) -> str:
    if result is None or result.value is None:
        return "–"
    value, limit = result.value, result.limit
    # Levels have a limit; differences have a sign.
    sign = "" if limit else "+"
    text = f"{value.mean:{sign}.3f}  [{value.low:{sign}.3f}, {value.high:{sign}.3f}]"
    return f"{text}  n = {value.n}"
