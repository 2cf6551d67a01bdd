"""Jobs: what the history page and the command line read from the records."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.record import Cursor, HistoryFilter, HistoryPage, Record, Review
from carinspect.jobs.job import JobContext
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.user_store import UserStore


@dataclass(frozen=True, slots=True)
class HistoryFound:
    """One page of records.

    Attributes:
        photos: of each record, the file that holds its photo: the stored one, else the one
            that was inspected, which may have changed or be gone.
        total: how many records there are; None on further pages.
    """

    page: HistoryPage
    photos: tuple[Path, ...]
    total: int | None


@dataclass(frozen=True)
class SearchHistory:
    """Records that match, latest first, without their heat maps.

    Raises:
        CarInspectError: the records cannot be read.
    """

    workspace: Workspace
    wanted: HistoryFilter
    limit: int
    after: Cursor | None = None

    def run(self, ctx: JobContext, /) -> HistoryFound:
        ctx.raise_if_cancelled()
        records = self.workspace.records()
        with records.database.reading() as connection:
            store = InspectionStore(connection)
            page = store.search(self.wanted, limit=self.limit, after=self.after)
            total = store.count(self.wanted) if self.after is None else None
        photos = tuple(photo_of(self.workspace, record) for record in page.records)
        return HistoryFound(page, photos, total)


@dataclass(frozen=True, slots=True)
class RecordDetails:
    """One record with all that was said of it.

    Attributes:
        photo: the file that holds its photo.
        is_stored: the photo is the stored one, not the file that was inspected.
        to_inspect: the file to inspect again: where it was, else the stored one.
    """

    record: Record
    reviews: tuple[Review, ...]
    photo: Path
    is_stored: bool
    to_inspect: Path


@dataclass(frozen=True)
class OpenRecord:
    """One record with its heat map and reviews.

    Raises:
        CarInspectError: there is none of this id.
    """

    workspace: Workspace
    record: int

    def run(self, ctx: JobContext, /) -> RecordDetails:
        ctx.raise_if_cancelled()
        with self.workspace.records().database.reading() as connection:
            store = InspectionStore(connection)
            record, reviews = store.get(self.record), store.reviews(self.record)
        photo, original = photo_of(self.workspace, record), record.inspection.photo
        to_inspect = original if original.is_file() else photo
        return RecordDetails(record, reviews, photo, photo != original, to_inspect)


@dataclass(frozen=True)
class ListReviewers:
    """Names that may be searched for: all who are users now and all who ever reviewed."""

    workspace: Workspace

    def run(self, ctx: JobContext, /) -> tuple[str, ...]:
        ctx.raise_if_cancelled()
        with self.workspace.records().database.reading() as connection:
            names = {user.name for user in UserStore(connection).all()}
            return tuple(sorted(names | InspectionStore(connection).reviewers()))


def photo_of(workspace: Workspace, record: Record) -> Path:
    """The file that holds a record's photo: the stored one where there is one."""
    inspection, photos = record.inspection, workspace.records().photos
    if inspection.sha256 and photos.has(inspection.sha256):
        return photos.path(inspection.sha256)
    return inspection.photo
