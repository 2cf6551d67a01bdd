"""Which rental this is, how far it has come, and the ways on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import Consent
from carinspect.core.i18n import _, available_languages
from carinspect.core.record_texts import consent_text, phase_text
from carinspect.core.rental import CHECKLIST, Phase
from carinspect.core.rental_state import RentalStage, RentalState
from carinspect.core.rental_texts import next_step_text, stage_text
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.keys import with_keys
from carinspect.ui.rental.rental_list import STAGE_ICONS
from carinspect.ui.theme import GRID, colors
from carinspect.ui.translation import LANGUAGE_NAMES
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel

PICKUP_TAB, RETURN_TAB, FINDINGS_TAB = range(3)


class RentalHeader(Panel):
    """The top of one rental.

    Signals:
        back_wanted, compare_wanted, customer_wanted, close_wanted, forget_wanted: the buttons.
        export_wanted: language code and whether redacted.
        tab_changed: one of the tabs of this module.
    """

    back_wanted = Signal()
    compare_wanted = Signal()
    customer_wanted = Signal()
    close_wanted = Signal()
    forget_wanted = Signal()
    export_wanted = Signal(str, bool)
    tab_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._rental: RentalAtDesk | None = None
        self._busy = False
        self._names = ""
        self.back = IconButton("previous", self)
        self.title, self.stage, self.next_step, self._stage_icon = (QLabel(self) for _n in range(4))
        self.title.setObjectName("title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.stage.setObjectName("strong")
        self.next_step.setObjectName("muted")
        self.next_step.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.compare, self.customer, self.evidence, self.close_rental = (
            QPushButton(self) for _n in range(4)
        )
        self.forget = IconButton("remove", self)
        self.tabs = QTabBar(self)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for _tab in range(3):
            self.tabs.addTab("")
        self._export_menu = QMenu(self)
        self._exports: list[Callable[[], str]] = []
        self._fill_export_menu()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.recolor()

    def show_rental(self, rental: RentalAtDesk, *, busy: bool) -> None:
        """Show how a rental stands; while something long runs, the ways on are barred."""
        self._rental, self._busy = rental, busy
        self.retranslate()
        self.recolor()

    def retranslate(self) -> None:
        self.back.set_words(_("All rentals"), "Alt+Left")
        self.forget.set_words(_("Forget this rental for good…"))
        for button, words, tip, keys in (
            (self.compare, _("Compare"), _("Search the findings on the pickup photos"), "F6"),
            (self.customer, _("Customer…"), _("Show the findings to the customer"), "F7"),
            (self.evidence, _("Evidence"), _("Write the evidence pack"), ""),
            (self.close_rental, _("Close…"), _("Make the rental final"), ""),
        ):
            button.setText(words)
            button.setAccessibleName(tip)
            button.setToolTip(with_keys(tip, keys))
        for action, words in zip(self._export_menu.actions(), self._exports, strict=True):
            action.setText(words())
        self.tabs.setAccessibleName(_("Parts of the rental"))
        if self._rental is not None:
            self._show_state(self._rental.state)

    def recolor(self) -> None:
        self.customer.setIcon(icon("user"))
        self.evidence.setIcon(icon("export"))
        self.close_rental.setIcon(icon("check"))
        primary = self._primary()
        for button in (self.compare, self.customer, self.close_rental):
            name = "primary" if button is primary else ""
            if button.objectName() != name:
                button.setObjectName(name)
                button.style().unpolish(button)
                button.style().polish(button)
        ink = colors().on_accent
        for button, name in (
            (self.compare, "again"),
            (self.customer, "user"),
            (self.close_rental, "check"),
        ):
            button.setIcon(icon(name, color=ink) if button is primary else icon(name))
        if self._rental is not None:
            name = STAGE_ICONS[self._rental.state.stage]
            ratio = self.devicePixelRatioF()
            self._stage_icon.setPixmap(pixmap(name, 20, color=colors().text, ratio=ratio))

    def _primary(self) -> QPushButton | None:
        """The button that is the next step."""
        state = self._rental.state if self._rental else None
        if state is None or self._busy:
            return None
        if state.stage is RentalStage.RETURNED:
            return self.compare
        if state.stage is not RentalStage.REVIEWED:
            return None
        spoken = state.statement is not None and not state.statement_is_outdated
        return self.close_rental if spoken else self.customer

    def _show_state(self, state: RentalState) -> None:
        rental, stage = state.rental, state.stage
        names = (rental.number, rental.plate, rental.vehicle)
        self._names = "   ".join(filter(None, names))
        self._show_names()
        tip = [_("Customer reference: {key}").format(key=rental.customer_reference or "-")]
        self.title.setToolTip("\n".join([*filter(None, names), *tip]))
        self.stage.setText(stage_text(stage))
        words = _next_words(state)
        self.next_step.setText(words)
        self.next_step.setToolTip(words)
        for phase, tab in ((Phase.PICKUP, PICKUP_TAB), (Phase.RETURN, RETURN_TAB)):
            shown = len(CHECKLIST) - len(state.missing(phase))
            self.tabs.setTabText(tab, f"{phase_text(phase)}  {shown}/{len(CHECKLIST)}")
        count = f"  {state.summary.findings}" if state.summary.is_compared else ""
        self.tabs.setTabText(FINDINGS_TAB, _("Findings") + count)
        free = not self._busy
        self.compare.setEnabled(free and not state.is_closed and bool(state.of(Phase.RETURN)))
        self.customer.setEnabled(free and stage is RentalStage.REVIEWED)
        self.close_rental.setEnabled(free and stage is RentalStage.REVIEWED)
        decided = stage in {RentalStage.REVIEWED, RentalStage.CLOSED}
        self.evidence.setEnabled(free and decided)
        self.forget.setEnabled(free)

    def _show_names(self) -> None:
        # The style sheet's letters are known only once the label has been polished.
        self.title.ensurePolished()
        room = max(60, self.title.width())
        metrics = self.title.fontMetrics()
        self.title.setText(metrics.elidedText(self._names, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_names()

    def _fill_export_menu(self) -> None:
        for code in available_languages():
            for redacted in (False, True):
                action = self._export_menu.addAction("")
                action.triggered.connect(calling(self.export_wanted.emit, code, redacted))
                self._exports.append(_export_words(code, redacted=redacted))
        self.evidence.setMenu(self._export_menu)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        for button in (self.compare, self.customer, self.evidence, self.close_rental):
            button.setIconSize(QSize(18, 18))
            top.addWidget(button)
        top.addWidget(self.forget)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self.tabs)
        bottom.addSpacing(2 * GRID)
        for widget in (self._stage_icon, self.stage):
            bottom.addWidget(widget)
        bottom.addWidget(self.next_step, 1)
        self.next_step.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.next_step.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, 2 * GRID, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(top)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.compare.clicked.connect(self.compare_wanted)
        self.customer.clicked.connect(self.customer_wanted)
        self.close_rental.clicked.connect(self.close_wanted)
        self.forget.clicked.connect(self.forget_wanted)
        self.tabs.currentChanged.connect(self.tab_changed)


def _export_words(code: str, *, redacted: bool) -> Callable[[], str]:
    name = LANGUAGE_NAMES.get(code, code)
    if redacted:
        return lambda: _("{language}, plates and faces hidden…").format(language=name)
    return lambda: _("{language}, complete…").format(language=name)


def _next_words(state: RentalState) -> str:
    if state.is_closed:
        return _("Closed by {user}. {words}").format(
            user=state.rental.closed_by, words=next_step_text(state.stage)
        )
    statement = state.statement
    if statement is None:
        return next_step_text(state.stage)
    if state.statement_is_outdated:
        return _("Decisions have changed since the customer spoke: show them again.")
    words = consent_text(statement.consent)
    if statement.consent is not Consent.AGREE and statement.comment:
        words = f"{words}: {statement.comment}"
    return words
