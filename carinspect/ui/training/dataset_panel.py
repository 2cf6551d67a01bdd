"""The dataset panel: choose labelled photos, see what is wrong with them, mend the list."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from carinspect.core.dataset import Dataset, DatasetSource
from carinspect.core.dataset_findings import DatasetReport, Finding, apply_fix
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.settings import MAX_RECENT_DATASETS
from carinspect.jobs.engine import InEngine
from carinspect.jobs.job import Progress
from carinspect.services.examine_dataset import (
    ExamineAgain,
    ExamineDataset,
    FindLabelErrors,
    SaveList,
    with_suspects,
)
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID, colors
from carinspect.ui.training import dataset_dialogs
from carinspect.ui.training.balance_bars import BalanceBars
from carinspect.ui.training.findings_view import FindingsView
from carinspect.ui.widgets.drop_target import DropTarget, has_local_paths, local_paths
from carinspect.ui.widgets.job_bar import JobBar
from carinspect.ui.widgets.panel import Panel

_BUTTONS: Final = ("folder", "lists", "recent", "labels", "undo", "save")


class DatasetPanel(Panel):
    """Shows one dataset and what the doctor says.

    Signals:
        source_chosen: a :class:`DatasetSource` that can be read; again after a mended list was
            saved.
    """

    source_chosen = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.source: DatasetSource | None = None
        self.report: DatasetReport | None = None
        self._before: list[DatasetReport] = []
        self._suspects: Finding | None = None
        self._job: JobHandle | None = None
        self._path, self._hint, self._detail = (QLabel(self) for _number in range(3))
        self._title, self._picture = QLabel(self), QLabel(self)
        self._title.setObjectName("title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.buttons = {name: QPushButton(self) for name in _BUTTONS}
        self.balance = BalanceBars(self)
        self.findings = FindingsView(context.lanes.load, self)
        self.bar = JobBar(self, cancel_words=lambda: _("Stop examining"))
        DropTarget(self, has_local_paths, lambda mime: self.take_paths(local_paths(mime)))
        self._connect()
        self._lay_out()
        self.retranslate()
        self.recolor()

    def examine(self, source: DatasetSource) -> None:
        """Read and examine ``source``; what was shown stays until then."""
        self._stop()
        job = self._context.lanes.folder.submit(ExamineDataset(source))
        self._follow(job, _("Examining the photos…"))

        def on_succeeded(report: DatasetReport) -> None:
            self._take(source, report)

        def on_failed(error: Exception) -> None:
            self._on_failed(source, error)

        job.succeeded.connect(on_succeeded)
        job.failed.connect(on_failed)

    def find_label_errors(self) -> None:
        """Look for labels that are probably wrong; loads TensorFlow in its own process."""
        if self.report is None:
            return
        self._stop()
        lanes = self._context.lanes
        find = InEngine(FindLabelErrors(self.report.dataset), lanes.engine)
        job = lanes.train.submit(find)
        self._follow(job, _("Looking for wrong labels…"))
        job.succeeded.connect(self._on_suspects)
        job.failed.connect(self._show_error)

    @property
    def can_undo(self) -> bool:
        """Whether a fix can be taken back."""
        return bool(self._before)

    def undo(self) -> None:
        """Take the last fix back."""
        if self._before:
            self.report = self._before.pop()
            self._show()

    def save(self) -> None:
        """Write the mended list as a CSV file; the photos are never touched."""
        if self.report is None or self.source is None:
            return
        name = f"{self.report.dataset.name}-mended.csv"
        file = dataset_dialogs.ask_list_to_save(self, self.source.path.parent / name)
        if file is None:
            return
        job = self._context.lanes.records.submit(SaveList(self.report.dataset, file))
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._show_error)

    def take_paths(self, paths: tuple[Path, ...]) -> None:
        """Examine a folder or a CSV file; of two, that named like validation is validated on."""
        if not paths:
            return
        ordered = sorted(paths, key=lambda path: "val" in path.stem.casefold())
        self._context.workspace.change(last_folder=str(ordered[0].parent))
        self.examine(DatasetSource(ordered[0], ordered[1] if len(ordered) > 1 else None))

    def retranslate(self) -> None:
        for name, text in {
            "folder": _("Folder…"),
            "lists": _("CSV files…"),
            "recent": _("Recent"),
            "labels": _("Look for wrong labels"),
            "undo": _("Undo the last fix"),
            "save": _("Save the mended list…"),
        }.items():
            self.buttons[name].setText(text)
            self.buttons[name].setAccessibleName(text.rstrip("…"))
        self._title.setText(_("Drop labelled photos here"))
        self._hint.setText(
            _(
                "Drop a folder here that has a sub-folder for damaged and one for undamaged cars,"
                " or a CSV file with the columns photo and label. The photos are examined for"
                " copies, leaks between training and validation, wrong labels, and for what gives"
                " the class away. They are never changed."
            )
        )
        self._show()

    def recolor(self) -> None:
        for name, drawing in {"folder": "folder", "recent": "recent", "undo": "undo"}.items():
            self.buttons[name].setIcon(icon(drawing))
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("folders", 9 * GRID, color=colors().accent, ratio=ratio))

    def _take(self, source: DatasetSource, report: DatasetReport) -> None:
        self.source, self.report = source, report
        self._before, self._suspects = [], None
        self._remember(source)
        self._show()
        self.source_chosen.emit(source)

    def _on_suspects(self, suspects: Finding) -> None:
        self._suspects = suspects
        if self.report is not None:
            self.report = with_suspects(self.report, suspects)
            self._show()

    def _on_fix(self, finding: Finding) -> None:
        if self.report is None:
            return
        self._stop()
        report = self.report
        mended: Dataset = apply_fix(report.dataset, finding)
        job = self._context.lanes.folder.submit(ExamineAgain(mended, self._suspects))
        self._follow(job, _("Examining the photos…"))

        def on_succeeded(after: DatasetReport) -> None:
            self._before.append(report)
            self.report = after
            self._show()

        job.succeeded.connect(on_succeeded)
        job.failed.connect(self._show_error)

    def _on_saved(self, source: DatasetSource) -> None:
        self._context.messages.note(_("{file} is saved.").format(file=source.path.name))
        self.source = source
        self._before = []
        self._remember(source)
        self._show()
        self.source_chosen.emit(source)

    def _on_failed(self, source: DatasetSource, error: Exception) -> None:
        names = _unknown_classes(error)
        if names and not source.damaged_class:
            damaged = dataset_dialogs.ask_damaged_class(self, names)
            if damaged:
                self.examine(DatasetSource(source.path, source.validation, source.photos, damaged))
                return
        self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)

    def _follow(self, job: JobHandle, words: str) -> None:
        self._job = job

        def on_reported(report: object) -> None:
            if isinstance(report, Progress):
                self.bar.show_progress(words, report.done, report.total)

        def on_finished() -> None:
            if self._job is job:
                self._job = None
                self.bar.stop()

        self.bar.show_progress(words, 0, None)
        job.reported.connect(on_reported)
        job.finished.connect(on_finished)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_cancel(self) -> None:
        # A job may still wait behind a training run; for the user it is over.
        self._stop()
        self._job = None
        self.bar.stop()

    def _remember(self, source: DatasetSource) -> None:
        line = "\n".join(str(path) for path in (source.path, source.validation) if path)
        known = self._context.workspace.settings.recent_datasets
        others = [one for one in known if one != line]
        recent = (line, *others)[:MAX_RECENT_DATASETS]
        try:
            self._context.workspace.change(recent_datasets=recent)
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _fill_recent(self) -> None:
        menu = self.buttons["recent"].menu()
        menu.clear()
        for line in self._context.workspace.settings.recent_datasets:
            paths = tuple(Path(part) for part in line.split("\n"))
            words = " + ".join(str(path) for path in paths)
            # An ampersand in a file name is not a shortcut.
            action = menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(calling(self.take_paths, paths))
        if menu.isEmpty():
            menu.addAction(_("Nothing yet")).setEnabled(False)

    def _show(self) -> None:
        report = self.report
        known = report is not None
        for widget in (self._path, self._detail, self.balance, self.findings):
            widget.setVisible(known)
        for label in (self._picture, self._title, self._hint):
            label.setVisible(not known)
        self.buttons["labels"].setVisible(known and not report.labels_checked)
        self.buttons["undo"].setVisible(bool(self._before))
        self.buttons["save"].setVisible(bool(self._before))
        self.balance.show_dataset(report.dataset if report else None)
        self.findings.show_report(report)
        if report is not None and self.source is not None:
            parts = (self.source.path, self.source.validation)
            self._path.setText("\n".join(str(path) for path in parts if path))
            words = _detail_words(report)
            if self._before:
                words += "\n" + _(
                    "The list is mended but not saved: training would take the old one."
                )
            self._detail.setText(words)

    def _connect(self) -> None:
        self.findings.fix_wanted.connect(self._on_fix)
        self.bar.cancel_wanted.connect(self._on_cancel)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_recent)
        self.buttons["recent"].setMenu(menu)
        for name, slot in {
            "folder": self._on_folder,
            "lists": self._on_lists,
            "labels": self.find_label_errors,
            "undo": self.undo,
            "save": self.save,
        }.items():
            self.buttons[name].clicked.connect(calling(slot))

    def _on_folder(self) -> None:
        start = self._context.workspace.settings.last_folder
        chosen = dataset_dialogs.ask_dataset_folder(self, start)
        self.take_paths((chosen,) if chosen else ())

    def _on_lists(self) -> None:
        start = self._context.workspace.settings.last_folder
        self.take_paths(dataset_dialogs.ask_dataset_lists(self, start))

    def _lay_out(self) -> None:
        top, acts = QHBoxLayout(), QHBoxLayout()
        for name in ("folder", "lists", "recent"):
            top.addWidget(self.buttons[name])
        top.addStretch()
        top.addWidget(self.bar)
        for name in ("labels", "undo", "save"):
            acts.addWidget(self.buttons[name])
        acts.addStretch()
        for label, name in ((self._path, "strong"), (self._hint, "muted"), (self._detail, "muted")):
            label.setObjectName(name)
            label.setWordWrap(True)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._hint.setContentsMargins(18 * GRID, 0, 18 * GRID, 0)  # lines that can be read
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self._picture, 1)
        column.addWidget(self._title)
        column.addWidget(self._hint, 1)
        for widget in (self._path, self.balance, self._detail):
            column.addWidget(widget)
        column.addWidget(self.findings, 1)
        column.addLayout(acts)


def _unknown_classes(error: Exception) -> tuple[str, ...]:
    if isinstance(error, CarInspectError) and error.code is ErrorCode.CLASS_UNKNOWN:
        classes = error.facts["classes"]
        if isinstance(classes, tuple):
            return tuple(str(name) for name in cast("tuple[object, ...]", classes))
    return ()


def _detail_words(report: DatasetReport) -> str:
    parts = [
        _("{name}: {size:.0f} px long, {detail:.0f} px of detail").format(
            name=name, size=one.size_px, detail=one.detail_px
        )
        for name, one in zip(report.dataset.class_names, report.detail, strict=True)
        if one is not None
    ]
    if report.dataset.skipped:
        parts.append(_("{n} files skipped").format(n=len(report.dataset.skipped)))
    return " · ".join(parts)
