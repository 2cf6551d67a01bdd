"""Rentals and their photos in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.rental import Phase, Rental, RentalPhoto, View, plate_key
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.insert_row import insert_row
from carinspect.storage.schema import rental_photos, rentals


class RentalStore:
    """The rentals of one transaction's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._audit = AuditLog(connection)

    def open(self, rental: Rental, *, by: str) -> None:
        """Begin a rental.

        Raises:
            CarInspectError: there is one of this number.
        """
        if self._row(rental.number) is not None:
            raise CarInspectError(ErrorCode.RENTAL_EXISTS, rental=rental.number)
        values = {
            "number": rental.number,
            "plate": rental.plate,
            "plate_key": plate_key(rental.plate),
            "vehicle": rental.vehicle,
            "customer_reference": rental.customer_reference,
            "opened_at": rental.opened_at,
            "closed_by": "",
        }
        insert_row(self._connection, rentals, values)
        self._note(rental.opened_at, by, "rental.opened", rental.number, plate=rental.plate)

    def get(self, number: str) -> Rental:
        """One rental.

        Raises:
            CarInspectError: there is none of this number.
        """
        return _rental(self._existing(number))

    def row_id(self, number: str) -> int:
        """The row of a rental, for what refers to it."""
        return self._existing(number).id

    def find(self, text: str = "", *, limit: int = 100) -> tuple[Rental, ...]:
        """Rentals whose number or plate contains ``text``, latest first."""
        query = select(rentals).order_by(rentals.c.opened_at.desc(), rentals.c.id.desc())
        if text.strip():
            query = query.where(
                or_(
                    rentals.c.number.contains(text.strip(), autoescape=True),
                    rentals.c.plate_key.contains(plate_key(text), autoescape=True),
                )
            )
        return tuple(_rental(row) for row in self._connection.execute(query.limit(limit)))

    def add_photo(self, number: str, photo: RentalPhoto) -> RentalPhoto:
        """Add a photo (its ``id`` is ignored); the one that is kept.

        A photo that the phase has already is not added again.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        rental = self._changeable(number)
        known = [p for p in self.photos(number) if (p.phase, p.sha256) == _key(photo)]
        if known:
            return known[0]
        values = {
            "rental_id": rental.id,
            "phase": photo.phase.value,
            "view": photo.view.value if photo.view else None,
            "sha256": photo.sha256,
            "name": photo.name,
            "added_at": photo.added_at,
            "added_by": photo.added_by,
        }
        row_id = insert_row(self._connection, rental_photos, values)
        facts = {"phase": photo.phase.value, "sha256": photo.sha256}
        self._note(photo.added_at, photo.added_by, "rental.photo_added", number, **facts)
        return next(p for p in self.photos(number) if p.id == row_id)

    def photos(self, number: str) -> tuple[RentalPhoto, ...]:
        """The photos of a rental in the order they were added."""
        row_id = self.row_id(number)
        rows = self._connection.execute(
            select(rental_photos)
            .where(rental_photos.c.rental_id == row_id)
            .order_by(rental_photos.c.id)
        )
        return tuple(_photo(row) for row in rows)

    def set_view(
        self, number: str, photo_id: int, view: View | None, *, by: str, at: datetime
    ) -> None:
        """Say what a photo shows.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._changeable(number)
        self._connection.execute(
            update(rental_photos)
            .where(rental_photos.c.id == photo_id)
            .values(view=view.value if view else None)
        )
        facts = {"photo": photo_id, "view": view.value if view else None}
        self._note(at, by, "rental.view_chosen", number, **facts)

    def remove_photo(self, number: str, photo_id: int, *, by: str, at: datetime) -> None:
        """Take a photo out of the rental; its bytes stay in the store.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._changeable(number)
        gone = next((p for p in self.photos(number) if p.id == photo_id), None)
        if gone is None:
            return
        self._connection.execute(delete(rental_photos).where(rental_photos.c.id == photo_id))
        facts = {"phase": gone.phase.value, "sha256": gone.sha256}
        self._note(at, by, "rental.photo_removed", number, **facts)

    def close(self, number: str, *, by: str, at: datetime) -> None:
        """Make a rental final.

        Raises:
            CarInspectError: there is no such rental, or it is final already.
        """
        row = self._changeable(number)
        self._connection.execute(
            update(rentals).where(rentals.c.id == row.id).values(closed_at=at, closed_by=by)
        )
        self._note(at, by, "rental.closed", number)

    def require_changeable(self, number: str) -> None:
        """Refuse to change what is final.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._changeable(number)

    def stored_photos(self) -> set[str]:
        """The SHA-256 of every photo that some rental has."""
        return set(self._connection.scalars(select(rental_photos.c.sha256).distinct()))

    def _note(self, at: datetime, by: str, action: str, number: str, **facts: object) -> None:
        self._audit.append(at, by, action=action, subject=_subject(number), details=facts)

    def _changeable(self, number: str) -> Row[Any]:
        row = self._existing(number)
        if row.closed_at is not None:
            raise CarInspectError(ErrorCode.RENTAL_CLOSED, rental=number)
        return row

    def _existing(self, number: str) -> Row[Any]:
        row = self._row(number)
        if row is None:
            raise CarInspectError(ErrorCode.RENTAL_MISSING, rental=number)
        return row

    def _row(self, number: str) -> Row[Any] | None:
        query = select(rentals).where(rentals.c.number == number)
        return self._connection.execute(query).one_or_none()


def _subject(number: str) -> str:
    return f"rental:{number}"[:100]


def _key(photo: RentalPhoto) -> tuple[Phase, str]:
    return photo.phase, photo.sha256


def _rental(row: Row[Any]) -> Rental:
    return Rental(
        row.number,
        row.plate,
        row.vehicle,
        row.customer_reference,
        row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
    )


def _photo(row: Row[Any]) -> RentalPhoto:
    return RentalPhoto(
        row.id,
        Phase(row.phase),
        View(row.view) if row.view else None,
        row.sha256,
        row.name,
        row.added_at,
        row.added_by,
    )
