"""The tables, as the latest migration leaves them; a test compares the two."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from carinspect.storage.utc_datetime import UtcDateTime

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts by itself only in a column of exactly the type INTEGER.
_ID = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", _ID, primary_key=True, autoincrement=True)


users: Final = Table(
    "users",
    METADATA,
    Column("name", String(100), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("pin_hash", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("wrong_pins", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
)

rentals: Final = Table(
    "rentals",
    METADATA,
    _id(),
    Column("number", String(100), nullable=False, unique=True),
    Column("plate", String(40), nullable=False),
    Column("plate_key", String(40), nullable=False, index=True),
    Column("vehicle", String(200), nullable=False),
    Column("customer_reference", String(200), nullable=False),
    Column("opened_at", UtcDateTime, nullable=False, index=True),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(100), nullable=False),
)

rental_photos: Final = Table(
    "rental_photos",
    METADATA,
    _id(),
    Column("rental_id", _ID, ForeignKey("rentals.id"), nullable=False),
    Column("phase", String(20), nullable=False),
    Column("view", String(20)),
    Column("sha256", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", String(100), nullable=False),
    UniqueConstraint("rental_id", "phase", "sha256"),
)

folder_runs: Final = Table(
    "folder_runs",
    METADATA,
    _id(),
    Column("folder", Text, nullable=False),
    Column("recursive", Boolean, nullable=False),
    Column("model_id", String(100), nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("started_by", String(100), nullable=False),
    Column("finished_at", UtcDateTime),
)

inspections: Final = Table(
    "inspections",
    METADATA,
    _id(),
    Column("rental_id", _ID, ForeignKey("rentals.id")),
    Column("folder_run_id", _ID, ForeignKey("folder_runs.id")),
    # Within a folder inspection: which of its photos; the constraint keeps it to once.
    Column("run_photo", Text),
    Column("photo_sha256", String(64), nullable=False, index=True),
    Column("model_id", String(100), nullable=False),
    Column("inspected_at", UtcDateTime, nullable=False, index=True),
    Column("inspected_by", String(100), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("current_outcome", String(20), nullable=False),
    Column("reviewed_by", String(100), nullable=False),
    Column("document", Text, nullable=False),
    Column("heat_map", LargeBinary),
    UniqueConstraint("folder_run_id", "run_photo"),
    Index(None, "rental_id", "inspected_at"),
    Index(None, "current_outcome", "inspected_at"),
    Index(None, "reviewed_by", "inspected_at"),
)

reviews: Final = Table(
    "reviews",
    METADATA,
    _id(),
    Column("inspection_id", _ID, ForeignKey("inspections.id"), nullable=False, index=True),
    Column("reviewer", String(100), nullable=False),
    Column("decision", String(20), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewed_at", UtcDateTime, nullable=False),
)

comparisons: Final = Table(
    "comparisons",
    METADATA,
    _id(),
    Column("rental_id", _ID, ForeignKey("rentals.id"), nullable=False, index=True),
    Column("model_id", String(100), nullable=False),
    Column("compared_at", UtcDateTime, nullable=False),
    Column("compared_by", String(100), nullable=False),
    Column("without_findings", Text, nullable=False),
    Column("not_inspected", Text, nullable=False),
)

findings: Final = Table(
    "findings",
    METADATA,
    _id(),
    Column("comparison_id", _ID, ForeignKey("comparisons.id"), nullable=False, index=True),
    Column("return_photo", String(64), nullable=False),
    Column("newness", String(30), nullable=False),
    Column("reason", String(30), nullable=False),
    Column("region", Text, nullable=False),
    Column("pickup_photo", String(64)),
    Column("pickup_box", Text),
    Column("return_evidence", Float, nullable=False),
    Column("pickup_evidence", Float),
)

finding_reviews: Final = Table(
    "finding_reviews",
    METADATA,
    _id(),
    Column("finding_id", _ID, ForeignKey("findings.id"), nullable=False, index=True),
    Column("reviewer", String(100), nullable=False),
    Column("newness", String(30), nullable=False),
    Column("comment", Text, nullable=False),
    Column("reviewed_at", UtcDateTime, nullable=False),
)

customer_statements: Final = Table(
    "customer_statements",
    METADATA,
    _id(),
    Column("comparison_id", _ID, ForeignKey("comparisons.id"), nullable=False, index=True),
    Column("consent", String(20), nullable=False),
    Column("comment", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("stated_at", UtcDateTime, nullable=False),
)

audit_log: Final = Table(
    "audit_log",
    METADATA,
    Column("number", _ID, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(100), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(100), nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False, index=True),
)

forgotten: Final = Table(
    "forgotten",
    METADATA,
    _id(),
    # "rentals" or "inspections", whose row of this id is gone and never comes again.
    Column("kind", String(20), nullable=False),
    Column("row_id", _ID, nullable=False),
    Column("entry", _ID, nullable=False),
    UniqueConstraint("kind", "row_id"),
)

leftover_photos: Final = Table(
    "leftover_photos",
    METADATA,
    # Stored photos that no record needs any more and that are about to be removed.
    Column("sha256", String(64), primary_key=True),
)

APPEND_ONLY: Final = (
    *("audit_log", "reviews", "finding_reviews", "customer_statements"),
    "forgotten",
)
"""Tables whose rows the database itself refuses to change or remove, but where a rental or an
inspection is forgotten."""
