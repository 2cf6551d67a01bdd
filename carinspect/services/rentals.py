"""Rentals: what a named person at the counter does with them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar

from carinspect.core.comparison import (
    CustomerStatement,
    FindingReview,
    Newness,
    StoredComparison,
    StoredFinding,
)
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.rental import Rental, RentalPhoto, View, plate_key
from carinspect.core.rental_state import RentalState, RentalSummary
from carinspect.jobs.job import JobContext
from carinspect.services.records import Records, now
from carinspect.services.workspace import Workspace
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_overview import RentalOverview, rental_state
from carinspect.storage.rental_store import RentalStore

MAX_NUMBER_LETTERS: Final = 60
MAX_PLATE_LETTERS: Final = 20
MAX_WORDS_LETTERS: Final = 200

_LIMITS: Final = {
    "number": MAX_NUMBER_LETTERS,
    "plate": MAX_PLATE_LETTERS,
    "vehicle": MAX_WORDS_LETTERS,
    "customer_reference": MAX_WORDS_LETTERS,
}


@dataclass(frozen=True, slots=True)
class NewRental:
    """What is asked for when a rental begins; all but the number may be empty."""

    number: str
    plate: str = ""
    vehicle: str = ""
    customer_reference: str = ""


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """What a person says that a photo shows; None takes it back."""

    photo: RentalPhoto
    view: View | None


@dataclass(frozen=True, slots=True)
class RentalAtDesk:
    """A rental as a front end works on it.

    Attributes:
        files: where the bytes of its photos lie, by SHA-256.
        by: the name of the person who works on it.
    """

    state: RentalState
    files: Mapping[str, Path]
    by: str


class RentalDesk:
    """The rentals of some records, in the name of one person.

    Args:
        records: to work on.
        by: the person's name; stands in the audit log beside all that is done.
    """

    def __init__(self, records: Records, by: str) -> None:
        self.records = records
        self.by = by

    def open(self, new: NewRental) -> RentalAtDesk:
        """Begin a rental.

        Raises:
            CarInspectError: the number is empty or taken, or some text is too long.
        """
        fields = {name: _words(getattr(new, name)) for name in _LIMITS}
        _check(fields)
        rental = Rental(
            fields["number"],
            fields["plate"],
            fields["vehicle"],
            fields["customer_reference"],
            now(),
        )
        with self.records.database.writing() as connection:
            RentalStore(connection).open(rental, by=self.by)
        return self.load(rental.number)

    def find(self, text: str = "", *, limit: int = 200) -> tuple[RentalSummary, ...]:
        """Rentals whose number or plate contains ``text``, latest first, with their stages."""
        with self.records.database.reading() as connection:
            return RentalOverview(connection).find(text, limit=limit)

    def load(self, number: str) -> RentalAtDesk:
        """A rental with all that belongs to it.

        Raises:
            CarInspectError: there is no such rental.
        """
        with self.records.database.reading() as connection:
            state = rental_state(connection, number)
        compared = {found.finding.pickup_photo for found in _findings(state)}
        compared.update(found.finding.return_photo for found in _findings(state))
        shas = {photo.sha256 for photo in state.photos} | (compared - {None})
        files = {sha256: self.records.photos.path(sha256) for sha256 in shas if sha256}
        return RentalAtDesk(state, files, self.by)

    def set_views(self, number: str, choices: Sequence[ViewChoice]) -> RentalAtDesk:
        """Say what photos show.

        Raises:
            CarInspectError: no such rental or photo, or the rental is final.
        """
        with self.records.database.writing() as connection:
            store = RentalStore(connection)
            for choice in choices:
                kept = _kept(store, number, choice.photo)
                store.set_view(number, kept.id, choice.view, by=self.by, at=now())
        return self.load(number)

    def remove(self, number: str, photos: Sequence[RentalPhoto]) -> RentalAtDesk:
        """Take photos out of a rental; their bytes stay in the store.

        Raises:
            CarInspectError: no such rental or photo, or the rental is final.
        """
        with self.records.database.writing() as connection:
            store = RentalStore(connection)
            for photo in photos:
                kept = _kept(store, number, photo)
                store.remove_photo(number, kept.id, by=self.by, at=now())
        return self.load(number)

    def restore(self, number: str, photos: Sequence[RentalPhoto]) -> RentalAtDesk:
        """Put removed photos back, with the views that they had.

        Raises:
            CarInspectError: no such rental, or it is final.
        """
        with self.records.database.writing() as connection:
            store = RentalStore(connection)
            for photo in photos:
                store.add_photo(number, photo)
        return self.load(number)

    def review(
        self, number: str, finding_id: int, newness: Newness, comment: str = ""
    ) -> RentalAtDesk:
        """Decide on one finding; a later decision follows, none is replaced.

        Raises:
            CarInspectError: no such rental or finding, the rental is final, or its photos have
                changed since they were compared.
        """
        self._require_name()
        review = FindingReview(self.by, newness, comment.strip(), now())
        with self.records.database.writing() as connection:
            comparison = _comparison_in_force(rental_state(connection, number))
            if all(found.id != finding_id for found in comparison.findings):
                raise CarInspectError(ErrorCode.FINDING_MISSING, finding=finding_id, rental=number)
            ComparisonStore(connection).review(number, finding_id, review)
        return self.load(number)

    def state_customer(self, number: str, statement: CustomerStatement) -> RentalAtDesk:
        """Keep what the customer said to the findings.

        Raises:
            CarInspectError: no such rental, it is final or not compared, or a finding awaits a
                person: a customer is asked about people's decisions, not a program's.
        """
        with self.records.database.writing() as connection:
            comparison = _decided_comparison(rental_state(connection, number))
            ComparisonStore(connection).state(number, comparison.id, statement, by=self.by)
        return self.load(number)

    def close(self, number: str) -> RentalAtDesk:
        """Make a rental final, in the name of the person who reviewed it.

        Raises:
            CarInspectError: no such rental, it is final already, has not been compared as it is
                now, or a finding awaits a person.
        """
        self._require_name()
        with self.records.database.writing() as connection:
            _decided_comparison(rental_state(connection, number))
            RentalStore(connection).close(number, by=self.by, at=now())
        return self.load(number)

    def _require_name(self) -> None:
        if not self.by.strip():
            raise CarInspectError(ErrorCode.REVIEWER_NEEDED)


R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True)
class AtDesk(Generic[R_co]):
    """Job: do something with rentals, as the current user of a workspace."""

    workspace: Workspace
    act: Callable[[RentalDesk], R_co]

    def run(self, ctx: JobContext, /) -> R_co:
        """Do it.

        Raises:
            CarInspectError: the records cannot be opened, nobody has signed in, or what
                ``act`` raises.
        """
        ctx.raise_if_cancelled()
        return self.act(desk_of(self.workspace))


def desk_of(workspace: Workspace) -> RentalDesk:
    """The rentals of a workspace, in the name of its current user; call it in a job.

    Raises:
        CarInspectError: the records cannot be opened, or nobody has signed in.
    """
    return RentalDesk(workspace.records(), workspace.current_user().name)


def _comparison_in_force(state: RentalState) -> StoredComparison:
    if state.is_closed:
        raise CarInspectError(ErrorCode.RENTAL_CLOSED, rental=state.rental.number)
    if state.comparison is None:
        raise CarInspectError(ErrorCode.NOT_COMPARED, rental=state.rental.number)
    if state.outdated:
        raise CarInspectError(ErrorCode.COMPARISON_OUTDATED, rental=state.rental.number)
    return state.comparison


def _decided_comparison(state: RentalState) -> StoredComparison:
    comparison = _comparison_in_force(state)
    if not comparison.reviewed:
        raise CarInspectError(ErrorCode.NOT_REVIEWED, rental=state.rental.number)
    return comparison


def _findings(state: RentalState) -> tuple[StoredFinding, ...]:
    return state.comparison.findings if state.comparison else ()


def _kept(store: RentalStore, number: str, photo: RentalPhoto) -> RentalPhoto:
    # By content, not by row: a photo that was removed and put back has another row.
    for kept in store.photos(number):
        if (kept.phase, kept.sha256) == (photo.phase, photo.sha256):
            return kept
    raise CarInspectError(ErrorCode.RENTAL_PHOTO_MISSING, photo=photo.name, rental=number)


def _words(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _check(fields: Mapping[str, str]) -> None:
    if not fields["number"] or not fields["number"].isprintable():
        raise CarInspectError(ErrorCode.RENTAL_NUMBER_UNUSABLE)
    for name, text in fields.items():
        # Compatibility letters may become several when plates are compared.
        length = max(len(text), len(plate_key(text)) // 2 if name == "plate" else 0)
        if length > _LIMITS[name] or not text.isprintable():
            raise CarInspectError(ErrorCode.TEXT_TOO_LONG, text=text[:40], limit=_LIMITS[name])
