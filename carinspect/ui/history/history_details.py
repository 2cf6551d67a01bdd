"""One record: its photo, what the model found, what people said."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.record import Record, Review
from carinspect.core.record_texts import decision_text
from carinspect.core.texts import error_text, flaw_text, outcome_text
from carinspect.services.search_history import RecordDetails
from carinspect.ui.history.history_model import local_time
from carinspect.ui.history.review_box import ReviewBox
from carinspect.ui.icons import icon
from carinspect.ui.inspect.photo_area import PhotoArea
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.probability_scale import ProbabilityScale, percent
from carinspect.ui.widgets.verdict_badge import VerdictBadge


class HistoryDetails(Panel):
    """Shows the record that is looked at.

    Signals:
        inspect_wanted: the user wants the photo in the inspect page.
        forget_wanted: a manager wants the record removed for good.
    """

    inspect_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scroll = QScrollArea(self)
        self.setObjectName("verdictPanel")
        self.setMinimumWidth(47 * GRID)
        self.details: RecordDetails | None = None
        self.area = PhotoArea(lane, self)
        self.area.setMinimumHeight(30 * GRID)
        self.badge = VerdictBadge(self)
        self._corrected = _label(self, "strong")
        self.scale = ProbabilityScale(self)
        self._found = _label(self, "muted")
        self._facts = _label(self, "muted")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._reviews_title = _label(self, "heading")
        self._reviews = _label(self, "advice")
        self._reviews.setTextFormat(Qt.TextFormat.PlainText)
        self.review = ReviewBox(self)
        self.open, self.forget = QPushButton(self), QPushButton(self)
        self.open.clicked.connect(self.inspect_wanted)
        self.forget.clicked.connect(self.forget_wanted)
        self._lay_out()
        self.retranslate()
        self.recolor()
        self.show_details(None, None)

    def show_details(self, details: RecordDetails | None, preview: QImage | None) -> None:
        """Show ``details``, the photo at first by its thumbnail; None for nothing."""
        before = self.details
        self.details = details
        for part in (self._inner, self.area):
            part.setVisible(details is not None)
        if details is None:
            self.area.show_photo(None, None)
            return
        # A review leaves the photo and the zoom as they are.
        if before is None or before.record.id != details.record.id:
            inspection = details.record.inspection
            self.area.show_photo(details.photo, preview, name=inspection.photo.name)
            self.area.show_inspection(inspection)
        self.review.show_outcome(details.record.outcome)
        self._show_words()

    def retranslate(self) -> None:
        self._scroll.setAccessibleName(_("What was found on the photo"))
        self._reviews_title.setText(_("What people said"))
        self.open.setText(_("Open in Inspect"))
        self.forget.setText(_("Forget for good…"))
        if self.details is not None:
            self._show_words()

    def recolor(self) -> None:
        self.open.setIcon(icon("inspect"))
        self.forget.setIcon(icon("remove"))

    def _show_words(self) -> None:
        if self.details is None:
            return
        record = self.details.record
        inspection = record.inspection
        self.badge.show_outcome(record.outcome)
        self._corrected.setText(
            _("The model said: {outcome}").format(outcome=outcome_text(inspection.outcome))
        )
        self._corrected.setVisible(record.outcome is not inspection.outcome)
        believed = inspection.gate2 if inspection.outcome is not Outcome.RETAKE else None
        self.scale.setVisible(believed is not None)
        self.scale.show_verdict(believed)
        self._found.setText("\n".join(_found_lines(record)))
        self._facts.setText("\n".join(_fact_lines(self.details)))
        self._reviews.setText("\n\n".join(_review_words(one) for one in self.details.reviews))
        for widget in (self._reviews_title, self._reviews):
            widget.setVisible(bool(self.details.reviews))

    def _lay_out(self) -> None:
        self._inner = QWidget(self)
        self._inner.setObjectName("surface")
        inside = QVBoxLayout(self._inner)
        inside.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        inside.setSpacing(GRID)
        for widget in (self.badge, self._corrected, self.scale, self._found, self.review):
            inside.addWidget(widget)
        for widget in (self._reviews_title, self._reviews, self._facts, self.open, self.forget):
            inside.addWidget(widget)
        inside.addStretch()
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 5)
        column.addWidget(scroll, 6)


def _label(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label


def _found_lines(record: Record) -> list[str]:
    inspection = record.inspection
    flaws = inspection.quality.flaws if inspection.quality else ()
    lines = [flaw_text(flaw) for flaw in flaws]
    if inspection.error is not None:
        lines.append(error_text(inspection.error))
    if inspection.gate1 is not None:
        lines.append(
            _("A car or a part of one: {probability}").format(
                probability=percent(inspection.gate1.car_probability)
            )
        )
    return lines


def _fact_lines(details: RecordDetails) -> list[str]:
    record = details.record
    lines = [
        _("No. {number}, {time}, {user}").format(
            number=record.id, time=local_time(record), user=record.inspected_by
        ),
        _("Model {model}").format(model=record.inspection.model_id),
    ]
    if record.rental:
        words = _("Rental {rental}, {plate}")
        lines.append(words.format(rental=record.rental, plate=record.plate))
    lines.append(str(record.inspection.photo))
    if not details.is_stored:
        lines.append(_("No copy of this photo is stored; the file may have changed."))
    return lines


def _review_words(review: Review) -> str:
    when = f"{review.reviewed_at.astimezone():%Y-%m-%d %H:%M}"
    words = f"{review.reviewer}, {when}\n{decision_text(review.decision)}: "
    words += outcome_text(review.outcome)
    return f"{words}\n{review.comment}" if review.comment else words
