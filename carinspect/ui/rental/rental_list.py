"""The rentals of the counter: searched, and how far each has come."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.rental_state import RentalStage, RentalSummary
from carinspect.core.rental_texts import stage_text
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.keys import with_keys
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.headings import Headings
from carinspect.ui.widgets.panel import Panel

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_TYPING_MS: Final = 200
"""A search begins when the typing rests."""

STAGE_ICONS: Final = {
    RentalStage.OPENED: "photos",
    RentalStage.PICKED_UP: "car",
    RentalStage.RETURNED: "again",
    RentalStage.COMPARED: "review",
    RentalStage.REVIEWED: "check",
    RentalStage.CLOSED: "undamaged",
}


class RentalTable(QAbstractTableModel):
    """Rentals as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rentals: tuple[RentalSummary, ...] = ()

    def show_rentals(self, rentals: tuple[RentalSummary, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rentals = rentals
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rentals)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_headings())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        one = self.rentals[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(one)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, _cells(one)))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return stage_icon(one.stage)
        return None


class RentalList(Panel):
    """Search field, table, and the button that begins a rental.

    Signals:
        search_wanted: the text to search for.
        rental_wanted: the number of a rental to open.
        new_wanted: the user wants to begin a rental.
    """

    search_wanted = Signal(str)
    rental_wanted = Signal(str)
    new_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._searched = ""
        self.field = QLineEdit(self)
        self.field.setClearButtonEnabled(True)
        self.new = QPushButton(self)
        self.new.setObjectName("primary")
        self.model = RentalTable(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self._title, self._hint, self._picture = QLabel(self), QLabel(self), QLabel(self)
        self._title.setObjectName("title")
        self._hint.setObjectName("muted")
        self._timer = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._prepare_table()
        self._lay_out()
        self._connect()
        self.focus_first(self.field)
        self.retranslate()
        self.recolor()

    def show_rentals(self, text: str, rentals: tuple[RentalSummary, ...]) -> None:
        """Show what was found; an answer to an earlier search is passed over."""
        if text != self.field.text().strip():
            return
        row = max(0, self.table.currentIndex().row())
        self._searched = text
        self.model.show_rentals(rentals)
        self._stack.setCurrentIndex(0 if rentals else 1)
        if rentals:
            self.table.selectRow(min(row, len(rentals) - 1))
        self.retranslate()

    def search(self) -> None:
        """Search anew for what stands in the field."""
        self._timer.stop()
        self.search_wanted.emit(self.field.text().strip())

    def retranslate(self) -> None:
        self.field.setPlaceholderText(_("Number or plate"))
        self.field.setAccessibleName(_("Search rentals by number or plate"))
        self.field.setToolTip(with_keys(_("Search rentals by number or plate"), "Ctrl+F"))
        self.new.setText(_("New rental…"))
        self.new.setToolTip(with_keys(_("Begin a rental"), "Ctrl+N"))
        self.table.setAccessibleName(_("Rentals"))
        if self._searched:
            self._title.setText(_("No rental contains “{text}”").format(text=self._searched))
            self._hint.setText(_("Check the number or the plate, or begin a new rental."))
        else:
            self._title.setText(_("No rentals yet"))
            self._hint.setText(
                _("Begin one when a vehicle leaves: its pickup photos protect both sides.")
            )
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_headings()) - 1)
        self.table.viewport().update()

    def recolor(self) -> None:
        theme = colors()
        ratio = self.devicePixelRatioF()
        self.new.setIcon(icon("car", color=theme.on_accent))
        self._picture.setPixmap(pixmap("car", 9 * GRID, color=theme.accent, ratio=ratio))
        self.table.viewport().update()

    def _prepare_table(self) -> None:
        table = self.table
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(5 * GRID)
        header = Headings(table)
        table.setHorizontalHeader(header)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.field, 1)
        top.addWidget(self.new)
        nothing = QWidget(self)
        column = QVBoxLayout(nothing)
        column.setSpacing(GRID)
        column.addStretch()
        for label in (self._picture, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is self._hint)
            column.addWidget(label)
        column.addStretch()
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addLayout(top)
        outer.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.field.textChanged.connect(self._timer.start)
        self._timer.timeout.connect(self.search)
        self.field.returnPressed.connect(self._on_return)
        self.table.activated.connect(self._on_activated)
        self.new.clicked.connect(self.new_wanted)

    def _on_return(self) -> None:
        # One rental found: Return opens it; else the arrow keys choose.
        if self._timer.isActive() or len(self.model.rentals) != 1:
            self.search()
            self.table.setFocus()
        else:
            self._on_activated(self.model.index(0, 0))

    def _on_activated(self, index: QModelIndex) -> None:
        self.rental_wanted.emit(self.model.rentals[index.row()].rental.number)


def stage_icon(stage: RentalStage) -> QIcon:
    """The icon of how far a rental has come."""
    return icon(STAGE_ICONS[stage])


def _headings() -> tuple[str, ...]:
    return (_("State"), _("Rental"), _("Plate"), _("Vehicle"), _("Findings"), _("Opened"))


def _cells(one: RentalSummary) -> tuple[str, ...]:
    findings = f"{one.findings - one.undecided} / {one.findings}" if one.is_compared else ""
    moment = QDateTime.fromSecsSinceEpoch(int(one.rental.opened_at.timestamp()))
    return (
        stage_text(one.stage),
        one.rental.number,
        one.rental.plate,
        one.rental.vehicle,
        findings,
        QLocale().toString(moment, QLocale.FormatType.ShortFormat),
    )
