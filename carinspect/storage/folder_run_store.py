"""Folder inspections in the database: which was begun, which can be gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderRun, FolderRunRecord
from carinspect.core.inspection import Outcome
from carinspect.storage.insert_row import insert_row
from carinspect.storage.inspection_store import printable
from carinspect.storage.schema import folder_runs, inspections


class FolderRunStore:
    """The folder inspections of one transaction's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(
        self, folder: Path, *, recursive: bool, model_id: str, by: str, at: datetime
    ) -> FolderRun:
        """Begin a folder inspection."""
        values = {
            "folder": printable(folder),
            "recursive": recursive,
            "model_id": model_id,
            "started_at": at,
            "started_by": by,
        }
        run_id = insert_row(self._connection, folder_runs, values)
        return FolderRun(run_id, folder, recursive, model_id, at)

    def last(self, folder: Path, *, recursive: bool, model_id: str = "") -> FolderRun | None:
        """The latest inspection of this folder by a model; by any, that is not finished."""
        columns = folder_runs.c
        wanted = columns.model_id == model_id if model_id else columns.finished_at.is_(None)
        row = self._connection.execute(
            select(folder_runs)
            .where(columns.folder == printable(folder), columns.recursive == recursive, wanted)
            .order_by(columns.id.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _run(row, folder)

    def latest(self, limit: int) -> tuple[FolderRun, ...]:
        """The last folder inspections, latest first."""
        query = select(folder_runs).order_by(folder_runs.c.id.desc()).limit(limit)
        return tuple(_run(row, Path(row.folder)) for row in self._connection.execute(query))

    def get(self, run_id: int) -> FolderRun:
        """One folder inspection.

        Raises:
            CarInspectError: there is none of this id.
        """
        query = select(folder_runs).where(folder_runs.c.id == run_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise CarInspectError(ErrorCode.RECORD_MISSING, record=run_id)
        return _run(row, Path(row.folder))

    def counted(self, runs: Sequence[FolderRun]) -> tuple[FolderRunRecord, ...]:
        """The runs with how many of their photos have which outcome now."""
        columns = inspections.c
        query = (
            select(columns.folder_run_id, columns.current_outcome, func.count())
            .where(columns.folder_run_id.in_([run.id for run in runs]))
            .group_by(columns.folder_run_id, columns.current_outcome)
        )
        counts: dict[int, dict[Outcome, int]] = {run.id: {} for run in runs}
        for run_id, outcome, count in self._connection.execute(query):
            counts[run_id][Outcome(outcome)] = count
        return tuple(FolderRunRecord(run, counts[run.id]) for run in runs)

    def finish(self, run_id: int, at: datetime) -> None:
        """Note that every photo of the folder is done."""
        self._connection.execute(
            update(folder_runs).where(folder_runs.c.id == run_id).values(finished_at=at)
        )


def _run(row: Row[Any], folder: Path) -> FolderRun:
    return FolderRun(row.id, folder, row.recursive, row.model_id, row.started_at, row.finished_at)
