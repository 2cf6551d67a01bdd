"""Recall and specificity of both rules, with their intervals, group by group."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from carinspect.core.gate1_texts import rule_text
from carinspect.core.gate1_tools import Gate1Evaluation, Rule
from carinspect.core.i18n import _
from carinspect.core.model_card import Figure
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.headings import Headings


class FiguresTable(QTableWidget):
    """One row for the cars, one for all other things, one for each group of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 1 + len(Rule), parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(4 * GRID)
        self.setHorizontalHeader(Headings(self))
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def show_evaluation(self, evaluation: Gate1Evaluation | None) -> None:
        """Show the figures; none for None."""
        self.setHorizontalHeaderLabels(["", *(rule_text(rule) for rule in Rule)])
        self.setAccessibleName(_("Figures with 95% intervals"))
        rows = _rows(evaluation) if evaluation else []
        self.setRowCount(len(rows))
        for number, (name, figures) in enumerate(rows):
            self.setItem(number, 0, QTableWidgetItem(name))
            for column, figure in enumerate(figures, start=1):
                item = QTableWidgetItem(figure_text(figure))
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(number, column, item)
        height = self.horizontalHeader().sizeHint().height() + 4 * GRID * len(rows) + 4
        self.setMinimumHeight(8 * GRID)
        self.setMaximumHeight(height)


def figure_text(figure: Figure) -> str:
    """Count, share and interval: ``198/200 · 99.0% (96.4% to 99.7%)``."""
    right = round(figure.value * figure.n)
    return _("{right}/{n} · {share:.1%} ({low:.1%} to {high:.1%})").format(
        right=right, n=figure.n, share=figure.value, low=figure.low, high=figure.high
    )


def _rows(evaluation: Gate1Evaluation) -> list[tuple[str, list[Figure]]]:
    rows = [
        (_("Cars seen"), [evaluation.recall(rule) for rule in Rule]),
        (_("Others told apart"), [evaluation.specificity(rule) for rule in Rule]),
    ]
    rows += [
        (f"    {group}", [evaluation.specificity(rule, group) for rule in Rule])
        for group in evaluation.groups()
    ]
    return rows
