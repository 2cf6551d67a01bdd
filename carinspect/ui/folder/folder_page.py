"""The folder page: a folder in, a table of outcomes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderLook, FolderRun, FolderRunRecord
from carinspect.core.i18n import _
from carinspect.core.record import HistoryFilter
from carinspect.services.folder_runs import ListFolderRuns, OnRecords
from carinspect.ui.folder.conductor import Conductor, Stage
from carinspect.ui.folder.folder_start import FolderStart
from carinspect.ui.folder.resume_offer import ResumeOffer
from carinspect.ui.folder.run_view import RunView
from carinspect.ui.inspect.dialogs import ask_folder
from carinspect.ui.page import Page, PageContext
from carinspect.ui.report_exporter import ReportExporter
from carinspect.ui.widgets.drop_target import DropTarget, has_local_paths, local_paths
from carinspect.ui.widgets.drop_veil import DropVeil

_RUNS_SHOWN: Final = 50
_SIGN_IN: Final = frozenset(
    {ErrorCode.SIGN_IN_NEEDED, ErrorCode.PIN_NEEDED, ErrorCode.USER_MISSING}
)


class FolderPage(Page):
    """The choice of a folder, then its table."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._folder = Path(context.workspace.settings.inspected_folder)
        self.conductor = Conductor(context.workspace, context.lanes, self)
        self.start = FolderStart(self)
        self.offer = ResumeOffer(self)
        self.view = RunView(context, self)
        self.exporter = ReportExporter(context, self)
        veil = DropVeil(self)
        DropTarget(self, has_local_paths, self._take_mime, veil.cover)
        self._lay_out()
        self._connect()
        self.start.recursive.setChecked(context.workspace.settings.sub_folders)
        self._show_start()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "open_folder": self._choose_folder,
            "stop": self._stop,
            **self.view.handlers(),
        }

    def refresh_actions(self) -> None:
        if not self.is_current:
            return
        shown = self._stack.currentWidget() is self.view
        actions = self._context.actions
        actions["stop"].setEnabled(self.conductor.busy or self.exporter.busy)
        for name in self.view.handlers():
            actions[name].setEnabled(shown)

    def take_photos(self, paths: tuple[str, ...]) -> None:
        """Inspect a folder that comes from elsewhere."""
        folders = [Path(path) for path in paths if Path(path).is_dir()]
        if folders:
            self._take(folders[0])
        elif paths:
            self._context.messages.offer(
                _("Single photos belong to the Inspect page."),
                _("Open in Inspect"),
                lambda: self.photos_wanted.emit("inspect", paths),
            )

    def _take_mime(self, mime: QMimeData) -> None:
        self.take_photos(tuple(map(str, local_paths(mime))))

    def busy_text(self) -> str:
        if not self.conductor.busy:
            return ""
        return _("A folder is still being inspected; it can be continued later.")

    def retranslate(self) -> None:
        self.setAccessibleName(_("Folder"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.offer)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.view)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        conductor, start, bar = self.conductor, self.start, self.view.bar
        conductor.looked.connect(self._on_looked)
        conductor.begun.connect(self._on_begun)
        conductor.rows_came.connect(self.view.put)
        conductor.progressed.connect(bar.show_progress)
        conductor.stage_changed.connect(self._on_stage)
        conductor.failed.connect(self._on_failed)
        start.folder_wanted.connect(self._choose_folder)
        start.watch_wanted.connect(self._choose_watch)
        start.again_wanted.connect(self._take)
        start.recursive_toggled.connect(self._on_recursive)
        start.run_wanted.connect(self._open_run)
        self.offer.answered.connect(self._on_answered)
        bar.back_wanted.connect(self._back)
        bar.pause_wanted.connect(conductor.stop)
        bar.continue_wanted.connect(self._continue)
        bar.watch_wanted.connect(self._watch_again)
        bar.show_folder_wanted.connect(self._show_folder)
        bar.export_wanted.connect(self._export)
        self.view.inspect_wanted.connect(self._open_in_inspect)

    def _take(self, folder: Path) -> None:
        """Inspect ``folder``, after asking whether to go on where it was left."""
        if self._refused_while_busy():
            return
        self._remember(folder)
        self.conductor.look(folder, recursive=self._recursive())

    def _choose_folder(self) -> None:
        if self._refused_while_busy():
            return
        folder = ask_folder(self, str(self._folder))
        if folder is not None:
            self._take(folder)

    def _choose_watch(self) -> None:
        folder = ask_folder(self, str(self._folder))
        if folder is not None:
            self._remember(folder)
            self.conductor.watch(folder, recursive=self._recursive())

    def _refused_while_busy(self) -> bool:
        if self.conductor.busy:
            self._context.messages.note(_("Pause the folder that is being inspected first."))
        return self.conductor.busy or self.conductor.stage is Stage.LOOKING

    def _on_looked(self, look: FolderLook) -> None:
        if look.unfinished is not None and 0 < look.unfinished.total < look.photos:
            self.offer.ask(look)
        else:
            self.conductor.start(look.folder, recursive=look.recursive, resume=True)

    def _on_answered(self, look: FolderLook, go_on: bool) -> None:  # noqa: FBT001 - a signal's
        self.conductor.start(look.folder, recursive=look.recursive, resume=go_on)

    def _on_begun(self, run: FolderRun) -> None:
        self.offer.hide()
        self.view.show_run(run)
        self._stack.setCurrentWidget(self.view)
        self.focus_first(self.view.table)
        self.view.table.setFocus()
        self.refresh_actions()

    def _on_stage(self, stage: Stage) -> None:
        self.view.bar.show_stage(stage)
        self.refresh_actions()

    def _on_failed(self, error: CarInspectError) -> None:
        messages = self._context.messages
        if error.code is ErrorCode.NO_PHOTOS and not self._recursive():
            messages.show_error(error, _("Look into its sub-folders"), self._take_deeper)
        elif error.code in _SIGN_IN:
            messages.show_error(error, _("Sign in"), self._context.actions["sign_in"].trigger)
        elif self.conductor.stage is Stage.STOPPED:
            messages.show_error(error, _("Continue"), self._continue)
        else:
            messages.show_error(error)

    def _take_deeper(self) -> None:
        self.start.recursive.setChecked(True)
        self._take(self._folder)

    def _stop(self) -> None:
        if self.exporter.busy:
            self.exporter.cancel()
        else:
            self.conductor.stop()

    def _continue(self) -> None:
        run = self.conductor.run
        if run is not None:
            self.conductor.start(run.folder, recursive=run.recursive, resume=True)

    def _watch_again(self) -> None:
        run = self.conductor.run
        if run is not None:
            self.conductor.watch(run.folder, recursive=run.recursive)

    def _open_run(self, kept: FolderRunRecord) -> None:
        if not self._refused_while_busy():
            self.conductor.open(kept)

    def _back(self) -> None:
        self.conductor.leave()
        self._show_start()

    def _show_start(self) -> None:
        self.start.show_last(self._folder)
        self._stack.setCurrentWidget(self.start)
        self.focus_first(self.start)
        if self.isVisible():
            self._list_runs()
        self.refresh_actions()

    def _list_runs(self) -> None:
        records = self._context.workspace.records
        job = OnRecords(records, lambda opened: ListFolderRuns(opened, _RUNS_SHOWN))
        handle = self._context.lanes.records.submit(job)
        handle.succeeded.connect(self._on_runs)
        handle.failed.connect(self._on_no_runs)

    def _on_runs(self, runs: Sequence[FolderRunRecord]) -> None:
        self.start.show_runs(runs)

    def _on_no_runs(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error, _("Try again"), self._list_runs)

    def _recursive(self) -> bool:
        return self.start.recursive.isChecked()

    def _on_recursive(self, recursive: bool) -> None:  # noqa: FBT001 - a signal's
        self._change(sub_folders=recursive)

    def _remember(self, folder: Path) -> None:
        self._folder = folder
        self._change(inspected_folder=str(folder))

    def _change(self, **changes: object) -> None:
        try:
            self._context.workspace.change(**changes)
        except CarInspectError as error:
            self._context.messages.show_error(error)

    def _show_folder(self) -> None:
        run = self.conductor.run
        if run is None:
            return
        if run.folder.is_dir():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(run.folder)))
        else:
            error = CarInspectError(ErrorCode.FOLDER_MISSING, folder=run.folder)
            self._context.messages.show_error(error)

    def _export(self, ending: str) -> None:
        run = self.conductor.run
        if run is not None:
            wanted = HistoryFilter(folder_run=run.id)
            name = run.folder.name or "carinspect"
            self.exporter.export(wanted, ending, title=str(run.folder), name=name)

    def _open_in_inspect(self, photo: Path) -> None:
        self.photos_wanted.emit("inspect", (str(photo),))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stack.currentWidget() is self.start:
            self._list_runs()
