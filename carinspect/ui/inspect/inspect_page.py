"""The inspect page: photos in, verdicts out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import (
    QGuiApplication,
    QUndoStack,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Inspection, Outcome
from carinspect.ui.calling import calling
from carinspect.ui.inspect.corrector import Corrector
from carinspect.ui.inspect.first_steps import FirstSteps
from carinspect.ui.inspect.inspection_queue import InspectionQueue
from carinspect.ui.inspect.inspection_recorder import InspectionRecorder
from carinspect.ui.inspect.intake import Intake, can_take, recent_photos
from carinspect.ui.inspect.outcome_summary import OutcomeSummary
from carinspect.ui.inspect.photo_area import PhotoArea
from carinspect.ui.inspect.photo_list import ENTRY_ROLE, Entry, PhotoList, Stage, stage_words
from carinspect.ui.inspect.remove_photos import RemovePhotos
from carinspect.ui.inspect.verdict_panel import VerdictPanel
from carinspect.ui.page import Page, PageContext
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.drop_target import DropTarget
from carinspect.ui.widgets.drop_veil import DropVeil
from carinspect.ui.widgets.drop_zone import DropZone
from carinspect.ui.widgets.thumbnail_strip import PICTURE, Face, ThumbnailStrip

_ATTENTION: Final = frozenset({Outcome.DAMAGED, Outcome.REVIEW, Outcome.RETAKE, Outcome.ERROR})
"""Outcomes after which somebody has to do something."""

_NEED_PHOTOS: Final = (
    *("inspect_again", "copy", "remove", "remove_all", "previous", "next", "next_attention"),
    *("heat_map", "zoom_in", "zoom_out", "fit", "actual_size"),
    *("correct_damaged", "correct_undamaged", "correct_not_a_car"),
)
"""Actions that make no sense on an empty page."""


class InspectPage(Page):
    """Strip, photo and verdict; or, without photos, the invitation to drop some."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.photos = PhotoList(self)
        self.queue = InspectionQueue(context.lanes.inspect, context.workspace.inspector, self)
        self.recorder = InspectionRecorder(context, self)
        ratio = self.devicePixelRatioF()
        self._thumbnails = ThumbnailStore(context.lanes.load, PICTURE * max(1.0, ratio), self)
        self.intake = Intake(context, self)
        self._undo = QUndoStack(self)
        self.corrector = Corrector(context, self.photos, self._undo, self)
        self.drop_zone = DropZone(self)
        self.first_steps = FirstSteps(self)
        self.first_steps.setVisible(context.workspace.settings.first_steps)
        self.area = PhotoArea(context.lanes.load, self)
        self.panel = VerdictPanel(self)
        self.summary = OutcomeSummary(self)
        self.strip = ThumbnailStrip(self._face, self)
        self.strip.setModel(self.photos)
        DropTarget(self, can_take, self.intake.take_mime, DropVeil(self).cover)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._refresh()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "open_photos": self.intake.open_photos,
            "open_folder": self.intake.open_folder,
            "samples": self.intake.open_samples,
            "inspect_again": self._inspect_again,
            "stop": self.queue.cancel,
            "undo": self._undo.undo,
            "redo": self._undo.redo,
            "copy": self._copy,
            "paste": self.intake.paste,
            "remove": self._remove,
            "remove_all": self._remove_all,
            "previous": lambda: self._step(-1),
            "next": lambda: self._step(1),
            "next_attention": self._go_to_next_attention,
            "heat_map": self.area.toggle_heat_map,
            "zoom_in": self.area.view.zoom_in,
            "zoom_out": self.area.view.zoom_out,
            "fit": self.area.view.fit,
            "actual_size": self.area.view.actual_size,
            "correct_damaged": lambda: self._correct_selected(Outcome.DAMAGED),
            "correct_undamaged": lambda: self._correct_selected(Outcome.UNDAMAGED),
            "correct_not_a_car": lambda: self._correct_selected(Outcome.NOT_A_CAR),
        }

    def take_photos(self, paths: tuple[str, ...]) -> None:
        self.intake.take_paths(tuple(Path(path) for path in paths))

    def busy_text(self) -> str:
        inspecting = _("Photos are still being inspected.") if self.queue.busy else ""
        return inspecting or self.recorder.waiting_text()

    def retranslate(self) -> None:
        self.strip.setAccessibleName(_("Photos"))
        self.strip.viewport().update()
        self._show_place()
        self.queue.tell_progress()

    def _lay_out(self) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.area, 1)
        middle.addWidget(self.panel)
        work = QWidget(self)
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.summary)
        column.addWidget(self.strip)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.drop_zone)
        self._stack.addWidget(work)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.first_steps)
        whole.addLayout(self._stack, 1)

    def _connect(self) -> None:
        queue, zone = self.queue, self.drop_zone
        self.intake.found.connect(self._on_found)
        queue.inspected.connect(self._on_inspected)
        queue.inspected.connect(self.recorder.add)
        queue.progressed.connect(self._on_progress)
        queue.stopped.connect(self._on_stopped)
        queue.failed.connect(self._on_queue_failed)
        queue.emptied.connect(self._on_emptied)
        zone.open_wanted.connect(self.intake.open_photos)
        zone.folder_wanted.connect(self.intake.open_folder)
        zone.paste_wanted.connect(self.intake.paste)
        zone.samples_wanted.connect(self.intake.open_samples)
        zone.recent_wanted.connect(self._on_recent)
        self._thumbnails.loaded.connect(self.photos.refresh)
        self.strip.current_row_changed.connect(self._on_row_changed)
        self.summary.outcome_wanted.connect(self._on_outcome_wanted)
        self.area.previous_wanted.connect(lambda: self._step(-1))
        self.area.next_wanted.connect(lambda: self._step(1))
        for change in (self.photos.rowsInserted, self.photos.rowsRemoved):
            change.connect(self._refresh)
        self._undo.indexChanged.connect(self._refresh)
        self.corrector.corrected.connect(self._on_corrected)
        corrections = self.panel.corrections
        corrections.correction_wanted.connect(self._correct_current)
        corrections.advance.setChecked(self._context.workspace.settings.next_after_correction)
        corrections.advance.toggled.connect(self._on_advance_toggled)
        for widget in (self.strip, self.area.view):
            widget.addActions(self._context.actions.local())
        self._connect_first_steps()

    def _connect_first_steps(self) -> None:
        steps = self.first_steps
        self.queue.inspected.connect(calling(steps.tick, 1))
        self.area.heat_map_toggled.connect(calling(steps.tick, 2))
        self.corrector.corrected.connect(calling(steps.tick, 3))
        steps.help.clicked.connect(calling(self.help_wanted.emit, "first-steps"))
        steps.finished.connect(self._on_first_steps_finished)

    def _face(self, index: QModelIndex | QPersistentModelIndex) -> Face:
        entry: Entry = index.data(ENTRY_ROLE)
        return Face(
            picture=self._thumbnails.get(entry.photo),
            icon_name=entry.outcome.value if entry.outcome else entry.stage.value,
            words=stage_words(entry),
            outcome=entry.outcome,
        )

    def _on_found(self, found: tuple[Path, ...]) -> None:
        new = self.photos.add(found)
        self.queue.add(new)
        known = len(set(found)) - len(new)
        if known:
            self._context.messages.note(
                ngettext(
                    "{count} photo was in the list already.",
                    "{count} photos were in the list already.",
                    known,
                ).format(count=known)
            )
        row = self.photos.row_of((new or found)[0])
        if row is not None:
            self.strip.go_to(row)
            self.strip.setFocus()
        self.intake.remember(new)

    def _on_recent(self, photo: Path) -> None:
        self.intake.take_paths((photo,))

    def _on_outcome_wanted(self, outcome: Outcome) -> None:
        if not self._go_to_next(frozenset({outcome})):
            self._context.messages.note(_("No other photo of this kind."))

    def _go_to_next_attention(self) -> None:
        if not self._go_to_next(_ATTENTION):
            self._context.messages.note(_("No other photo needs attention."))

    def _on_inspected(self, inspection: Inspection) -> None:
        self.photos.set_inspection(inspection)
        self._show_summary()
        row = self.photos.row_of(inspection.photo)
        if row is not None and row == self.strip.current_row():
            self._show_verdict(self.photos.entry(row))

    def _on_progress(self, done: int, total: int) -> None:
        text = _("Inspecting {done} of {total}").format(done=min(done + 1, total), total=total)
        self._context.job_bar.show_progress(text, done, total)
        self.refresh_actions()

    def _on_stopped(self, photos: list[Path]) -> None:
        self.photos.set_stage(photos, Stage.STOPPED)
        self._show_current()

    def _on_queue_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error, _("Try again"), self._inspect_stopped)

    def _on_emptied(self) -> None:
        self._context.job_bar.stop()
        self.refresh_actions()

    def _inspect_again(self) -> None:
        rows = self.strip.selected_rows()
        self._queue_again([self.photos.entry(row).photo for row in rows])

    def _inspect_stopped(self) -> None:
        entries = self.photos.entries()
        self._queue_again([entry.photo for entry in entries if entry.stage is Stage.STOPPED])

    def _queue_again(self, photos: list[Path]) -> None:
        for photo in photos:
            self._thumbnails.forget(photo)
            self.area.forget(photo)
        self.photos.set_stage(photos, Stage.WAITING)
        self.queue.add(photos)
        self._refresh()
        self._show_current()

    def _step(self, by: int) -> None:
        self.strip.go_to(self.strip.current_row() + by)

    def _go_to_next(self, outcomes: frozenset[Outcome]) -> bool:
        entries = self.photos.entries()
        start = self.strip.current_row() + 1
        for row in (*range(start, len(entries)), *range(start - 1)):
            if entries[row].outcome in outcomes:
                self.strip.go_to(row)
                return True
        return False

    def _remove(self) -> None:
        self._remove_rows(self.strip.selected_rows())

    def _remove_all(self) -> None:
        self._remove_rows(list(range(len(self.photos))))

    def _remove_rows(self, rows: list[int]) -> None:
        if not rows:
            return
        self._undo.push(RemovePhotos(self.photos, self.queue, rows))
        self.strip.go_to(min(rows[0], len(self.photos) - 1))
        text = ngettext(
            "{count} photo was taken off the list; the file is untouched.",
            "{count} photos were taken off the list; the files are untouched.",
            len(rows),
        ).format(count=len(rows))
        self._context.messages.offer(text, _("Undo"), self._undo.undo)

    def _correct_selected(self, truth: Outcome) -> None:
        self._correct([self.photos.entry(row) for row in self.strip.selected_rows()], truth)

    def _correct_current(self, truth: Outcome) -> None:
        entry = self._current()
        self._correct([entry] if entry else [], truth)

    def _correct(self, entries: list[Entry], truth: Outcome) -> None:
        kept = self.corrector.correct(entries, truth)
        if kept and len(entries) == 1 and self.panel.corrections.advance.isChecked():
            self._step(1)

    def _on_corrected(self) -> None:
        self._show_summary()
        self.panel.show_entry(self._current())

    def _on_advance_toggled(self, checked: bool) -> None:  # noqa: FBT001 - a signal's
        self._remember(next_after_correction=checked)

    def _on_first_steps_finished(self) -> None:
        self._remember(first_steps=False)

    def _remember(self, **changes: object) -> None:
        try:
            self._context.workspace.change(**changes)
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _copy(self) -> None:
        words = self.panel.words()
        if words:
            QGuiApplication.clipboard().setText(words)
            self._context.messages.note(_("The verdict is in the clipboard."))

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self.photos):
            self.queue.prefer(self.photos.entry(row).photo)
        self._show_current()

    def _current(self) -> Entry | None:
        row = self.strip.current_row()
        return self.photos.entry(row) if 0 <= row < len(self.photos) else None

    def _show_current(self) -> None:
        entry = self._current()
        photo = entry.photo if entry else None
        preview = self._thumbnails.get(entry.photo) if entry else None
        self.area.show_photo(photo, preview)
        self._show_place()
        self._show_verdict(entry)
        row = self.strip.current_row() + 1
        if entry is not None and row < len(self.photos):
            self.area.prepare(self.photos.entry(row).photo)

    def _show_verdict(self, entry: Entry | None) -> None:
        self.panel.show_entry(entry)
        self.area.show_inspection(entry.inspection if entry else None)

    def _show_place(self) -> None:
        self.area.show_place(self.strip.current_row(), len(self.photos))

    def _show_summary(self) -> None:
        self.summary.show_counts(len(self.photos), self.photos.counts())

    def _refresh(self) -> None:
        """Show what depends on which photos there are."""
        empty = len(self.photos) == 0
        self._stack.setCurrentIndex(0 if empty else 1)
        self.focus_first(self.drop_zone if empty else self.strip)
        if empty:
            self.drop_zone.show_recent(recent_photos(self._context.workspace))
        self._show_summary()
        self._show_place()
        self.refresh_actions()

    def refresh_actions(self) -> None:
        if not self.is_current:
            return
        actions = self._context.actions
        for name in _NEED_PHOTOS:
            actions[name].setEnabled(len(self.photos) > 0)
        actions["stop"].setEnabled(self.queue.busy)
        actions["undo"].setEnabled(self._undo.canUndo())
        actions["redo"].setEnabled(self._undo.canRedo())
