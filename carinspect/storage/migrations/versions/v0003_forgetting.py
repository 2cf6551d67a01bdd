"""Rentals and inspections can be forgotten; what is final cannot be changed by anybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# A row of "forgotten" is written in the same transaction as an entry of the audit log that
# names who forgot what; without it, rows that people wrote cannot be removed.
GONE = "EXISTS (SELECT 1 FROM forgotten WHERE kind = '{kind}' AND row_id = {row})"
RENTAL_OF_COMPARISON = "(SELECT rental_id FROM comparisons WHERE id = {comparison})"
COMPARISON_OF_FINDING = "(SELECT comparison_id FROM findings WHERE id = OLD.finding_id)"
BLANKED = " AND ".join(
    (
        """NEW.details = '{"erased":true}'""",
        "NEW.subject LIKE 'erased:%'",
        *(
            f"NEW.{column} = OLD.{column}"
            for column in ("number", "at", "actor", "action", "previous_hash", "hash")
        ),
    )
)
OPEN = "EXISTS (SELECT 1 FROM rentals WHERE id = OLD.rental_id AND closed_at IS NULL)"


def _gone(kind: str, row: str) -> str:
    return GONE.format(kind=kind, row=row)


# (table, change) -> when it is allowed.
GUARDS = {
    ("audit_log", "UPDATE"): BLANKED,
    ("reviews", "DELETE"): _gone("inspections", "OLD.inspection_id"),
    ("finding_reviews", "DELETE"): _gone(
        "rentals", RENTAL_OF_COMPARISON.format(comparison=COMPARISON_OF_FINDING)
    ),
    ("customer_statements", "DELETE"): _gone(
        "rentals", RENTAL_OF_COMPARISON.format(comparison="OLD.comparison_id")
    ),
    ("forgotten", "UPDATE"): "1 = 0",
    ("forgotten", "DELETE"): "1 = 0",
    ("rentals", "UPDATE"): "OLD.closed_at IS NULL",
    ("rental_photos", "UPDATE"): OPEN,
    ("rental_photos", "DELETE"): f"{OPEN} OR {_gone('rentals', 'OLD.rental_id')}",
}

REPLACED = (
    ("audit_log", "UPDATE"),
    ("reviews", "DELETE"),
    ("finding_reviews", "DELETE"),
    ("customer_statements", "DELETE"),
)


def upgrade() -> None:
    """Make the step."""
    op.create_table(
        "forgotten",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("row_id", ID, nullable=False),
        sa.Column("entry", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_forgotten"),
        sa.UniqueConstraint("kind", "row_id", name="uq_forgotten_kind_row_id"),
    )
    op.create_table(
        "leftover_photos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_leftover_photos"),
    )
    on_server = op.get_bind().dialect.name == "postgresql"
    for table, change in REPLACED:
        where = f" ON {table}" if on_server else ""
        op.execute(f"DROP TRIGGER {table}_no_{change.lower()}{where}")
    for (table, change), allowed in GUARDS.items():
        for statement in _guard(table, change, allowed, on_server=on_server):
            # Not as text with parameters: ":true" in a JSON object is none.
            op.get_bind().exec_driver_sql(statement)


def _guard(table: str, change: str, allowed: str, *, on_server: bool) -> tuple[str, ...]:
    name = f"{table}_no_{change.lower()}"
    head = f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW "
    if not on_server:
        return (f"{head}WHEN NOT ({allowed}) BEGIN SELECT RAISE(ABORT, 'append-only'); END",)
    row = "OLD" if change == "DELETE" else "NEW"
    function = (
        f"CREATE OR REPLACE FUNCTION carinspect_{name}() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF {allowed} THEN RETURN {row}; END IF;"
        " RAISE EXCEPTION 'append-only'; END $$"
    )
    return function.replace("%", "%%"), f"{head}EXECUTE FUNCTION carinspect_{name}()"
