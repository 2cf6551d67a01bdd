"""How far rentals have come: many by a handful of queries, one in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, distinct, func, select

from carinspect.core.comparison import Newness
from carinspect.core.rental import Phase, Rental
from carinspect.core.rental_state import RentalState, RentalSummary, covers
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.rental_store import RentalStore
from carinspect.storage.schema import (
    audit_log,
    comparisons,
    finding_reviews,
    findings,
    rental_photos,
    rentals,
)

_CHANGES: Final = ("rental.photo_added", "rental.photo_removed", "rental.view_chosen")
"""What an audit entry says where it makes a comparison outdated."""

_SUBJECT: Final = "rental:"


class RentalOverview:
    """Rentals with their stages, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, text: str = "", *, limit: int = 100) -> tuple[RentalSummary, ...]:
        """Rentals whose number or plate contains ``text``, latest first."""
        found = RentalStore(self._connection).find(text, limit=limit)
        numbers = [rental.number for rental in found]
        photos = self._photos(numbers)
        compared = self._compared(numbers)
        outdated = self.outdated(numbers)
        return tuple(
            _summary(
                rental,
                photos,
                None if rental.number in outdated else compared.get(rental.number),
            )
            for rental in found
        )

    def outdated(self, numbers: Sequence[str]) -> set[str]:
        """Those of ``numbers`` whose photos have changed since they were last compared."""
        last: dict[tuple[str, bool], int] = {}
        rows = self._connection.execute(
            select(audit_log.c.subject, audit_log.c.action, func.max(audit_log.c.number))
            .where(audit_log.c.subject.in_([f"{_SUBJECT}{number}"[:100] for number in numbers]))
            .where(audit_log.c.action.in_([*_CHANGES, "rental.compared"]))
            .group_by(audit_log.c.subject, audit_log.c.action)
        )
        for subject, action, entry in rows:
            key = (subject, action in _CHANGES)
            last[key] = max(entry, last.get(key, 0))
        return {
            number
            for number in numbers
            if last.get((subject := f"{_SUBJECT}{number}"[:100], True), 0)
            > last.get((subject, False), 0)
        }

    def _photos(self, numbers: Sequence[str]) -> dict[tuple[str, Phase], int]:
        rows = self._connection.execute(
            select(rentals.c.number, rental_photos.c.phase, func.count())
            .join(rentals, rentals.c.id == rental_photos.c.rental_id)
            .where(rentals.c.number.in_(numbers))
            .group_by(rentals.c.number, rental_photos.c.phase)
        )
        return {(number, Phase(phase)): count for number, phase, count in rows}

    def _compared(self, numbers: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Findings, and decided ones, of the last comparison of each rental that has one."""
        last = (
            select(rentals.c.number, func.max(comparisons.c.id).label("comparison_id"))
            .join(rentals, rentals.c.id == comparisons.c.rental_id)
            .where(rentals.c.number.in_(numbers))
            .group_by(rentals.c.number)
            .subquery()
        )
        latest = select(func.max(finding_reviews.c.id)).group_by(finding_reviews.c.finding_id)
        rows = self._connection.execute(
            select(
                last.c.number,
                func.count(distinct(findings.c.id)),
                func.count(distinct(finding_reviews.c.finding_id)),
            )
            .select_from(last)
            .outerjoin(findings, findings.c.comparison_id == last.c.comparison_id)
            .outerjoin(
                finding_reviews,
                (finding_reviews.c.finding_id == findings.c.id)
                & finding_reviews.c.id.in_(latest)
                & (finding_reviews.c.newness != Newness.NEEDS_HUMAN_LOOK.value),
            )
            .group_by(last.c.number)
        )
        return {number: (found, decided) for number, found, decided in rows}


def rental_state(connection: Connection, number: str) -> RentalState:
    """One rental with all that belongs to it.

    Raises:
        CarInspectError: there is no such rental.
    """
    store = RentalStore(connection)
    photos = store.photos(number)
    comparison = ComparisonStore(connection).latest(number)
    outdated = comparison is not None and (
        number in RentalOverview(connection).outdated([number]) or not covers(comparison, photos)
    )
    return RentalState(store.get(number), photos, comparison, outdated)


def _summary(
    rental: Rental, photos: dict[tuple[str, Phase], int], compared: tuple[int, int] | None
) -> RentalSummary:
    found, decided = compared or (0, 0)
    return RentalSummary(
        rental,
        photos.get((rental.number, Phase.PICKUP), 0),
        photos.get((rental.number, Phase.RETURN), 0),
        compared is not None,
        found,
        found - decided,
    )
