"""Inspections in the tables of the first version, as that version wrote them."""

from __future__ import annotations

from sqlalchemy import Connection, insert

from carinspect.core.inspection_json import digest, heat_to_bytes, to_json
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.schema import inspections
from tests.records import NOON, inspection


def fill_first_tables(connection: Connection, count: int, by: str = "kim") -> None:
    """Add ``count`` inspections; today's stores know tables that were not there then."""
    for number in range(1, count + 1):
        one = inspection(f"{number}.jpg")
        document, heat = to_json(one), heat_to_bytes(one)
        values = {
            "id": number,
            "photo_sha256": one.sha256,
            "model_id": one.model_id,
            "inspected_at": NOON,
            "inspected_by": by,
            "outcome": one.outcome.value,
            "current_outcome": one.outcome.value,
            "reviewed_by": "",
            "document": document,
            "heat_map": heat,
        }
        connection.execute(insert(inspections).values(values))
        details = {"digest": digest(document, heat), "outcome": one.outcome.value}
        AuditLog(connection).append(
            NOON,
            by,
            action="inspection.added",
            subject=f"inspection:{number}",
            details={**details, "photo_kept": False},
        )
