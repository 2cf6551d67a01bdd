"""The customer's own screen: their photos, what was found, and their answer.

It speaks the customer's language, whatever the clerk's is, and shows nothing but this rental.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import CustomerStatement, StoredFinding
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, available_languages, language, speaking
from carinspect.core.inspection import Outcome
from carinspect.core.texts import error_text
from carinspect.services.records import now
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.fonts import sized
from carinspect.ui.icons import pixmap
from carinspect.ui.page import PageContext
from carinspect.ui.rental.customer_answer import CustomerAnswer
from carinspect.ui.rental.customer_findings import CustomerFindings
from carinspect.ui.theme import GRID, colors
from carinspect.ui.translation import LANGUAGE_NAMES
from carinspect.ui.widgets.icon_button import IconButton

_SIZE: Final = (1000, 680)


class CustomerWindow(QWidget):
    """A second window.

    Signals:
        stated: the rental's number and the :class:`CustomerStatement`.
        closed: the window is gone.
    """

    stated = Signal(str, object)
    closed = Signal()

    def __init__(self, context: PageContext, rental: RentalAtDesk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("customerWindow")
        self._context, self._rental = context, rental
        chosen = context.workspace.settings.customer_language
        self.spoken = chosen if chosen in available_languages() else language()
        self.languages = QComboBox(self)
        for code in available_languages():
            self.languages.addItem(LANGUAGE_NAMES.get(code, code), code)
        self.languages.setCurrentIndex(self.languages.findData(self.spoken))
        self.leave = IconButton("close", self)
        self.title, self.vehicle, self._thanks, self._thanks_icon = (
            QLabel(self) for _n in range(4)
        )
        self.title.setObjectName("title")
        self.message = QLabel(self)
        self.message.setObjectName("flaws")
        self.message.setWordWrap(True)
        self.message.hide()
        comparison = rental.state.comparison
        found: tuple[StoredFinding, ...] = comparison.findings if comparison else ()
        self.findings = CustomerFindings(context.lanes.load, rental, found, self)
        self.answer = CustomerAnswer(self)
        self.setFont(sized(120))
        self._lay_out()
        self.languages.activated.connect(self._on_language)
        self.leave.clicked.connect(self.close)
        self.answer.done.connect(self._on_done)
        self.findings.stepped.connect(self.retranslate)
        self.retranslate()

    def show_beside(self, window: QWidget) -> None:
        """Fill the second monitor, or stand as a window where there is none."""
        others = [s for s in QGuiApplication.screens() if s is not window.screen()]
        if others:
            self.setGeometry(others[0].availableGeometry())
            self.showFullScreen()
        else:
            self.resize(*_SIZE)
            self.show()
        self.activateWindow()

    def show_thanks(self) -> None:
        """The answer is kept."""
        self._stack.setCurrentIndex(1)
        self.languages.hide()

    def show_error(self, error: CarInspectError) -> None:
        """The answer could not be kept."""
        with speaking(self.spoken):
            self.message.setText(error_text(error))
        self.message.show()
        self.answer.wait(waiting=False)

    def retranslate(self) -> None:
        """Say everything in the customer's language."""
        rental = self._rental.state.rental
        with speaking(self.spoken):
            self.setWindowTitle(_("Your vehicle at its return"))
            self.title.setText(_("Your vehicle at its return"))
            names = (rental.plate, rental.vehicle, rental.number)
            self.vehicle.setText("   ".join(filter(None, names)))
            self.languages.setAccessibleName(_("Language"))
            self.leave.set_words(_("Close this screen"))
            self._thanks.setText(_("Thank you. Your answer is kept with the photos."))
            self.findings.say()
            self.answer.say()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.title)
        top.addWidget(self.vehicle, 1)
        top.addWidget(self.languages)
        top.addWidget(self.leave)
        work = QWidget(self)
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self.findings, 1)
        column.addWidget(self.message)
        column.addWidget(self.answer)
        self._stack = QStackedLayout()
        self._stack.addWidget(work)
        self._stack.addWidget(self._thanks_page())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        outer.setSpacing(2 * GRID)
        outer.addLayout(top)
        outer.addLayout(self._stack, 1)

    def _thanks_page(self) -> QWidget:
        self._thanks.setObjectName("title")
        thanks = QWidget(self)
        middle = QVBoxLayout(thanks)
        middle.addStretch()
        for label in (self._thanks_icon, self._thanks):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is self._thanks)
            middle.addWidget(label)
        middle.addStretch()
        ink = colors().tones[Outcome.UNDAMAGED].ink
        self._thanks_icon.setPixmap(
            pixmap("undamaged", 12 * GRID, color=ink, ratio=self.devicePixelRatioF())
        )
        return thanks

    def _on_language(self) -> None:
        self.spoken = str(self.languages.currentData())
        self._context.workspace.change(customer_language=self.spoken)
        self.retranslate()

    def _on_done(self) -> None:
        answer = self.answer
        statement = CustomerStatement(
            answer.consent(), answer.words(), self.spoken, answer.pad.to_png(), now()
        )
        self.message.hide()
        answer.wait(waiting=True)
        self.stated.emit(self._rental.state.rental.number, statement)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The clerk's language has changed; this window keeps to the customer's.
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
