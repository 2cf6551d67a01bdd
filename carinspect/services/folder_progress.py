"""What of a folder inspection is done, and the saving of what gets done."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.folder_run import FolderRun, FolderSummary
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.inspection_json import without_heat_map
from carinspect.core.photo import find_photos, is_folder
from carinspect.core.record import Record
from carinspect.services.record_inspections import keep_photo
from carinspect.services.records import Records, now
from carinspect.storage.folder_run_store import FolderRunStore
from carinspect.storage.inspection_store import InspectionStore, Origin, printable

_GONE: Final = frozenset(
    {
        ErrorCode.PHOTO_CHANGED,
        ErrorCode.PHOTO_MISSING,
        ErrorCode.PHOTO_NO_ACCESS,
        ErrorCode.PHOTO_EMPTY,
        ErrorCode.PHOTO_NOT_A_FILE,
    }
)


class FolderProgress:
    """One folder inspection under way.

    Used by one thread at a time. A photo is done when its inspection is in the database;
    the database refuses it a second time.
    """

    def __init__(self, records: Records, run: FolderRun, by: str) -> None:
        self._records = records
        self._by = by
        self.run = run
        with records.database.reading() as connection:
            self._done = InspectionStore(connection).photos_of_run(run.id)
        self.resumed = len(self._done)

    @classmethod
    def begin(
        cls, records: Records, folder: Path, *, recursive: bool, model_id: str, by: str
    ) -> FolderProgress:
        """A new inspection of ``folder``.

        Raises:
            CarInspectError: it is no folder.
        """
        folder = _existing(folder)
        with records.database.writing() as connection:
            run = FolderRunStore(connection).start(
                folder, recursive=recursive, model_id=model_id, by=by, at=now()
            )
        return cls(records, run, by)

    @classmethod
    def resume(
        cls, records: Records, folder: Path, *, recursive: bool, by: str, model_id: str = ""
    ) -> FolderProgress | None:
        """The last inspection of ``folder`` that did not come to its end; None: there is none.

        Args:
            records: where it was kept.
            folder: the folder that was inspected.
            recursive: whether with its sub-folders.
            by: who goes on with it.
            model_id: given, the last inspection by this model, whether or not it was finished.

        Raises:
            CarInspectError: it is no folder.
        """
        folder = _existing(folder)
        with records.database.reading() as connection:
            runs = FolderRunStore(connection)
            run = runs.last(folder, recursive=recursive, model_id=model_id)
        return None if run is None else cls(records, run, by)

    def photos_left(self) -> Iterator[Path]:
        """The photos that lie in the folder now and are not done, in natural order."""
        for photo in find_photos([self.run.folder], recursive=self.run.recursive):
            if self._name(photo) not in self._done:
                yield photo

    def is_done(self, photo: Path) -> bool:
        return self._name(photo) in self._done

    def save(self, inspections: Sequence[Inspection], *, keep_photos: bool) -> list[Record]:
        """Keep inspections, all or none; the records, without their heat maps."""
        if keep_photos:
            inspections = [self._with_photo(inspection) for inspection in inspections]
        at = now()
        with self._records.database.writing() as connection:
            store = InspectionStore(connection)
            for kept in inspections if keep_photos else ():
                if kept.sha256:
                    keep_photo(self._records, kept)  # equal bytes may just have been forgotten
            numbers = [
                store.add(kept, by=self._by, at=at, origin=self._origin(kept, keep_photos))
                for kept in inspections
            ]
        self._done.update({self._name(kept.photo): kept.outcome for kept in inspections})
        return [
            Record(number, without_heat_map(kept), kept.outcome, at, self._by)
            for number, kept in zip(numbers, inspections, strict=True)
        ]

    def finish(self) -> None:
        """Note that every photo of the folder is done."""
        at = now()
        with self._records.database.writing() as connection:
            FolderRunStore(connection).finish(self.run.id, at)
        self.run = dataclasses.replace(self.run, finished_at=at)

    def summary(self) -> FolderSummary:
        """How many photos came to what, before and after a stop together."""
        outcomes = list(self._done.values())
        counts = {outcome: outcomes.count(outcome) for outcome in Outcome if outcome in outcomes}
        finished = self.run.finished_at is not None
        return FolderSummary(self.run.id, len(outcomes), self.resumed, counts, finished=finished)

    def _with_photo(self, inspection: Inspection) -> Inspection:
        """The inspection, its photo stored; where that is another one by now, the reason."""
        if not inspection.sha256:
            return inspection
        try:
            keep_photo(self._records, inspection)
        except CarInspectError as error:
            if error.code not in _GONE:
                raise
            return Inspection(
                inspection.photo,
                Outcome.ERROR,
                inspection.model_id,
                inspection.milliseconds,
                error=error,
            )
        return inspection

    def _origin(self, kept: Inspection, keep_photos: bool) -> Origin:  # noqa: FBT001
        has_photo = keep_photos and bool(kept.sha256)
        return Origin((self.run.id, self._name(kept.photo)), photo_kept=has_photo)

    def _name(self, photo: Path) -> str:
        return printable(photo.relative_to(self.run.folder))


def _existing(folder: Path) -> Path:
    if not is_folder(folder):
        raise CarInspectError(ErrorCode.FOLDER_MISSING, folder=folder)
    return folder.resolve()
