"""Beginning a rental."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.services.rentals import (
    MAX_NUMBER_LETTERS,
    MAX_PLATE_LETTERS,
    MAX_WORDS_LETTERS,
    NewRental,
)
from carinspect.ui.theme import GRID


class NewRentalDialog(QDialog):
    """Four fields, of which only the number is needed.

    Signals:
        wanted: the :class:`NewRental` to begin.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget, number: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(_("New rental"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.number = _field(self, _("Rental number"), MAX_NUMBER_LETTERS)
        self.number.setText(number)
        self.plate = _field(self, _("Plate"), MAX_PLATE_LETTERS)
        self.vehicle = _field(self, _("Vehicle"), MAX_WORDS_LETTERS)
        self.customer = _field(self, _("Customer reference"), MAX_WORDS_LETTERS)
        self.message = QLabel(self)
        self.message.setObjectName("flaws")
        self.message.setWordWrap(True)
        self.message.hide()
        self.begin = QPushButton(_("Begin"), self)
        self.begin.setObjectName("primary")
        self.begin.setDefault(True)
        self._lay_out()
        self.number.textChanged.connect(self._refresh)
        self._refresh()

    def show_error(self, error: CarInspectError) -> None:
        """Say why it cannot be begun."""
        self.message.setText(error_text(error))
        self.message.show()
        self.begin.setEnabled(True)
        self.number.selectAll()
        self.number.setFocus()

    def _lay_out(self) -> None:
        title = QLabel(_("New rental"), self)
        title.setObjectName("title")
        form = QFormLayout()
        form.setSpacing(GRID)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for field in (self.number, self.plate, self.vehicle, self.customer):
            form.addRow(field.accessibleName(), field)
        hint = QLabel(_("No name is asked for: your own key for the customer is enough."), self)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.begin, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(title)
        column.addLayout(form)
        column.addWidget(hint)
        column.addWidget(self.message)
        column.addWidget(buttons)
        self.resize(56 * GRID, self.sizeHint().height())

    def _refresh(self) -> None:
        self.message.hide()
        self.begin.setEnabled(bool(self.number.text().strip()))

    def _on_accepted(self) -> None:
        # Once only: the answer comes from the records.
        self.begin.setEnabled(False)
        self.wanted.emit(
            NewRental(
                self.number.text(),
                self.plate.text(),
                self.vehicle.text(),
                self.customer.text(),
            )
        )


def _field(parent: QWidget, name: str, limit: int) -> QLineEdit:
    field = QLineEdit(parent)
    field.setAccessibleName(name)
    field.setMaxLength(limit)
    return field
