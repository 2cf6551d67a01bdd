"""Job: the return photos of a rental against its pickup photos, kept with its records."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.comparison import StoredComparison
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection
from carinspect.core.rental import Phase, RentalPhoto
from carinspect.jobs.job import JobContext
from carinspect.services.compare_photos import compare
from carinspect.services.inspector import ComparingInspector
from carinspect.services.noting_inspector import NotingInspector
from carinspect.services.photo_comparison import ViewedPhoto
from carinspect.services.records import Records, now
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.storage.rental_store import RentalStore


@dataclass(frozen=True)
class CompareRental:
    """Compare the photos of rental ``number`` by view and keep what was found.

    The photos' inspections go into the history under the rental. Reports ``Progress``. Each run
    is kept as a comparison of its own; none replaces another.

    Raises:
        CarInspectError: there is no such rental, or it has no return photos.
    """

    records: Records
    new_inspector: Callable[[], ComparingInspector]
    number: str
    by: str

    def run(self, ctx: JobContext, /) -> StoredComparison:
        with self.records.database.reading() as connection:
            photos = RentalStore(connection).photos(self.number)
        returned = self._viewed(photos, Phase.RETURN)
        if not returned:
            raise CarInspectError(ErrorCode.NO_RETURN_PHOTOS, rental=self.number)
        inspector = NotingInspector(self.new_inspector())
        found = compare(ctx, inspector, self._viewed(photos, Phase.PICKUP), returned)
        with self.records.database.writing() as connection:
            ComparisonStore(connection).add(self.number, found, by=self.by, at=now())
            rental_id = RentalStore(connection).row_id(self.number)
            self._keep(InspectionStore(connection), rental_id, photos, inspector.made)
        with self.records.database.reading() as connection:
            stored = ComparisonStore(connection).latest(self.number)
        if stored is None:
            raise CarInspectError(ErrorCode.NOT_COMPARED, rental=self.number)
        return stored

    def _keep(
        self,
        store: InspectionStore,
        rental_id: int,
        photos: tuple[RentalPhoto, ...],
        made: Mapping[Path, Inspection],
    ) -> None:
        for photo in photos:
            inspection = made.get(self.records.photos.path(photo.sha256))
            if inspection is None or not inspection.sha256:
                continue
            # The stored file's name is a hash; people know the photo by the name it came with.
            named = dataclasses.replace(inspection, photo=Path(photo.name))
            if store.same(named, rental_id) is None:
                origin = Origin(rental_id=rental_id, photo_kept=True)
                store.add(named, by=self.by, at=now(), origin=origin)

    def _viewed(self, photos: tuple[RentalPhoto, ...], phase: Phase) -> list[ViewedPhoto]:
        return [
            ViewedPhoto(self.records.photos.path(photo.sha256), photo.view, photo.sha256)
            for photo in photos
            if photo.phase is phase
        ]
