"""Job: files -> photos of a rental, their bytes stored by content."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.image import decode
from carinspect.core.photo import find_photos, read_photo
from carinspect.core.rental import Phase, RentalPhoto, View
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.records import now
from carinspect.services.rentals import RentalAtDesk, RentalDesk, desk_of
from carinspect.services.workspace import Workspace
from carinspect.storage.rental_store import RentalStore

_GLANCE_PX: Final = 64
"""Decoding to this size shows whether a file is a photo, at a fraction of the cost."""


@dataclass(frozen=True, slots=True)
class AddedPhotos:
    """What became of the files.

    Attributes:
        rental: with the new photos.
        added: those that are new in this phase.
        known: names of files that the phase had already.
        in_other_phase: names of added files that the other phase has too: the same bytes
            cannot have been taken at pickup and at return.
        failed: why files were refused.
    """

    rental: RentalAtDesk
    added: tuple[RentalPhoto, ...] = ()
    known: tuple[str, ...] = ()
    in_other_phase: tuple[str, ...] = ()
    failed: tuple[CarInspectError, ...] = ()


@dataclass
class _Tally:
    added: list[RentalPhoto] = field(default_factory=list[RentalPhoto])
    known: list[str] = field(default_factory=list[str])
    in_other_phase: list[str] = field(default_factory=list[str])
    failed: list[CarInspectError] = field(default_factory=list[CarInspectError])


@dataclass(frozen=True)
class AddRentalPhotos:
    """Add files and folders to one phase of a rental, reporting ``Progress``.

    Each photo is kept before the next is read: who cancels keeps what was added so far.

    Attributes:
        view: what all of them show; None where nobody said.
    """

    workspace: Workspace
    number: str
    phase: Phase
    paths: tuple[Path, ...]
    view: View | None = None

    def run(self, ctx: JobContext, /) -> AddedPhotos:
        """Add them.

        Raises:
            CarInspectError: no such rental, it is final, or there is no photo at all.
        """
        desk = desk_of(self.workspace)
        files = tuple(find_photos(self.paths))
        if not files:
            raise CarInspectError(ErrorCode.NO_PHOTOS, folder=self.paths[0])
        tally = _Tally()
        for done, file in enumerate(files, start=1):
            ctx.raise_if_cancelled()
            try:
                sha256 = _store(desk, file)
            except CarInspectError as error:
                tally.failed.append(error)
            else:
                self._add(desk, file, sha256, tally)
            ctx.report(Progress(done, len(files)))
        return AddedPhotos(
            desk.load(self.number),
            tuple(tally.added),
            tuple(tally.known),
            tuple(tally.in_other_phase),
            tuple(tally.failed),
        )

    def _add(self, desk: RentalDesk, file: Path, sha256: str, tally: _Tally) -> None:
        name = _sayable(file.name)
        photo = RentalPhoto(0, self.phase, self.view, sha256, name, now(), desk.by)
        with desk.records.database.writing() as connection:
            store = RentalStore(connection)
            phases = {kept.phase for kept in store.photos(self.number) if kept.sha256 == sha256}
            if self.phase in phases:
                tally.known.append(photo.name)
                return
            if not desk.records.photos.has(sha256):
                _store(desk, file)  # equal bytes have just been forgotten with another rental
            tally.added.append(store.add_photo(self.number, photo))
        if phases:
            tally.in_other_phase.append(photo.name)


def _store(desk: RentalDesk, file: Path) -> str:
    photo = read_photo(file)
    decode(photo, fit_px=_GLANCE_PX)
    return desk.records.photos.add(photo.data)


def _sayable(name: str) -> str:
    # A file's name need not be text; the database's columns must be.
    return name.encode("utf-8", "backslashreplace").decode("utf-8")
