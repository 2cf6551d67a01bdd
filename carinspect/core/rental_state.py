"""How far a rental has come, and what it still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from carinspect.core.comparison import CustomerStatement, StoredComparison
from carinspect.core.rental import Phase, Rental, RentalPhoto, View, missing_views


class RentalStage(StrEnum):
    """How far a rental has come; the next thing to do follows from it."""

    OPENED = "opened"
    PICKED_UP = "picked_up"
    RETURNED = "returned"
    COMPARED = "compared"
    REVIEWED = "reviewed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class RentalSummary:
    """One rental in a list of many.

    Attributes:
        is_compared: a comparison of the photos as they are now exists.
        findings: of that comparison.
        undecided: findings that no person has decided on.
    """

    rental: Rental
    pickup_photos: int = 0
    return_photos: int = 0
    is_compared: bool = False
    findings: int = 0
    undecided: int = 0

    @property
    def stage(self) -> RentalStage:
        if self.rental.closed_at is not None:
            return RentalStage.CLOSED
        if self.is_compared:
            return RentalStage.COMPARED if self.undecided else RentalStage.REVIEWED
        if self.return_photos:
            return RentalStage.RETURNED
        return RentalStage.PICKED_UP if self.pickup_photos else RentalStage.OPENED


@dataclass(frozen=True, slots=True)
class RentalState:
    """One rental with all that belongs to it, as it was at one moment.

    Attributes:
        comparison: the last one; None before the first.
        outdated: the photos have changed since that comparison.
    """

    rental: Rental
    photos: tuple[RentalPhoto, ...] = ()
    comparison: StoredComparison | None = None
    outdated: bool = False

    @property
    def stage(self) -> RentalStage:
        return self.summary.stage

    @property
    def summary(self) -> RentalSummary:
        """The same as one line of a list."""
        valid = self.comparison if not self.outdated else None
        findings = valid.findings if valid else ()
        return RentalSummary(
            self.rental,
            len(self.of(Phase.PICKUP)),
            len(self.of(Phase.RETURN)),
            valid is not None,
            len(findings),
            sum(not found.is_decided for found in findings),
        )

    @property
    def is_closed(self) -> bool:
        return self.rental.closed_at is not None

    @property
    def statement(self) -> CustomerStatement | None:
        """What the customer said last to the comparison that counts."""
        if self.comparison is None or self.outdated or not self.comparison.statements:
            return None
        return self.comparison.statements[-1]

    @property
    def statement_is_outdated(self) -> bool:
        """Whether a person decided otherwise after the customer spoke."""
        statement = self.statement
        if statement is None or self.comparison is None:
            return False
        reviews = (review for found in self.comparison.findings for review in found.reviews)
        return any(review.reviewed_at > statement.stated_at for review in reviews)

    def of(self, phase: Phase) -> tuple[RentalPhoto, ...]:
        """The photos of one phase, in the order they were added."""
        return tuple(photo for photo in self.photos if photo.phase is phase)

    def showing(self, phase: Phase, view: View) -> tuple[RentalPhoto, ...]:
        """The photos of one phase that show one view."""
        return tuple(photo for photo in self.of(phase) if photo.view is view)

    def missing(self, phase: Phase) -> tuple[View, ...]:
        """The views of the checklist that no photo of one phase shows."""
        return missing_views(self.photos, phase)


def covers(comparison: StoredComparison, photos: Iterable[RentalPhoto]) -> bool:
    """Whether ``comparison`` is about exactly these return photos, and its pickup photos exist."""
    shas: dict[Phase, set[str]] = {phase: set() for phase in Phase}
    for photo in photos:
        shas[photo.phase].add(photo.sha256)
    compared = {found.finding.return_photo for found in comparison.findings}
    compared.update(comparison.photos_without_findings, comparison.photos_not_inspected)
    decided_by = {found.finding.pickup_photo for found in comparison.findings} - {None}
    return compared == shas[Phase.RETURN] and decided_by <= shas[Phase.PICKUP]
