"""Inspections in the database: add, review, find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    func,
    select,
    tuple_,
    update,
)

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.inspection_json import digest, findings_of, from_json, heat_to_bytes, to_json
from carinspect.core.record import (
    Cursor,
    Decision,
    HistoryFilter,
    HistoryPage,
    Record,
    Review,
)
from carinspect.core.rental import plate_key
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.insert_row import insert_row
from carinspect.storage.schema import inspections, rentals, reviews
from carinspect.storage.streaming import stream

_FEW_RENTALS: Final = 400


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an inspection comes from.

    Attributes:
        folder_run: the folder inspection, and which of its photos it is.
        rental_id: the rental's row; None without one.
        photo_kept: whether the photo is among the stored ones, where it must stay.
    """

    folder_run: tuple[int, str] | None = None
    rental_id: int | None = None
    photo_kept: bool = False


NOWHERE: Final = Origin()


class InspectionStore:
    """The inspections of one transaction's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._audit = AuditLog(connection)

    def add(
        self, inspection: Inspection, *, by: str, at: datetime, origin: Origin = NOWHERE
    ) -> int:
        """Keep an inspection; its id."""
        document, heat = to_json(inspection), heat_to_bytes(inspection)
        noted = {"digest": digest(document, heat), "outcome": inspection.outcome.value}
        run_id, run_photo = origin.folder_run or (None, None)
        values = {
            "rental_id": origin.rental_id,
            "folder_run_id": run_id,
            "run_photo": run_photo,
            "photo_sha256": inspection.sha256,
            "model_id": inspection.model_id,
            "inspected_at": at,
            "inspected_by": by,
            "outcome": inspection.outcome.value,
            "current_outcome": inspection.outcome.value,
            "reviewed_by": "",
            "document": document,
            "heat_map": heat,
        }
        number = insert_row(self._connection, inspections, values)
        self._audit.append(
            at,
            by,
            action="inspection.added",
            subject=f"inspection:{number}",
            details={**noted, "photo_kept": origin.photo_kept},
        )
        return number

    def same(self, inspection: Inspection, rental_id: int | None = None) -> int | None:
        """The kept inspection that found the same, of this rental or of none; None: none did.

        The same is: on the same photo, whatever its name, by the same model, with equal verdicts.
        """
        columns = inspections.c
        rows = self._connection.execute(
            select(columns.id, columns.document)
            .where(
                columns.photo_sha256 == inspection.sha256,
                columns.model_id == inspection.model_id,
                # SQL writes that something is nothing in another way than that it equals.
                columns.rental_id.is_(None)
                if rental_id is None
                else columns.rental_id == rental_id,
                columns.folder_run_id.is_(None),
            )
            .order_by(columns.id)
        )
        found = findings_of(to_json(inspection))
        return next((row.id for row in rows if findings_of(row.document) == found), None)

    def get(self, number: int) -> Record:
        """One record, with its heat map.

        Raises:
            CarInspectError: there is none of this id.
        """
        row = self._connection.execute(
            _records(with_heat=True).where(inspections.c.id == number)
        ).one_or_none()
        if row is None:
            raise CarInspectError(ErrorCode.RECORD_MISSING, record=number)
        return _record(row)

    def review(self, number: int, review: Review) -> None:
        """Add a person's decision; what was said before stays.

        Raises:
            CarInspectError: there is no such inspection.
        """
        self.get(number)
        values = {
            "inspection_id": number,
            "reviewer": review.reviewer,
            "decision": review.decision.value,
            "outcome": review.outcome.value,
            "comment": review.comment,
            "reviewed_at": review.reviewed_at,
        }
        insert_row(self._connection, reviews, values)
        self._connection.execute(
            update(inspections)
            .where(inspections.c.id == number)
            .values(current_outcome=review.outcome.value, reviewed_by=review.reviewer)
        )
        self._audit.append(
            review.reviewed_at,
            review.reviewer,
            action=f"inspection.{review.decision.value}",
            subject=f"inspection:{number}",
            details={"outcome": review.outcome.value, "comment": review.comment},
        )

    def reviews(self, number: int) -> tuple[Review, ...]:
        """All decisions on an inspection, oldest first."""
        rows = self._connection.execute(
            select(reviews).where(reviews.c.inspection_id == number).order_by(reviews.c.id)
        )
        return tuple(
            Review(
                row.reviewer,
                Decision(row.decision),
                Outcome(row.outcome),
                row.comment,
                row.reviewed_at,
            )
            for row in rows
        )

    def reviewers(self) -> set[str]:
        """Everybody who ever was the last to review an inspection.

        One look-up by index a name, however many inspections there are.
        """
        names: set[str] = set()
        last = ""
        while True:
            query = select(func.min(inspections.c.reviewed_by))
            found = self._connection.scalar(query.where(inspections.c.reviewed_by > last))
            if found is None:
                return names
            names.add(found)
            last = found

    def reviewed_verdicts(self, model_id: str) -> tuple[int, int]:
        """(reviewed, found wrong) of the verdicts that ``model_id`` gave without a person."""
        columns = inspections.c
        sure = (Outcome.DAMAGED.value, Outcome.UNDAMAGED.value)
        wrong = case((columns.current_outcome != columns.outcome, 1), else_=0)
        reviewed, corrected = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(wrong), 0)).where(
                columns.model_id == model_id,
                columns.outcome.in_(sure),
                columns.reviewed_by != "",
            )
        ).one()
        return int(reviewed), int(corrected)

    def search(
        self, wanted: HistoryFilter, *, limit: int, after: Cursor | None = None
    ) -> HistoryPage:
        """Up to ``limit`` records, latest first, without their heat maps."""
        order = tuple_(inspections.c.inspected_at, inspections.c.id)
        query = self._filtered(_records(with_heat=False), wanted)
        if after is not None:
            query = query.where(order < tuple_(after.inspected_at, after.id))
        query = query.order_by(inspections.c.inspected_at.desc(), inspections.c.id.desc())
        records = [_record(row) for row in self._connection.execute(query.limit(limit + 1))]
        shown = tuple(records[:limit])
        more = len(records) > limit
        return HistoryPage(shown, Cursor(shown[-1].inspected_at, shown[-1].id) if more else None)

    def count(self, wanted: HistoryFilter) -> int:
        """How many records there are."""
        query = self._filtered(select(func.count()).select_from(inspections), wanted)
        return self._connection.scalar(query) or 0

    def find(self, wanted: HistoryFilter) -> Iterator[Record]:
        """All records, oldest first, without their heat maps."""
        query = self._filtered(_records(with_heat=False), wanted).order_by(
            inspections.c.inspected_at, inspections.c.id
        )
        yield from map(_record, stream(self._connection, query))

    def stored(self) -> Iterator[tuple[int, Outcome, str, str]]:
        """Of every inspection: id, what holds now, last reviewer, and its digest as it is."""
        columns = inspections.c
        query = select(
            columns.id,
            columns.current_outcome,
            columns.reviewed_by,
            columns.document,
            columns.heat_map,
        ).order_by(columns.id)
        for row in stream(self._connection, query):
            now = Outcome(row.current_outcome)
            yield row.id, now, row.reviewed_by, digest(row.document, row.heat_map)

    def _filtered(self, query: Select[Any], wanted: HistoryFilter) -> Select[Any]:
        query = _matching(query, wanted)
        if not (wanted.plate or wanted.rental):
            return query
        hired = _rentals(wanted)
        few = self._connection.scalars(hired.limit(_FEW_RENTALS + 1)).all()
        # A few rentals are looked up by index. Of many, the latest inspections are soon met
        # in the order of time; either way no search reads the whole table.
        known = few if len(few) <= _FEW_RENTALS else hired.scalar_subquery()
        return query.where(inspections.c.rental_id.in_(known))

    def photos_of_run(self, run_id: int) -> dict[str, Outcome]:
        """Which photos of a folder inspection are done, and what came out."""
        query = select(inspections.c.run_photo, inspections.c.outcome)
        rows = self._connection.execute(query.where(inspections.c.folder_run_id == run_id))
        return {row.run_photo: Outcome(row.outcome) for row in rows}


def _records(*, with_heat: bool) -> Select[Any]:
    heat = [inspections.c.heat_map] if with_heat else []
    columns = [column for column in inspections.columns if column.name != "heat_map"]
    source = inspections.outerjoin(rentals, inspections.c.rental_id == rentals.c.id)
    named = (rentals.c.number.label("rental"), rentals.c.plate)
    return select(*columns, *heat, *named).select_from(source)


def _rentals(wanted: HistoryFilter) -> Select[tuple[int]]:
    query = select(rentals.c.id)
    if wanted.plate:
        key = plate_key(wanted.plate)
        query = query.where(rentals.c.plate_key.contains(key, autoescape=True))
    if wanted.rental:
        query = query.where(rentals.c.number.startswith(wanted.rental, autoescape=True))
    return query


def _matching(query: Select[Any], wanted: HistoryFilter) -> Select[Any]:
    columns = inspections.c
    conditions: dict[str, Callable[[Any], ColumnElement[bool]]] = {
        "since": columns.inspected_at.__ge__,
        "until": columns.inspected_at.__lt__,
        "outcome": columns.current_outcome.__eq__,
        "reviewer": columns.reviewed_by.__eq__,
        "folder_run": columns.folder_run_id.__eq__,
    }
    for name, condition in conditions.items():
        value: object = getattr(wanted, name)
        if value not in (None, ""):
            query = query.where(condition(value))
    return query


def _record(row: Row[Any]) -> Record:
    try:
        found = from_json(row.document, getattr(row, "heat_map", None))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CarInspectError(ErrorCode.RECORD_DAMAGED, record=row.id) from error
    return Record(
        row.id,
        found,
        Outcome(row.current_outcome),
        row.inspected_at,
        row.inspected_by,
        rental=row.rental or "",
        plate=row.plate or "",
        reviewed_by=row.reviewed_by,
    )


def printable(path: Path) -> str:
    """A path as text that every database takes; bytes that are no UTF-8 are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
