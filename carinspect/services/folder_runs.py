"""Jobs: what lies in a folder, which folders were inspected before, and what came out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderLook, FolderRunRecord
from carinspect.core.photo import find_photos
from carinspect.core.record import HistoryFilter, Record
from carinspect.jobs.job import Job, JobContext
from carinspect.services.records import Records
from carinspect.storage.folder_run_store import FolderRunStore
from carinspect.storage.inspection_store import InspectionStore

_AT_ONCE: Final = 200

R = TypeVar("R")


def _as_it_is(record: Record) -> object:
    return record


@dataclass(frozen=True)
class OnRecords(Generic[R]):
    """A job on the records, which it opens first: that may make or migrate a database."""

    records: Callable[[], Records]
    make: Callable[[Records], Job[R]]

    def run(self, ctx: JobContext, /) -> R:
        return self.make(self.records()).run(ctx)


@dataclass(frozen=True)
class LookIntoFolder:
    """How many photos ``folder`` holds, and whether an inspection of it was left unfinished."""

    records: Records
    folder: Path
    recursive: bool

    def run(self, ctx: JobContext, /) -> FolderLook:
        """Look.

        Raises:
            CarInspectError: it is no folder or may not be read.
        """
        if not self.folder.is_dir():
            raise CarInspectError(ErrorCode.FOLDER_MISSING, folder=self.folder)
        folder = self.folder.resolve()
        photos = 0
        for _photo in find_photos([folder], recursive=self.recursive):
            ctx.raise_if_cancelled()
            photos += 1
        with self.records.database.reading() as connection:
            runs = FolderRunStore(connection)
            last = runs.last(folder, recursive=self.recursive)
            unfinished = runs.counted([last])[0] if last is not None else None
        return FolderLook(folder, self.recursive, photos, unfinished)


@dataclass(frozen=True)
class ListFolderRuns:
    """The last folder inspections, latest first."""

    records: Records
    limit: int

    def run(self, ctx: JobContext, /) -> tuple[FolderRunRecord, ...]:
        ctx.raise_if_cancelled()
        with self.records.database.reading() as connection:
            runs = FolderRunStore(connection)
            return runs.counted(runs.latest(self.limit))


@dataclass(frozen=True)
class LoadFolderRun:
    """All that a folder inspection found, reported some at a time as tuples.

    Attributes:
        make: what to report of a record, which comes without its heat map; made here, in the
            job's thread.
    """

    records: Records
    run_id: int
    make: Callable[[Record], object] = _as_it_is

    def run(self, ctx: JobContext, /) -> None:
        chunk: list[object] = []
        with self.records.database.reading() as connection:
            for record in InspectionStore(connection).find(HistoryFilter(folder_run=self.run_id)):
                chunk.append(self.make(record))
                if len(chunk) == _AT_ONCE:
                    ctx.raise_if_cancelled()
                    ctx.report(tuple(chunk))
                    chunk.clear()
        ctx.report(tuple(chunk))


@dataclass(frozen=True)
class LoadRecord:
    """One inspection with its heat map."""

    records: Records
    record_id: int

    def run(self, ctx: JobContext, /) -> Record:
        """Load it.

        Raises:
            CarInspectError: there is none of this id.
        """
        ctx.raise_if_cancelled()
        with self.records.database.reading() as connection:
            return InspectionStore(connection).get(self.record_id)
