"""Job: the return photos of a rental against its pickup photos, kept with its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carinspect.core.comparison import StoredComparison
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.rental import Phase, RentalPhoto
from carinspect.jobs.job import JobContext
from carinspect.services.compare_photos import compare
from carinspect.services.inspector import ComparingInspector
from carinspect.services.photo_comparison import ViewedPhoto
from carinspect.services.records import Records, now
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore


@dataclass(frozen=True)
class CompareRental:
    """Compare the photos of rental ``number`` by view and keep what was found.

    Reports ``Progress``. Each run is kept as a comparison of its own; none replaces another.

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
        found = compare(ctx, self.new_inspector(), self._viewed(photos, Phase.PICKUP), returned)
        with self.records.database.writing() as connection:
            ComparisonStore(connection).add(self.number, found, by=self.by, at=now())
        with self.records.database.reading() as connection:
            stored = ComparisonStore(connection).latest(self.number)
        if stored is None:
            raise CarInspectError(ErrorCode.NOT_COMPARED, rental=self.number)
        return stored

    def _viewed(self, photos: tuple[RentalPhoto, ...], phase: Phase) -> list[ViewedPhoto]:
        return [
            ViewedPhoto(self.records.photos.path(photo.sha256), photo.view)
            for photo in photos
            if photo.phase is phase
        ]
