"""Comparisons of rentals in the database, with what people and customers said to them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from carinspect.core.comparison import (
    Comparison,
    Consent,
    CustomerStatement,
    Finding,
    FindingReview,
    Newness,
    Reason,
    StoredComparison,
    StoredFinding,
)
from carinspect.core.verdict import Region
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.insert_row import insert_row
from carinspect.storage.rental_store import RentalStore
from carinspect.storage.schema import (
    comparisons,
    customer_statements,
    finding_reviews,
    findings,
)


class ComparisonStore:
    """The comparisons of one transaction's database."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._audit = AuditLog(connection)

    def add(self, rental: str, comparison: Comparison, *, by: str, at: datetime) -> int:
        """Keep a comparison of a rental; its id.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._require_changeable(rental)
        values = {
            "rental_id": RentalStore(self._connection).row_id(rental),
            "model_id": comparison.model_id,
            "compared_at": at,
            "compared_by": by,
            "without_findings": json.dumps(comparison.photos_without_findings),
            "not_inspected": json.dumps(comparison.photos_not_inspected),
        }
        number = insert_row(self._connection, comparisons, values)
        rows = [_finding_values(number, finding) for finding in comparison.findings]
        for row in rows:
            insert_row(self._connection, findings, row)
        self._audit.append(
            at,
            by,
            action="rental.compared",
            subject=f"rental:{rental}"[:100],
            details={"comparison": number, "model": comparison.model_id, "findings": rows},
        )
        return number

    def latest(self, rental: str) -> StoredComparison | None:
        """The last comparison of a rental; None before the first.

        Raises:
            CarInspectError: there is no such rental.
        """
        row_id = RentalStore(self._connection).row_id(rental)
        row = self._connection.execute(
            select(comparisons)
            .where(comparisons.c.rental_id == row_id)
            .order_by(comparisons.c.id.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else self._stored(row)

    def review(self, rental: str, finding_id: int, review: FindingReview) -> None:
        """Add a person's decision on a finding; what was said before stays.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._require_changeable(rental)
        values = {
            "finding_id": finding_id,
            "reviewer": review.reviewer,
            "newness": review.newness.value,
            "comment": review.comment,
            "reviewed_at": review.reviewed_at,
        }
        insert_row(self._connection, finding_reviews, values)
        self._audit.append(
            review.reviewed_at,
            review.reviewer,
            action="finding.reviewed",
            subject=f"rental:{rental}"[:100],
            details={
                "finding": finding_id,
                "newness": review.newness.value,
                "comment": review.comment,
            },
        )

    def state(
        self, rental: str, comparison_id: int, statement: CustomerStatement, *, by: str
    ) -> None:
        """Keep what the customer said, noted by the member of staff ``by``.

        Raises:
            CarInspectError: there is no such rental, or it is final.
        """
        self._require_changeable(rental)
        values = {
            "comparison_id": comparison_id,
            "consent": statement.consent.value,
            "comment": statement.comment,
            "language": statement.language,
            "signature": statement.signature,
            "stated_at": statement.stated_at,
        }
        insert_row(self._connection, customer_statements, values)
        self._audit.append(
            statement.stated_at,
            by,
            action=f"customer.{statement.consent.value}",
            subject=f"rental:{rental}"[:100],
            details={
                "comparison": comparison_id,
                "comment": statement.comment,
                "signature": hashlib.sha256(statement.signature).hexdigest(),
            },
        )

    def _require_changeable(self, rental: str) -> None:
        RentalStore(self._connection).require_changeable(rental)

    def _stored(self, row: Row[Any]) -> StoredComparison:
        query = select(findings).where(findings.c.comparison_id == row.id).order_by(findings.c.id)
        return StoredComparison(
            row.id,
            row.model_id,
            row.compared_at,
            row.compared_by,
            tuple(
                StoredFinding(found.id, _finding(found), self._reviews(found.id))
                for found in self._connection.execute(query).all()
            ),
            self._statements(row.id),
            photos_without_findings=tuple(json.loads(row.without_findings)),
            photos_not_inspected=tuple(json.loads(row.not_inspected)),
        )

    def _reviews(self, finding_id: int) -> tuple[FindingReview, ...]:
        table = finding_reviews
        query = select(table).where(table.c.finding_id == finding_id).order_by(table.c.id)
        return tuple(
            FindingReview(row.reviewer, Newness(row.newness), row.comment, row.reviewed_at)
            for row in self._connection.execute(query)
        )

    def _statements(self, comparison_id: int) -> tuple[CustomerStatement, ...]:
        table = customer_statements
        query = select(table).where(table.c.comparison_id == comparison_id).order_by(table.c.id)
        return tuple(
            CustomerStatement(
                Consent(row.consent), row.comment, row.language, row.signature, row.stated_at
            )
            for row in self._connection.execute(query)
        )


def _finding_values(comparison_id: int, finding: Finding) -> dict[str, object]:
    return {
        "comparison_id": comparison_id,
        "return_photo": finding.return_photo,
        "newness": finding.newness.value,
        "reason": finding.reason.value,
        "region": json.dumps(dataclasses.asdict(finding.region), sort_keys=True),
        "pickup_photo": finding.pickup_photo,
        "pickup_box": None if finding.pickup_box is None else json.dumps(finding.pickup_box),
        "return_evidence": finding.return_evidence,
        "pickup_evidence": finding.pickup_evidence,
    }


def _finding(row: Row[Any]) -> Finding:
    region: dict[str, Any] = json.loads(row.region)
    region["box"] = tuple(region["box"])
    box = None if row.pickup_box is None else json.loads(row.pickup_box)
    return Finding(
        row.return_photo,
        Region(**region),
        Newness(row.newness),
        Reason(row.reason),
        pickup_photo=row.pickup_photo,
        pickup_box=None if box is None else (box[0], box[1], box[2], box[3]),
        return_evidence=row.return_evidence,
        pickup_evidence=row.pickup_evidence,
    )
