"""Conducts a folder inspection: looks, starts, pauses, continues, watches, stops."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from carinspect.core.errors import CarInspectError
from carinspect.core.folder_run import FolderLook, FolderRun, FolderRunRecord, FolderSummary
from carinspect.core.record import Record
from carinspect.jobs.job import Job, Progress
from carinspect.services.folder_runs import LoadFolderRun, LookIntoFolder, OnRecords
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.records import Records
from carinspect.services.watch_folder import WatchFolder
from carinspect.services.workspace import Workspace, default_model_id
from carinspect.ui.folder.folder_row import FolderRow, folder_row
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.lanes import Lanes

_TELL_MS: Final = 100
"""Rows are told together: a table that changes with every photo would do nothing else."""


class Stage(Enum):
    """What is going on."""

    IDLE = "idle"
    LOOKING = "looking"
    RUNNING = "running"
    WATCHING = "watching"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"


class Conductor(QObject):
    """One folder inspection at a time.

    Signals:
        looked: a :class:`FolderLook`.
        begun: the :class:`FolderRun` whose rows follow.
        rows_came: some of :class:`FolderRow`.
        progressed: photos done, and photos in all (0: nobody knows).
        stage_changed: the :class:`Stage`.
        failed: a :class:`CarInspectError`.
    """

    looked = Signal(object)
    begun = Signal(object)
    rows_came = Signal(object)
    progressed = Signal(int, int)
    stage_changed = Signal(object)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lanes = lanes
        self._inspection = InThreads(workspace.new_inspector, setup=workspace.inspector_setup)
        self._stage = Stage.IDLE
        self._run: FolderRun | None = None
        self._stop = threading.Event()
        self._rows: list[FolderRow] = []
        self._progress: tuple[int, int] | None = None
        self._loading: JobHandle | None = None
        self._timer = QTimer(self, interval=_TELL_MS)
        self._timer.timeout.connect(self._tell)

    @property
    def stage(self) -> Stage:
        return self._stage

    @property
    def run(self) -> FolderRun | None:
        """The inspection that is shown."""
        return self._run

    @property
    def busy(self) -> bool:
        """Whether photos are being inspected."""
        return self._stage in {Stage.RUNNING, Stage.WATCHING, Stage.STOPPING}

    def look(self, folder: Path, *, recursive: bool) -> None:
        """Find out what ``folder`` holds; ``looked`` follows."""
        self._set_stage(Stage.LOOKING)
        job = self._on_records(lambda records: LookIntoFolder(records, folder, recursive))
        handle = self._lanes.load.submit(job)
        handle.succeeded.connect(self._on_looked)
        handle.failed.connect(self._on_failed)

    def start(self, folder: Path, *, recursive: bool, resume: bool) -> None:
        """Inspect ``folder``; with ``resume``, what is left of it."""
        self._conduct(
            lambda records: InspectFolder(
                records,
                self._inspection,
                folder,
                self._model_id(),
                by=self._workspace.current_user().name,
                recursive=recursive,
                resume=resume,
                stop=self._stop,
            ),
            Stage.RUNNING,
        )

    def watch(self, folder: Path, *, recursive: bool) -> None:
        """Inspect what is in ``folder`` and what comes, until it is stopped."""
        self._conduct(
            lambda records: WatchFolder(
                records,
                self._inspection,
                folder,
                self._model_id(),
                by=self._workspace.current_user().name,
                recursive=recursive,
                stop=self._stop,
            ),
            Stage.WATCHING,
        )

    def stop(self) -> None:
        """Inspect no further photo; what is inspected is kept, and the rest can be continued."""
        if self._stage in {Stage.RUNNING, Stage.WATCHING}:
            self._stop.set()
            self._set_stage(Stage.STOPPING)

    def open(self, kept: FolderRunRecord) -> None:
        """Show an earlier inspection."""
        self._begin(kept.run)
        finished = kept.run.finished_at is not None
        self._progress = (kept.total, kept.total if finished else 0)
        self._tell()
        self._load(kept.run)
        self._set_stage(Stage.DONE if finished else Stage.STOPPED)

    def leave(self) -> None:
        """Show none."""
        if not self.busy:
            self._cancel_loading()
            self._timer.stop()
            self._rows, self._run = [], None
            self._set_stage(Stage.IDLE)

    def _on_records(self, make: Callable[[Records], Job[Any]]) -> OnRecords[Any]:
        return OnRecords(self._workspace.records, make)

    def _model_id(self) -> str:
        return self._workspace.settings.model_id or default_model_id()

    def _conduct(self, make: Callable[[Records], Job[FolderSummary]], stage: Stage) -> None:
        self._stop = threading.Event()
        handle = self._lanes.folder.submit(self._on_records(make))
        handle.reported.connect(self._on_report)
        handle.succeeded.connect(self._on_succeeded)
        handle.failed.connect(self._on_failed)
        self._set_stage(stage)
        self._timer.start()

    def _begin(self, run: FolderRun) -> None:
        self._cancel_loading()
        self._rows, self._progress = [], None
        self._run = run
        self.begun.emit(run)

    def _load(self, run: FolderRun) -> None:
        row = functools.partial(folder_row, folder=run.folder)
        job = self._on_records(lambda records: LoadFolderRun(records, run.id, row))
        self._loading = self._lanes.records.submit(job)
        self._loading.reported.connect(self._on_loaded)
        self._loading.failed.connect(self._on_loading_failed)
        self._loading.finished.connect(self._on_loading_finished)

    def _cancel_loading(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _on_looked(self, look: FolderLook) -> None:
        self._set_stage(Stage.IDLE)
        self.looked.emit(look)

    def _on_report(self, report: object) -> None:
        if isinstance(report, FolderRun):
            if self._run is None or self._run.id != report.id:
                self._begin(report)
                self._load(report)  # what was found before a stop
        elif isinstance(report, Record) and self._run is not None:
            self._rows.append(folder_row(report, self._run.folder))
        elif isinstance(report, Progress):
            self._progress = (report.done, report.total or 0)

    def _on_loaded(self, rows: tuple[FolderRow, ...]) -> None:
        if self.sender() is self._loading:
            self.rows_came.emit(rows)

    def _on_loading_finished(self) -> None:
        if self.sender() is self._loading:
            self._loading = None

    def _on_loading_failed(self, error: Exception) -> None:
        self._tell_error(error)

    def _on_succeeded(self, summary: FolderSummary) -> None:
        self._tell()
        self._timer.stop()
        self._set_stage(Stage.DONE if summary.finished else Stage.STOPPED)

    def _on_failed(self, error: Exception) -> None:
        self._tell()
        self._timer.stop()
        self._set_stage(Stage.IDLE if self._run is None else Stage.STOPPED)
        self._tell_error(error)

    def _tell_error(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self.failed.emit(error)

    def _tell(self) -> None:
        if self._rows:
            rows, self._rows = self._rows, []
            self.rows_came.emit(rows)
        if self._progress is not None:
            progress, self._progress = self._progress, None
            self.progressed.emit(*progress)

    def _set_stage(self, stage: Stage) -> None:
        self._stage = stage
        self.stage_changed.emit(stage)
