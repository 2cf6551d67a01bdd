"""A folder inspection: its head, what is shown of it, the table, and the chosen photo."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from carinspect.core.folder_run import FolderRun
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.folder.folder_row import FolderRow
from carinspect.ui.folder.run_bar import RunBar
from carinspect.ui.folder.run_delegate import PICTURE
from carinspect.ui.folder.run_details import RunDetails
from carinspect.ui.folder.run_model import RunModel
from carinspect.ui.folder.run_table import RunTable
from carinspect.ui.icons import icon
from carinspect.ui.inspect.outcome_summary import OutcomeSummary
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.panel import Panel

_ATTENTION: Final = frozenset({Outcome.DAMAGED, Outcome.REVIEW, Outcome.RETAKE, Outcome.ERROR})
"""Outcomes after which somebody has to do something."""

_TYPING_MS: Final = 150


class RunView(Panel):
    """Everything below the choice of a folder.

    Signals:
        inspect_wanted: the user wants a photo in the inspect page, given as a path.
    """

    inspect_wanted = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.bar = RunBar(self)
        self.model = RunModel(self)
        ratio = max(1.0, self.devicePixelRatioF())
        self._thumbnails = ThumbnailStore(context.lanes.load, PICTURE * ratio, self)
        self.table = RunTable(self.model, self._picture_of, self)
        self.summary = OutcomeSummary(self, choosing=True)
        self.search = QLineEdit(self)
        self._magnifier = self.search.addAction(
            icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.details = RunDetails(context, self)
        self._nothing = QLabel(self.table.viewport())
        self._nothing.setObjectName("muted")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.recolor()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """Ids of the actions that make sense here, and what they do."""
        view = self.details.area.view
        return {
            "copy": self._copy,
            "previous": lambda: self._step(-1),
            "next": lambda: self._step(1),
            "next_attention": self._go_to_next_attention,
            "heat_map": self.details.area.toggle_heat_map,
            "zoom_in": view.zoom_in,
            "zoom_out": view.zoom_out,
            "fit": view.fit,
            "actual_size": view.actual_size,
        }

    def show_run(self, run: FolderRun) -> None:
        """Show another folder inspection, whose rows follow."""
        self.summary.choose_none()
        self.search.clear()
        self.table.sort_as_they_came()
        self.model.clear(run.folder)
        self.details.forget()
        self.bar.show_run(run)
        self._show_counts()

    def put(self, rows: Sequence[FolderRow]) -> None:
        """Show more photos."""
        self.model.put(rows)
        self._show_counts()
        if self.table.current_row() < 0 and self.model.rowCount():
            self.table.go_to(0)

    def retranslate(self) -> None:
        self.model.retranslate()
        self.table.setAccessibleName(_("Photos of the folder"))
        self.table.viewport().update()
        self.search.setPlaceholderText(_("Name contains…"))
        self.search.setAccessibleName(_("Show only photos whose name contains this"))
        self._show_counts()

    def recolor(self) -> None:
        # Taken off and put on again, its button would die while Qt goes through the widgets.
        self._magnifier.setIcon(icon("search"))

    def _lay_out(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(26 * GRID)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(0, 0, GRID, GRID // 2)
        chosen.addWidget(self.summary, 1)
        chosen.addWidget(self.search)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setSizes([780, 410])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(chosen)
        column.addWidget(self._splitter, 1)
        inside = QVBoxLayout(self.table.viewport())
        inside.addWidget(self._nothing, alignment=Qt.AlignmentFlag.AlignCenter)

    def _connect(self) -> None:
        self._thumbnails.loaded.connect(self.model.refresh)
        self.table.current_row_changed.connect(self._on_row)
        self.table.opened.connect(self._go_to_next_attention)
        self.summary.chosen_changed.connect(self._choose)
        self.search.textEdited.connect(self._typing.start)
        self.search.returnPressed.connect(self.table.setFocus)
        self._typing.timeout.connect(self._choose)
        area = self.details.area
        area.previous_wanted.connect(lambda: self._step(-1))
        area.next_wanted.connect(lambda: self._step(1))
        self.details.inspect_wanted.connect(self.inspect_wanted)
        for change in (self.model.layoutChanged, self.model.rowsInserted, self.model.modelReset):
            change.connect(self._show_place)
        local = {action.objectName(): action for action in self._context.actions.local()}
        area.view.addActions(list(local.values()))
        # Return and the arrows have their own meaning in a table.
        self.table.addActions([local[name] for name in ("heat_map",) if name in local])

    def _picture_of(self, row: FolderRow) -> QImage | None:
        return self._thumbnails.get(self.model.photo(row))

    def _choose(self) -> None:
        self.model.choose(self.summary.chosen(), self.search.text().strip())
        if self.table.current_row() < 0:
            self.table.go_to(0)
        self.table.scrollTo(self.table.currentIndex())

    def _on_row(self, row: int) -> None:
        if row >= 0:
            shown = self.model.row(row)
            photo: Path = self.model.photo(shown)
            self.details.show_row(shown, photo, self._thumbnails.get(photo))
        self._show_place()

    def _step(self, by: int) -> None:
        self.table.go_to(self.table.current_row() + by)

    def _go_to_next_attention(self) -> None:
        start, total = self.table.current_row() + 1, self.model.rowCount()
        for row in (*range(start, total), *range(max(0, start - 1))):
            if self.model.row(row).outcome in _ATTENTION:
                self.table.go_to(row)
                return
        self._context.messages.note(_("No other photo needs attention."))

    def _copy(self) -> None:
        words = self.details.panel.words()
        if words:
            QGuiApplication.clipboard().setText(words)
            self._context.messages.note(_("The verdict is in the clipboard."))

    def _show_counts(self) -> None:
        self.summary.show_counts(self.model.total, self.model.counts())
        self._show_place()

    def _show_place(self) -> None:
        count = self.model.rowCount()
        self.details.area.show_place(self.table.current_row(), count)
        words = _("No photo yet") if self.model.total == 0 else _("No photo fits this choice")
        self._nothing.setText(words)
        self._nothing.setVisible(count == 0)
