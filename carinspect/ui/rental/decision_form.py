"""One finding in words, and the decision of a named person on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDateTime, QLocale, QSize, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import FindingReview, Newness, StoredFinding
from carinspect.core.i18n import _
from carinspect.core.record_texts import newness_text, reason_text
from carinspect.core.rental_texts import doubt_text
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon
from carinspect.ui.keys import with_keys
from carinspect.ui.rental.newness_look import ICONS, KEYS, tone_of
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.fitting_words import breakable, short_name
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.probability_scale import percent

_NAME_PX: Final = 13 * GRID


class DecisionForm(Panel):
    """What the comparison says, why, and four answers to choose from.

    Signals:
        decided: the answer (:class:`Newness`) and a comment.
    """

    decided = Signal(object, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("surface")
        self._found: StoredFinding | None = None
        self._by, self._is_final = "", False
        self.reason, self.evidence, self.history, self._rule = (QLabel(self) for _n in range(4))
        self.reason.setObjectName("strong")
        for label in (self.evidence, self.history, self._rule):
            label.setObjectName("muted")
        for label in (self.reason, self.evidence, self.history, self._rule):
            label.setWordWrap(True)
        self.answers = {newness: QPushButton(self) for newness in Newness}
        self._group = QButtonGroup(self)
        self.comment = QLineEdit(self)
        self.comment.setMaxLength(1000)
        self.keep = QPushButton(self)
        self.keep.setObjectName("primary")
        self._lay_out()
        for newness, button in self.answers.items():
            button.setCheckable(True)
            button.setObjectName("answer")
            self._group.addButton(button)
            button.clicked.connect(calling(self.choose, newness))
        self.keep.clicked.connect(self.decide)
        self.comment.returnPressed.connect(self.decide)
        self.retranslate()
        self.recolor()

    def show_finding(self, found: StoredFinding | None, by: str, *, final: bool) -> None:
        """Show a finding to be decided on by ``by``; of what is final, only how it stands."""
        other = found is None or self._found is None or found.id != self._found.id
        self._found, self._by, self._is_final = found, by, final
        self._propose(found)
        if other:
            self.comment.clear()
        self.retranslate()

    def choose(self, newness: Newness) -> None:
        """Choose an answer, without deciding yet."""
        if not self._is_final or (self._found and newness is self._found.newness):
            self.answers[newness].setChecked(True)
        self._refresh()

    def chosen(self) -> Newness | None:
        """The answer that is chosen; None where a person has yet to choose."""
        checked = (one for one, button in self.answers.items() if button.isChecked())
        return next(checked, None)

    def decide(self) -> None:
        """Make the chosen answer a decision."""
        newness = self.chosen()
        if self._found is not None and newness is not None and self.keep.isEnabled():
            self.decided.emit(newness, self.comment.text())

    def _propose(self, found: StoredFinding | None) -> None:
        self._group.setExclusive(False)
        for button in self.answers.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        # What the program leaves to a person, it does not propose to that person.
        if found is not None and found.newness is not Newness.NEEDS_HUMAN_LOOK:
            self.choose(found.newness)

    def retranslate(self) -> None:
        found = self._found
        self.reason.setText(self._reason(found) if found else "")
        self.evidence.setText(_evidence(found) if found else "")
        reviews = found.reviews if found else ()
        self.history.setText(breakable("\n".join(map(_review_words, reviews))))
        self.history.setVisible(bool(self.history.text()))
        self._rule.setText(doubt_text())
        for newness, button in self.answers.items():
            button.setText(newness_text(newness))
            tip = newness_text(newness)
            if newness is Newness.NEEDS_HUMAN_LOOK:
                tip = _("Leave it open for a colleague; the rental cannot be closed meanwhile")
            button.setToolTip(with_keys(tip, KEYS[newness]))
            button.setEnabled(found is not None)
        self.comment.setPlaceholderText(_("Comment"))
        self.comment.setAccessibleName(_("Comment on the decision"))
        for widget in (self.comment, self.keep, *self.answers.values()):
            widget.setVisible(not self._is_final)
        words = _("Decide as {user}")
        self.keep.setText(words.format(user=short_name(self._by, self, _NAME_PX) or "…"))
        self.keep.setAccessibleName(words.format(user=self._by or "…"))
        self.keep.setToolTip(with_keys(_("Keep the decision under your name"), "Return"))
        self._refresh()

    def _refresh(self) -> None:
        ready = self._found is not None and not self._is_final
        self.keep.setEnabled(ready and self.chosen() is not None)

    def recolor(self) -> None:
        for newness, button in self.answers.items():
            button.setIcon(icon(ICONS[newness], color=tone_of(newness).ink))
            button.setIconSize(QSize(18, 18))
        self.keep.setIcon(icon("check", color=colors().on_accent))

    def _lay_out(self) -> None:
        answers = QGridLayout()
        answers.setSpacing(GRID // 2)
        for number, button in enumerate(self.answers.values()):
            answers.addWidget(button, number // 2, number % 2)
        decision = QVBoxLayout()
        decision.setSpacing(GRID // 2)
        decision.addWidget(self.comment)
        decision.addWidget(self.keep)
        middle = QHBoxLayout()
        middle.setSpacing(GRID)
        middle.addLayout(answers, 3)
        middle.addLayout(decision, 2)
        words = QHBoxLayout()
        words.setSpacing(2 * GRID)
        words.addWidget(self.reason, 1)
        words.addWidget(self.evidence)
        self.evidence.setWordWrap(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(words)
        column.addLayout(middle)
        column.addWidget(self.history)
        column.addWidget(self._rule)

    def _reason(self, found: StoredFinding) -> str:
        return f"{newness_text(found.finding.newness)}: {reason_text(found.finding.reason)}"


def _evidence(found: StoredFinding) -> str:
    finding = found.finding
    if finding.pickup_evidence is None:
        return _("Damage evidence: return {after}, pickup not seen").format(
            after=percent(finding.return_evidence)
        )
    return _("Damage evidence: return {after}, pickup {before}").format(
        after=percent(finding.return_evidence), before=percent(finding.pickup_evidence)
    )


def _review_words(review: FindingReview) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(review.reviewed_at.timestamp()))
    time = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
    words = _("{user} decided on {time}: {newness}").format(
        user=review.reviewer, time=time, newness=newness_text(review.newness)
    )
    return f"{words}. {review.comment}" if review.comment else words
