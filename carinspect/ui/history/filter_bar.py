"""What the history is searched by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter
from carinspect.core.texts import outcome_text
from carinspect.services.export_report import ReportFormat
from carinspect.ui.calling import calling
from carinspect.ui.history.period import Period, span
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order

_PAUSE_MS: Final = 250
"""After the last key before it is searched."""

_FEW_LETTERS: Final = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
"""The longest choice would make the others' fields too narrow to type in."""


class FilterBar(Panel):
    """Fields that narrow the history down.

    Signals:
        changed: the :class:`HistoryFilter` that is wanted now.
        export_wanted: the ending of a report of all that match.
    """

    changed = Signal(object)
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plate, self.rental = QLineEdit(self), QLineEdit(self)
        self.outcome, self.reviewer, self.period = (QComboBox(self) for _n in range(3))
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        self.clear = QPushButton(self)
        self.export = QPushButton(self)
        self.export.setObjectName("small")
        self._count = QLabel(self)
        self._count.setObjectName("muted")
        self._total: int | None = None
        self._told = HistoryFilter()
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._fill()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.recolor()

    def wanted(self) -> HistoryFilter:
        """What the fields ask for."""
        today = datetime.now().astimezone().date()
        since, until = span(
            Period(self.period.currentData()), today, _day(self.first), _day(self.last)
        )
        return HistoryFilter(
            plate=self.plate.text().strip(),
            rental=self.rental.text().strip(),
            since=since,
            until=until,
            outcome=self.outcome.currentData(),
            reviewer=self.reviewer.currentData() or "",
        )

    def reset(self) -> None:
        """Ask for everything."""
        self.plate.clear()
        self.rental.clear()
        for choice in (self.outcome, self.reviewer, self.period):
            choice.setCurrentIndex(0)
        self._tell()

    def show_reviewers(self, names: tuple[str, ...]) -> None:
        """Offer these names."""
        chosen = self.reviewer.currentData()
        self.reviewer.blockSignals(True)  # noqa: FBT003 - Qt's own signature
        while self.reviewer.count() > 1:
            self.reviewer.removeItem(1)
        for name in names:
            self.reviewer.addItem(name, name)
        self.reviewer.setCurrentIndex(max(0, self.reviewer.findData(chosen)))
        self.reviewer.blockSignals(False)  # noqa: FBT003

    def show_total(self, total: int) -> None:
        """Say how many records match."""
        self._total = total
        self._count.setText(
            ngettext("{count} inspection", "{count} inspections", total).format(count=total)
        )
        self.export.setEnabled(total > 0)

    def retranslate(self) -> None:
        for field, words in (
            (self.plate, _("Plate")),
            (self.rental, _("Rental number")),
            (self.outcome, _("Outcome")),
            (self.reviewer, _("Reviewed by")),
            (self.period, _("Days")),
            (self.first, _("First day")),
            (self.last, _("Last day")),
        ):
            field.setAccessibleName(words)
            field.setToolTip(words)
        self.plate.setPlaceholderText(_("Plate"))
        self.rental.setPlaceholderText(_("Rental number"))
        self.outcome.setItemText(0, _("Every outcome"))
        for number, outcome in enumerate(Outcome, start=1):
            self.outcome.setItemText(number, outcome_text(outcome))
        self.reviewer.setItemText(0, _("Every reviewer"))
        for number, words in enumerate(_period_words()):
            self.period.setItemText(number, words)
        self.clear.setText(_("Clear the search"))
        self.export.setText(_("Export"))
        self.export.setToolTip(_("Write all inspections that match into a report"))
        self.export.setAccessibleName(_("Export"))
        if self._total is not None:
            self.show_total(self._total)

    def recolor(self) -> None:
        self.export.setIcon(icon("export"))
        for number, outcome in enumerate(Outcome, start=1):
            self.outcome.setItemIcon(number, icon(outcome.value))

    def _fill(self) -> None:
        self.outcome.addItem("", None)
        for outcome in Outcome:
            self.outcome.addItem("", outcome)
        self.reviewer.addItem("", "")
        for period in Period:
            self.period.addItem("", period.value)
        for field in (self.plate, self.rental):
            field.setClearButtonEnabled(True)
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setDate(QDate.currentDate())
            edit.hide()
        menu = QMenu(self.export)
        for kind in ReportFormat:
            action = QAction(kind.value.upper(), menu)
            action.triggered.connect(calling(self.export_wanted.emit, kind.value))
            menu.addAction(action)
        self.export.setMenu(menu)
        self.export.setEnabled(False)
        for choice in (self.outcome, self.reviewer, self.period):
            choice.setSizeAdjustPolicy(_FEW_LETTERS)
            choice.setMinimumContentsLength(6)
        self.clear.setObjectName("link")
        self.clear.hide()

    def _lay_out(self) -> None:
        upper, middle, lower = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for field in (self.plate, self.rental):
            upper.addWidget(field, 1)
        for widget in (self._count, self.export):
            upper.addWidget(widget)
        for field in (self.outcome, self.period, self.reviewer):
            middle.addWidget(field, 1)
        for widget in (self.first, self.last):
            lower.addWidget(widget)
        lower.addStretch()
        lower.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID // 2)
        for row in (upper, middle, lower):
            row.setSpacing(GRID)
            column.addLayout(row)
        choices = (self.outcome, self.period, self.reviewer)
        set_tab_order(
            *(self.plate, self.rental, self.export), *choices, *(self.first, self.last, self.clear)
        )

    def _connect(self) -> None:
        self._timer.timeout.connect(self._tell)
        for field in (self.plate, self.rental):
            field.textChanged.connect(calling(self._timer.start))
            field.returnPressed.connect(self._tell)
        for choice in (self.outcome, self.reviewer, self.period):
            choice.currentIndexChanged.connect(self._on_chosen)
        for edit in (self.first, self.last):
            edit.dateChanged.connect(calling(self._timer.start))
        self.clear.clicked.connect(self.reset)

    def _on_chosen(self) -> None:
        between = self.period.currentData() == Period.BETWEEN.value
        for edit in (self.first, self.last):
            edit.setVisible(between)
        self._tell()

    def _tell(self) -> None:
        self._timer.stop()
        wanted = self.wanted()
        if wanted != self._told:
            self._told = wanted
            self.clear.setVisible(wanted != HistoryFilter())
            self.changed.emit(wanted)


def _period_words() -> tuple[str, ...]:
    words = {
        Period.ANY: _("Every day"),
        Period.TODAY: _("Today"),
        Period.WEEK: _("The last 7 days"),
        Period.MONTH: _("The last 30 days"),
        Period.BETWEEN: _("From … to …"),
    }
    return tuple(words[period] for period in Period)


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
