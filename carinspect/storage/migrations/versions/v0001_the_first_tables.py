"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the step."""
    _audit_log()
    _folder_runs()
    _rentals()
    _users()
    _comparisons()
    _inspections()
    _rental_photos()
    _customer_statements()
    _findings()
    _reviews()
    _finding_reviews()


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_log"),
    )
    op.create_index("ix_audit_log_hash", "audit_log", ["hash"])
    op.create_index("ix_audit_log_subject", "audit_log", ["subject"])


def _folder_runs() -> None:
    op.create_table(
        "folder_runs",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("recursive", sa.Boolean(), nullable=False),
        sa.Column("model_id", sa.String(length=100), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_by", sa.String(length=100), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_folder_runs"),
    )


def _rentals() -> None:
    op.create_table(
        "rentals",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("plate", sa.String(length=40), nullable=False),
        sa.Column("plate_key", sa.String(length=40), nullable=False),
        sa.Column("vehicle", sa.String(length=200), nullable=False),
        sa.Column("customer_reference", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rentals"),
        sa.UniqueConstraint("number", name="uq_rentals_number"),
    )
    op.create_index("ix_rentals_opened_at", "rentals", ["opened_at"])
    op.create_index("ix_rentals_plate_key", "rentals", ["plate_key"])


def _users() -> None:
    op.create_table(
        "users",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_users"),
    )


def _comparisons() -> None:
    op.create_table(
        "comparisons",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("rental_id", ID, nullable=False),
        sa.Column("model_id", sa.String(length=100), nullable=False),
        sa.Column("compared_at", sa.DateTime(), nullable=False),
        sa.Column("compared_by", sa.String(length=100), nullable=False),
        sa.Column("without_findings", sa.Text(), nullable=False),
        sa.Column("not_inspected", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name="fk_comparisons_rental_id_rentals"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comparisons"),
    )
    op.create_index("ix_comparisons_rental_id", "comparisons", ["rental_id"])


def _inspections() -> None:
    op.create_table(
        "inspections",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("rental_id", ID, nullable=True),
        sa.Column("folder_run_id", ID, nullable=True),
        sa.Column("run_photo", sa.Text(), nullable=True),
        sa.Column("photo_sha256", sa.String(length=64), nullable=False),
        sa.Column("model_id", sa.String(length=100), nullable=False),
        sa.Column("inspected_at", sa.DateTime(), nullable=False),
        sa.Column("inspected_by", sa.String(length=100), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("current_outcome", sa.String(length=20), nullable=False),
        sa.Column("reviewed_by", sa.String(length=100), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("heat_map", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["folder_run_id"], ["folder_runs.id"], name="fk_inspections_folder_run_id_folder_runs"
        ),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name="fk_inspections_rental_id_rentals"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inspections"),
        sa.UniqueConstraint(
            "folder_run_id", "run_photo", name="uq_inspections_folder_run_id_run_photo"
        ),
    )
    op.create_index(
        "ix_inspections_current_outcome_inspected_at",
        "inspections",
        ["current_outcome", "inspected_at"],
    )
    op.create_index("ix_inspections_inspected_at", "inspections", ["inspected_at"])
    op.create_index("ix_inspections_photo_sha256", "inspections", ["photo_sha256"])
    op.create_index(
        "ix_inspections_rental_id_inspected_at", "inspections", ["rental_id", "inspected_at"]
    )
    op.create_index(
        "ix_inspections_reviewed_by_inspected_at", "inspections", ["reviewed_by", "inspected_at"]
    )


def _rental_photos() -> None:
    op.create_table(
        "rental_photos",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("rental_id", ID, nullable=False),
        sa.Column("phase", sa.String(length=20), nullable=False),
        sa.Column("view", sa.String(length=20), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["rental_id"], ["rentals.id"], name="fk_rental_photos_rental_id_rentals"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rental_photos"),
        sa.UniqueConstraint(
            "rental_id", "phase", "sha256", name="uq_rental_photos_rental_id_phase_sha256"
        ),
    )
    op.create_index("ix_rental_photos_sha256", "rental_photos", ["sha256"])


def _customer_statements() -> None:
    op.create_table(
        "customer_statements",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("comparison_id", ID, nullable=False),
        sa.Column("consent", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comparison_id"],
            ["comparisons.id"],
            name="fk_customer_statements_comparison_id_comparisons",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_customer_statements"),
    )
    op.create_index(
        "ix_customer_statements_comparison_id", "customer_statements", ["comparison_id"]
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("comparison_id", ID, nullable=False),
        sa.Column("return_photo", sa.String(length=64), nullable=False),
        sa.Column("newness", sa.String(length=30), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("pickup_photo", sa.String(length=64), nullable=True),
        sa.Column("pickup_box", sa.Text(), nullable=True),
        sa.Column("return_evidence", sa.Float(), nullable=False),
        sa.Column("pickup_evidence", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["comparison_id"], ["comparisons.id"], name="fk_findings_comparison_id_comparisons"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_findings"),
    )
    op.create_index("ix_findings_comparison_id", "findings", ["comparison_id"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("inspection_id", ID, nullable=False),
        sa.Column("reviewer", sa.String(length=100), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inspection_id"], ["inspections.id"], name="fk_reviews_inspection_id_inspections"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_inspection_id", "reviews", ["inspection_id"])


def _finding_reviews() -> None:
    op.create_table(
        "finding_reviews",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("finding_id", ID, nullable=False),
        sa.Column("reviewer", sa.String(length=100), nullable=False),
        sa.Column("newness", sa.String(length=30), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["findings.id"], name="fk_finding_reviews_finding_id_findings"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_finding_reviews"),
    )
    op.create_index("ix_finding_reviews_finding_id", "finding_reviews", ["finding_id"])
