"""Taking rentals and inspections out of the records, so that the audit log still proves the rest.

Rows go; of the audit log's entries about them only who did something when, and their hashes,
stay (:mod:`carinspect.core.audit`). The photos are listed in the same transaction and removed
afterwards: a crash in between leaves a list that is worked off at the next opportunity.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, delete, func, insert, select

from carinspect.core.audit import AuditEntry, erase, vouching
from carinspect.core.erasure import ErasurePlan
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.photo_store import PhotoStore
from carinspect.storage.rental_store import RentalStore
from carinspect.storage.schema import (
    comparisons,
    customer_statements,
    finding_reviews,
    findings,
    forgotten,
    inspections,
    leftover_photos,
    rental_photos,
    rentals,
    reviews,
)

_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class _Going:
    """What belongs to something that is to be forgotten.

    Attributes:
        row_id: of the rental; None where it is an inspection alone.
        inspections: ids of those that go.
        photos: SHA-256 of the photos that go.
        shared: SHA-256 of the photos that stay.
        entries: of the audit log.
    """

    what: str
    row_id: int | None
    inspections: tuple[int, ...]
    photos: frozenset[str]
    shared: frozenset[str]
    entries: tuple[AuditEntry, ...]


class Erasure:
    """Forgets within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._audit = AuditLog(connection)

    def plan_rental(self, number: str) -> ErasurePlan:
        """What forgetting a rental would remove.

        Raises:
            CarInspectError: there is no such rental.
        """
        return self._plan(self._rental(number))

    def plan_inspection(self, number: int) -> ErasurePlan:
        """What forgetting an inspection would remove.

        Raises:
            CarInspectError: there is no such inspection.
        """
        return self._plan(self._inspection(number))

    def photos_of_rental(self, number: str) -> frozenset[str]:
        """SHA-256 of the photos that would go with a rental."""
        return self._rental(number).photos

    def photos_of_inspection(self, number: int) -> frozenset[str]:
        """SHA-256 of the photo that would go with an inspection; empty where it stays."""
        return self._inspection(number).photos

    def forget_rental(
        self, number: str, *, by: str, at: datetime
    ) -> tuple[ErasurePlan, AuditEntry]:
        """Remove a rental with all that belongs to it; what went, and the entry that says so.

        Raises:
            CarInspectError: there is no such rental.
        """
        return self._forget(self._rental(number), "rental.forgotten", by, at)

    def forget_inspection(
        self, number: int, *, by: str, at: datetime
    ) -> tuple[ErasurePlan, AuditEntry]:
        """Remove one inspection with its reviews; what went, and the entry that says so.

        Raises:
            CarInspectError: there is no such inspection.
        """
        return self._forget(self._inspection(number), "inspection.forgotten", by, at)

    def closed_before(self, moment: datetime) -> tuple[str, ...]:
        """The numbers of the rentals that became final before ``moment``, oldest first."""
        query = select(rentals.c.number).where(rentals.c.closed_at < moment)
        return tuple(self._connection.scalars(query.order_by(rentals.c.closed_at, rentals.c.id)))

    def _rental(self, number: str) -> _Going:
        row_id = RentalStore(self._connection).row_id(number)
        own = tuple(self._audit.entries(subject=f"rental:{number}"[:100]))
        inspected = self._strings(
            select(inspections.c.photo_sha256).where(inspections.c.rental_id == row_id)
        )
        stored = self._strings(
            select(rental_photos.c.sha256).where(rental_photos.c.rental_id == row_id)
        )
        # Also those that were taken out of the rental again: their bytes are still stored.
        all_photos = inspected | stored | set(_noted_photos(own))
        shared = self._of_others(all_photos, row_id)
        gone = frozenset(all_photos - shared - {""})
        ids = self._inspections(row_id, gone)
        entries = (*own, *self._entries_of(ids))
        return _Going(number, row_id, ids, gone, frozenset(shared & (inspected | stored)), entries)

    def _inspection(self, number: int) -> _Going:
        photo = InspectionStore(self._connection).get(number).inspection.sha256
        held = select(inspections.c.id).where(
            inspections.c.photo_sha256 == photo, inspections.c.id != number
        )
        hired = select(rental_photos.c.id).where(rental_photos.c.sha256 == photo)
        needed = any(self._connection.execute(q.limit(1)).first() for q in (held, hired))
        one = frozenset({photo} - {""})
        nothing: frozenset[str] = frozenset()
        photos, shared = (nothing, one) if needed else (one, nothing)
        return _Going(str(number), None, (number,), photos, shared, self._entries_of((number,)))

    def _plan(self, going: _Going) -> ErasurePlan:
        own = comparisons.c.rental_id == going.row_id
        said = customer_statements.join(comparisons)
        return ErasurePlan(
            going.what,
            len(going.photos),
            len(going.shared),
            len(going.inspections),
            self._count(select(func.count()).select_from(comparisons).where(own)),
            self._count(select(func.count()).select_from(said).where(own)),
            len(going.entries),
        )

    def _forget(
        self, going: _Going, action: str, by: str, at: datetime
    ) -> tuple[ErasurePlan, AuditEntry]:
        plan = self._plan(going)
        kind, row_id = (
            ("inspections", going.inspections[0])
            if going.row_id is None
            else ("rentals", going.row_id)
        )
        subject = f"erased:{kind}:{row_id}"
        left = [erase(entry, subject) for entry in going.entries]
        details = {"erased": vouching(left), "photos": plan.photos, "rows": plan.inspections}
        entry = self._audit.append(at, by, action=action, subject=subject, details=details)
        marks = {("inspections", one) for one in going.inspections} | {(kind, row_id)}
        self._connection.execute(
            insert(forgotten),
            [{"kind": k, "row_id": n, "entry": entry.number} for k, n in sorted(marks)],
        )
        if going.row_id is not None:
            self._remove_comparisons(going.row_id)
        self._remove(reviews, reviews.c.inspection_id, going.inspections)
        self._remove(inspections, inspections.c.id, going.inspections)
        if going.row_id is not None:
            self._connection.execute(
                delete(rental_photos).where(rental_photos.c.rental_id == going.row_id)
            )
            self._connection.execute(delete(rentals).where(rentals.c.id == going.row_id))
        self._audit.erase(left)
        self._list_leftovers(going.photos)
        return plan, entry

    def _remove_comparisons(self, row_id: int) -> None:
        own = select(comparisons.c.id).where(comparisons.c.rental_id == row_id)
        found = select(findings.c.id).where(findings.c.comparison_id.in_(own))
        for table, column, ids in (
            (finding_reviews, finding_reviews.c.finding_id, found),
            (customer_statements, customer_statements.c.comparison_id, own),
            (findings, findings.c.comparison_id, own),
        ):
            self._connection.execute(delete(table).where(column.in_(ids)))
        self._connection.execute(delete(comparisons).where(comparisons.c.rental_id == row_id))

    def _remove(self, table: Table, column: ColumnElement[int], ids: tuple[int, ...]) -> None:
        for some in _parts(ids):
            self._connection.execute(delete(table).where(column.in_(some)))

    def _list_leftovers(self, photos: frozenset[str]) -> None:
        known = self._strings(select(leftover_photos.c.sha256))
        rows = [{"sha256": sha256} for sha256 in sorted(photos - known)]
        if rows:
            self._connection.execute(insert(leftover_photos), rows)

    def _of_others(self, photos: set[str], row_id: int) -> set[str]:
        """Those of ``photos`` that another rental has, or had when it was compared."""
        found: set[str] = set()
        for some in _parts(sorted(photos)):
            for query in _rental_uses(some, row_id):
                found |= self._strings(query)
        return found

    def _inspections(self, row_id: int, photos: frozenset[str]) -> tuple[int, ...]:
        """Of this rental, and of none but on its photos."""
        columns = inspections.c
        ids = set(
            self._connection.scalars(select(columns.id).where(columns.rental_id == row_id)).all()
        )
        for some in _parts(sorted(photos)):
            free = and_(columns.rental_id.is_(None), columns.photo_sha256.in_(some))
            ids |= set(self._connection.scalars(select(columns.id).where(free)).all())
        return tuple(sorted(ids))

    def _entries_of(self, ids: Iterable[int]) -> tuple[AuditEntry, ...]:
        return tuple(
            entry for one in ids for entry in self._audit.entries(subject=f"inspection:{one}")
        )

    def _strings(self, query: Any) -> set[str]:  # noqa: ANN401 - any select of one column
        return set(self._connection.scalars(query).all())

    def _count(self, query: Any) -> int:  # noqa: ANN401 - any select of a count
        return self._connection.scalar(query) or 0


def leftovers(connection: Connection) -> tuple[str, ...]:
    """SHA-256 of the stored photos that are still to be removed."""
    return tuple(connection.scalars(select(leftover_photos.c.sha256)).all())


def remove_leftovers(connection: Connection, photos: PhotoStore) -> None:
    """Remove the stored photos that nothing needs any more.

    Args:
        connection: in a write transaction, so that no other writer begins to need one.
        photos: where they lie.

    Raises:
        CarInspectError: the folder cannot be written; the list stays.
    """
    left = leftovers(connection)
    for sha256 in unneeded(connection, left):
        photos.remove(sha256)
    for some in _parts(left):
        connection.execute(delete(leftover_photos).where(leftover_photos.c.sha256.in_(some)))


def unneeded(connection: Connection, photos: Iterable[str]) -> tuple[str, ...]:
    """Those of ``photos`` that no record is about."""
    wanted = tuple(photos)
    needed: set[str] = set()
    for some in _parts(wanted):
        free = select(inspections.c.photo_sha256).where(inspections.c.photo_sha256.in_(some))
        queries: tuple[Select[Any], ...] = (free, *_rental_uses(some, 0))
        for query in queries:
            needed |= set(connection.scalars(query))
    return tuple(sha256 for sha256 in wanted if sha256 not in needed)


def _rental_uses(photos: list[str], but: int) -> Iterator[Select[Any]]:
    """Queries for those of ``photos`` that rentals have, all but one (0: all of them)."""
    for table, column in (
        (rental_photos, rental_photos.c.sha256),
        (inspections, inspections.c.photo_sha256),
    ):
        yield select(column).where(column.in_(photos), table.c.rental_id != but)
    for column in (findings.c.return_photo, findings.c.pickup_photo):
        found = select(column).join(comparisons).where(column.in_(photos))
        yield found.where(comparisons.c.rental_id != but)


def _noted_photos(entries: Iterable[AuditEntry]) -> Iterator[str]:
    for entry in entries:
        details: object = json.loads(entry.details)
        if entry.action == "rental.photo_added" and isinstance(details, Mapping):
            yield str(details.get("sha256", ""))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Some hundred at a time: databases take no lists of any length."""
    left = list(values)
    while left:
        yield left[:_AT_ONCE]
        left = left[_AT_ONCE:]
