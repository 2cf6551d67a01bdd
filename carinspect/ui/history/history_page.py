"""The history page: what was inspected, searched, reviewed, exported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision, HistoryFilter, Record
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.search_history import ListReviewers, OpenRecord, RecordDetails
from carinspect.ui.forgetter import Forgetter
from carinspect.ui.history.filter_bar import FilterBar
from carinspect.ui.history.history_details import HistoryDetails
from carinspect.ui.history.history_model import HistoryModel
from carinspect.ui.history.history_table import PICTURE, HistoryTable
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import Page, PageContext
from carinspect.ui.report_exporter import ReportExporter
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore

_NEED_RECORD: Final = (
    *("inspect_again", "previous", "next", "heat_map"),
    *("zoom_in", "zoom_out", "fit", "actual_size"),
)
"""Actions that make no sense without a record."""


class HistoryPage(Page):
    """Search above, table at the left, the record that is looked at beside it."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        records = context.lanes.records
        self.model = HistoryModel(records, context.workspace, self)
        ratio = self.devicePixelRatioF()
        self._thumbnails = ThumbnailStore(context.lanes.load, PICTURE * max(1.0, ratio), self)
        self.filter = FilterBar(self)
        self.table = HistoryTable(self.model, self._picture_of, self)
        self.details = HistoryDetails(context.lanes.load, self)
        self.exporter = ReportExporter(context, self)
        self.forgetter = Forgetter(context, self)
        self._empty = QLabel(self)
        self._empty.setObjectName("title")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._total: int | None = None
        self._opening: JobHandle | None = None
        self._wanted_id: int | None = None
        self._lay_out()
        self._connect()
        self.focus_first(self.table)
        self.retranslate()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        area = self.details.area
        return {
            "inspect_again": self._inspect_again,
            "previous": lambda: self._step(-1),
            "next": lambda: self._step(1),
            "heat_map": area.toggle_heat_map,
            "zoom_in": area.view.zoom_in,
            "zoom_out": area.view.zoom_out,
            "fit": area.view.fit,
            "actual_size": area.view.actual_size,
            "stop": self.exporter.cancel,
        }

    def refresh_actions(self) -> None:
        if self.is_current:
            for name in _NEED_RECORD:
                self._context.actions[name].setEnabled(self.details.details is not None)

    def refresh(self) -> None:
        """Search again; the record that is looked at stays in view."""
        row = self.table.current_row()
        if row >= 0:
            self._wanted_id = self.model.record(row).id
        self.model.search(self.filter.wanted())
        job = self._context.lanes.records.submit(ListReviewers(self._context.workspace))
        job.succeeded.connect(self.filter.show_reviewers)

    def retranslate(self) -> None:
        self.table.setAccessibleName(_("Inspections"))
        self._show_empty()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Other pages and other counters add records while this one is not looked at.
        self.refresh()

    def _lay_out(self) -> None:
        left = QWidget(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addLayout(self._stack, 1)
        splitter = QSplitter(self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(self.details)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setSizes([96 * GRID, 54 * GRID])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
        self._empty.setMargin(4 * GRID)

    def _connect(self) -> None:
        self.filter.changed.connect(self._on_filter)
        self.filter.export_wanted.connect(self._export)
        self.model.found.connect(self._on_found)
        self.model.failed.connect(self._on_failed)
        self._thumbnails.loaded.connect(self.model.refresh_photo)
        self.table.row_changed.connect(self._on_row)
        self.details.inspect_wanted.connect(self._inspect_again)
        self.details.forget_wanted.connect(self._forget)
        self.details.forget.setVisible(self.forgetter.allowed)
        self.forgetter.allowed_changed.connect(self.details.forget.setVisible)
        self.forgetter.forgotten.connect(self.refresh)
        self.details.area.previous_wanted.connect(lambda: self._step(-1))
        self.details.area.next_wanted.connect(lambda: self._step(1))
        self.details.review.decided.connect(self._decide)
        for widget in (self.table, self.details.area.view):
            widget.addActions(self._context.actions.local())

    def _picture_of(self, row: int) -> QImage | None:
        return self._thumbnails.get(self.model.photo(row))

    def _on_filter(self, wanted: HistoryFilter) -> None:
        self.model.search(wanted)

    def _on_found(self, total: int) -> None:
        self._total = total
        self.filter.show_total(total)
        self._show_empty()
        row = None if self._wanted_id is None else self.model.row_of(self._wanted_id)
        self._wanted_id = None
        if total:
            self.table.go_to(row or 0)
        else:
            self._on_row(-1)

    def _show_empty(self) -> None:
        self._stack.setCurrentIndex(1 if self._total == 0 else 0)
        if self.filter.wanted() == HistoryFilter():
            self._empty.setText(
                _("Nothing has been inspected yet.\nDrop photos on the inspect page.")
            )
        else:
            self._empty.setText(_("No inspection matches.\nClear the search to see all."))

    def _on_row(self, row: int) -> None:
        if self._opening is not None:
            self._opening.cancel()
        self._opening = None
        if row < 0:
            self.details.show_details(None, None)
            self.details.area.show_place(-1, 0)
            self.refresh_actions()
            return
        self.details.area.show_place(row, self._total or 0)
        job = self._context.lanes.records.submit(
            OpenRecord(self._context.workspace, self.model.record(row).id)
        )
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_failed)
        self._opening = job

    def _on_opened(self, details: RecordDetails) -> None:
        self._opening = None
        self.model.replace(details.record)
        self.details.show_details(details, self._thumbnails.get(details.photo))
        self.refresh_actions()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error, _("Try again"), self.refresh)

    def _decide(self, decision: Decision, correction: Outcome | None, comment: str) -> None:
        shown = self.details.details
        if shown is None:
            return
        self.details.review.setEnabled(False)
        review = ReviewInspection(
            self._context.workspace, shown.record.id, decision, correction, comment
        )
        job = self._context.lanes.records.submit(review)
        job.succeeded.connect(self._on_reviewed)
        job.failed.connect(self._on_failed)
        job.finished.connect(self._on_review_finished)

    def _on_reviewed(self, record: Record) -> None:
        self.model.replace(record)
        row = self.model.row_of(record.id)
        if row is not None and row == self.table.current_row():
            self._on_row(row)
        self._context.messages.note(_("Your decision is kept under your name."))

    def _on_review_finished(self) -> None:
        self.details.review.setEnabled(True)

    def _step(self, by: int) -> None:
        self.table.go_to(self.table.current_row() + by)

    def _inspect_again(self) -> None:
        shown = self.details.details
        if shown is not None:
            self.photos_wanted.emit("inspect", (str(shown.to_inspect),))

    def _forget(self) -> None:
        if self.details.details is not None:
            self.forgetter.forget(self.details.details.record.id)

    def _export(self, ending: str) -> None:
        self.exporter.export(
            self.filter.wanted(), ending, title=_("History"), name=_("inspections")
        )
