"""Job: inspections of the counter -> records, with their photos.

What was found once on a photo is kept once: an inspection that finds the same on the same
bytes by the same model adds nothing. Another model, another rule of Gate1 or another
photo is another record. A file that could not be read has no content to keep.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection
from carinspect.core.photo import read_photo
from carinspect.core.record import Record
from carinspect.jobs.job import JobContext
from carinspect.services.records import Records, now
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore, Origin


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of some inspections.

    Attributes:
        records: those that are kept now, in their order, old ones included.
        left_out: whose photo could not be kept, and why.
    """

    records: tuple[Record, ...]
    left_out: tuple[tuple[Inspection, CarInspectError], ...] = ()


@dataclass(frozen=True)
class RecordInspections:
    """Keep ``inspections`` under the name of whoever works here.

    Raises:
        CarInspectError: the records cannot be written, or nobody is signed in; nothing is kept.
    """

    workspace: Workspace
    inspections: tuple[Inspection, ...]

    def run(self, ctx: JobContext, /) -> Recorded:
        ctx.raise_if_cancelled()
        by = self.workspace.current_user().name
        return record_inspections(self.workspace.records(), self.inspections, by=by)


def record_inspections(
    records: Records, inspections: tuple[Inspection, ...], *, by: str
) -> Recorded:
    """Keep inspections: first their photos, then all of them in one transaction.

    Raises:
        CarInspectError: the database cannot be written; no inspection is kept.
    """
    kept: list[Inspection] = []
    left_out: list[tuple[Inspection, CarInspectError]] = []
    for inspection in inspections:
        if inspection.sha256:
            try:
                keep_photo(records, inspection)
            except CarInspectError as error:
                left_out.append((inspection, error))
            else:
                kept.append(inspection)
    with records.database.writing() as connection:
        store = InspectionStore(connection)
        for inspection in kept:
            # Again, now that nobody else writes: equal bytes may just have been forgotten.
            keep_photo(records, inspection)
        numbers = [number_of(store, inspection, by=by) for inspection in kept]
        found = tuple(store.get(number) for number in numbers)
    return Recorded(found, tuple(left_out))


def keep_photo(records: Records, inspection: Inspection) -> None:
    """Store the bytes that were inspected.

    Raises:
        CarInspectError: the file is not there or has other content by now, or the store is full.
    """
    if records.photos.has(inspection.sha256):
        return
    photo = read_photo(inspection.photo)
    if photo.sha256 != inspection.sha256:
        raise CarInspectError(ErrorCode.PHOTO_CHANGED, photo=inspection.photo)
    records.photos.add(photo.data)


def number_of(store: InspectionStore, inspection: Inspection, *, by: str) -> int:
    """The record of an inspection whose photo is stored; made where there is none."""
    known = store.same(inspection)
    if known is not None:
        return known
    # Whoever looks it up works in another folder than whoever inspected it.
    found = dataclasses.replace(inspection, photo=inspection.photo.absolute())
    return store.add(found, by=by, at=now(), origin=Origin(photo_kept=True))
