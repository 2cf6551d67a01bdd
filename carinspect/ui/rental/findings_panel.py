"""The findings of a rental: list, comparator, decisions."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import StoredComparison, StoredFinding
from carinspect.core.i18n import _, ngettext
from carinspect.core.record_texts import newness_text, view_text
from carinspect.core.rental import Phase
from carinspect.core.rental_texts import doubt_text
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.page import PageContext
from carinspect.ui.rental.comparator import Comparator
from carinspect.ui.rental.decision_form import DecisionForm
from carinspect.ui.rental.finding_pairs import pair_of, view_of
from carinspect.ui.rental.newness_look import KEYS, icon_of
from carinspect.ui.rental.rental_work import RentalWork
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.panel import Panel

_LIST_WIDTH: Final = 27 * GRID
_TEXT_WIDTH: Final = _LIST_WIDTH - 9 * GRID
"""What border, padding and icon leave for the words of an item."""


class FindingsPanel(Panel):
    """What the comparison found; or, before it, the invitation to compare.

    Signals:
        compare_wanted: the user wants the photos compared.
    """

    compare_wanted = Signal()

    def __init__(self, context: PageContext, work: RentalWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._rental: RentalAtDesk | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("choice")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.unjudged = QLabel(self)
        self.unjudged.setObjectName("muted")
        self.unjudged.setWordWrap(True)
        self.comparator = Comparator(context.lanes.load, self)
        self.form = DecisionForm(self)
        self.compare = QPushButton(self)
        self.compare.setObjectName("primary")
        self._picture, self.title, self._hint = (QLabel(self) for _n in range(3))
        self.title.setObjectName("title")
        self._hint.setObjectName("muted")
        self._lay_out()
        self._connect()
        self.retranslate()
        self.recolor()

    def show_rental(self, rental: RentalAtDesk) -> None:
        """Show the findings as they stand."""
        other = self._rental is None or self._comparison_id(self._rental) != (
            self._comparison_id(rental)
        )
        self._rental = rental
        row = 0 if other else max(0, self.list.currentRow())
        self._fill(row)
        self.retranslate()

    def found(self) -> StoredFinding | None:
        """The finding that is looked at."""
        comparison, row = self._comparison(), self.list.currentRow()
        if comparison is None or not 0 <= row < len(comparison.findings):
            return None
        return comparison.findings[row]

    def retranslate(self) -> None:
        self.list.setAccessibleName(_("Findings"))
        comparison = self._comparison()
        self._stack.setCurrentIndex(1 if comparison and comparison.findings else 0)
        self._show_invitation(comparison)
        if comparison is not None:
            for row, found in enumerate(comparison.findings[: self.list.count()]):
                item = self.list.item(row)
                item.setText(self._words(row + 1, found))
                item.setSizeHint(self._item_size(item.text()))
            self.unjudged.setText(self._unjudged_words(comparison))
        self.unjudged.setVisible(bool(self.unjudged.text()))

    def recolor(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("again", 9 * GRID, color=colors().accent, ratio=ratio))
        self.compare.setIcon(icon("again", color=colors().on_accent))
        comparison = self._comparison()
        findings = comparison.findings if comparison else ()
        for row, found in enumerate(findings[: self.list.count()]):
            self.list.item(row).setIcon(icon_of(found.newness))

    def _comparison(self) -> StoredComparison | None:
        if self._rental is None or self._rental.state.outdated:
            return None
        return self._rental.state.comparison

    def _comparison_id(self, rental: RentalAtDesk) -> tuple[str, int | None]:
        comparison = rental.state.comparison
        return rental.state.rental.number, comparison.id if comparison else None

    def _fill(self, row: int) -> None:
        comparison = self._comparison()
        findings = comparison.findings if comparison else ()
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.list.clear()
        for number, found in enumerate(findings, start=1):
            item = QListWidgetItem(icon_of(found.newness), self._words(number, found))
            item.setSizeHint(self._item_size(item.text()))
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, len(findings) - 1))
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's own
        self._on_row()

    def _item_size(self, words: str) -> QSize:
        # The view's own hint does not know the padding of the style sheet, and cuts lines off.
        room = QRect(0, 0, _TEXT_WIDTH, 1000)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
        needed = self.list.fontMetrics().boundingRect(room, int(flags), words)
        return QSize(_TEXT_WIDTH, needed.height() + 2 * GRID + 4)

    def _words(self, number: int, found: StoredFinding) -> str:
        view = view_text(view_of(self._rental, found)) if self._rental else ""
        words = _("Undecided")
        if found.is_decided:
            words = _("Decided: {user}").format(user=found.reviews[-1].reviewer)
        elif found.reviews:
            words = _("Left open: {user}").format(user=found.reviews[-1].reviewer)
        return f"{number}. {newness_text(found.newness)}\n{view}\n{words}"

    def _unjudged_words(self, comparison: StoredComparison) -> str:
        count = len(comparison.photos_not_inspected)
        if not count or self._rental is None:
            return ""
        names = ", ".join(
            photo.name
            for photo in self._rental.state.of(Phase.RETURN)
            if photo.sha256 in comparison.photos_not_inspected
        )
        return ngettext(
            "{count} return photo could not be judged; look at it yourself: {names}",
            "{count} return photos could not be judged; look at them yourself: {names}",
            count,
        ).format(count=count, names=names)

    def _show_invitation(self, comparison: StoredComparison | None) -> None:
        state = self._rental.state if self._rental else None
        self.compare.setText(_("Compare"))
        if comparison is not None:
            self.title.setText(_("Nothing was found on the return photos."))
            self._hint.setText(self._unjudged_words(comparison) or doubt_text())
        elif state is not None and state.outdated:
            self.title.setText(_("The photos have changed since they were compared"))
            self._hint.setText(_("Compare them again; decisions on earlier findings stay on file."))
        else:
            self.title.setText(_("Not compared yet"))
            self._hint.setText(
                _("Each mark on a return photo is searched on the pickup photos.")
                + " "
                + doubt_text()
            )
        can = state is not None and not state.is_closed and bool(state.of(Phase.RETURN))
        self.compare.setEnabled(can)
        self.compare.setVisible(comparison is None)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self.list, 1)
        left.addWidget(self.unjudged)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.comparator, 1)
        right.addWidget(self.form)
        work = QWidget(self)
        row = QHBoxLayout(work)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.unjudged.setFixedWidth(_LIST_WIDTH)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._invitation())
        self._stack.addWidget(work)

    def _invitation(self) -> QWidget:
        empty = QWidget(self)
        column = QVBoxLayout(empty)
        column.setContentsMargins(8 * GRID, 4 * GRID, 8 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch()
        for label in (self._picture, self.title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not self._picture)
            column.addWidget(label)
        column.addSpacing(GRID)
        column.addWidget(self.compare, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        return empty

    def _connect(self) -> None:
        self.compare.clicked.connect(self.compare_wanted)
        self.list.currentRowChanged.connect(self._on_row)
        self.list.itemActivated.connect(calling(self.form.decide))
        self.form.decided.connect(self._on_decided)
        for newness, keys in KEYS.items():
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(calling(self.form.choose, newness))

    def _on_row(self) -> None:
        found, rental = self.found(), self._rental
        if found is None or rental is None:
            self.comparator.show_pair(None)
            self.form.show_finding(None, "", final=True)
            return
        self.comparator.show_pair(pair_of(rental, found, self.list.currentRow() + 1))
        self.form.show_finding(found, rental.by, final=rental.state.is_closed)

    def _on_decided(self, newness: object, comment: str) -> None:
        found = self.found()
        if found is not None:
            self._work.review(found.id, type(found.newness)(newness), comment)
            self._go_to_next_undecided()

    def _go_to_next_undecided(self) -> None:
        comparison = self._comparison()
        findings = comparison.findings if comparison else ()
        start = self.list.currentRow()
        for step in range(1, len(findings)):
            row = (start + step) % len(findings)
            if not findings[row].is_decided:
                self.list.setCurrentRow(row)
                return
