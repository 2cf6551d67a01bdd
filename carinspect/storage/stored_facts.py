"""What the tables say of every record, to be compared with the audit log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Row, select, union

from carinspect.core.fact import Fact, finding_words, moment
from carinspect.core.inspection_json import digest
from carinspect.storage.schema import (
    comparisons,
    customer_statements,
    finding_reviews,
    findings,
    inspections,
    rental_photos,
    rentals,
    reviews,
    users,
)
from carinspect.storage.streaming import stream

_FINDING: Final = tuple(column for column in findings.columns if column.name != "id")


def stored_facts(connection: Connection) -> Iterator[Fact]:
    """Every fact that the audit log should have noted, in any order."""
    yield from _inspections(connection)
    yield from _reviews(connection)
    yield from _rentals(connection)
    yield from _comparisons(connection)
    yield from _users(connection)


def photos_of_inspections(connection: Connection) -> Iterator[tuple[str, str]]:
    """Subject and SHA-256 of the photo of every inspection."""
    query = select(inspections.c.id, inspections.c.photo_sha256).order_by(inspections.c.id)
    for row in stream(connection, query):
        yield _subject(row.id), row.photo_sha256


def photos_in_use(connection: Connection) -> Iterator[str]:
    """The SHA-256 of every photo that a record is about, each once."""
    query = union(
        select(inspections.c.photo_sha256.label("sha256")), select(rental_photos.c.sha256)
    )
    for row in stream(connection, query):
        if row.sha256:  # a file that could not be read has none
            yield row.sha256


def _inspections(connection: Connection) -> Iterator[Fact]:
    for row in stream(connection, select(inspections).order_by(inspections.c.id)):
        written = digest(row.document, row.heat_map)
        at = moment(row.inspected_at)
        subject = _subject(row.id)
        yield Fact(subject, ("added", at, row.inspected_by, row.outcome, written))
        yield Fact(subject, ("holds", row.current_outcome, row.reviewed_by))
        if not _agrees_with_its_columns(row):
            yield Fact(subject, ("columns differ",))


def _agrees_with_its_columns(row: Row[Any]) -> bool:
    try:
        document = json.loads(row.document)
        told = (document["sha256"], document["model_id"], document["outcome"])
    except (ValueError, KeyError, TypeError):  # altered: no such document is written
        return False
    return told == (row.photo_sha256, row.model_id, row.outcome)


def _reviews(connection: Connection) -> Iterator[Fact]:
    for row in stream(connection, select(reviews).order_by(reviews.c.id)):
        said = (row.reviewer, row.decision, row.outcome, row.comment)
        yield Fact(_subject(row.inspection_id), ("reviewed", moment(row.reviewed_at), *said))


def _rentals(connection: Connection) -> Iterator[Fact]:
    for row in stream(connection, select(rentals).order_by(rentals.c.id)):
        subject = _rental(row)
        yield Fact(subject, ("opened", moment(row.opened_at), row.plate))
        if row.closed_at is not None:
            yield Fact(subject, ("closed", moment(row.closed_at), row.closed_by))
    query = select(rentals.c.number, rental_photos).join_from(rental_photos, rentals)
    for row in stream(connection, query):
        yield Fact(_rental(row), ("photo", row.phase, row.sha256))


def _comparisons(connection: Connection) -> Iterator[Fact]:
    made = select(rentals.c.number, comparisons).join_from(comparisons, rentals)
    for row in stream(connection, made):
        who = (moment(row.compared_at), row.compared_by, str(row.id), row.model_id)
        yield Fact(_rental(row), ("compared", *who))
    source = findings.join(comparisons).join(rentals)
    for row in stream(connection, select(rentals.c.number, *_FINDING).select_from(source)):
        values = {column.name: getattr(row, column.name) for column in _FINDING}
        yield Fact(_rental(row), finding_words(values))
    yield from _said_on_findings(connection)
    yield from _said_by_customers(connection)


def _said_on_findings(connection: Connection) -> Iterator[Fact]:
    source = finding_reviews.join(findings).join(comparisons).join(rentals)
    query = select(rentals.c.number, finding_reviews).select_from(source)
    for row in stream(connection, query):
        said = (row.reviewer, str(row.finding_id), row.newness, row.comment)
        yield Fact(_rental(row), ("finding.reviewed", moment(row.reviewed_at), *said))


def _said_by_customers(connection: Connection) -> Iterator[Fact]:
    source = customer_statements.join(comparisons).join(rentals)
    query = select(rentals.c.number, customer_statements).select_from(source)
    for row in stream(connection, query):
        signature = hashlib.sha256(row.signature).hexdigest()
        said = (row.consent, str(row.comparison_id), row.comment, signature)
        yield Fact(_rental(row), ("customer", moment(row.stated_at), *said))


def _users(connection: Connection) -> Iterator[Fact]:
    for row in stream(connection, select(users).where(users.c.active)):
        yield Fact(f"user:{row.name}", ("role", row.role))


def _subject(number: int) -> str:
    return f"inspection:{number}"


def _rental(row: Row[Any]) -> str:
    # As the log shortens it.
    return f"rental:{row.number}"[:100]
