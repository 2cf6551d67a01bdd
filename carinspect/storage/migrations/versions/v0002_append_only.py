"""What was said is never unsaid: the database refuses to change or remove such rows."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("audit_log", "reviews", "finding_reviews", "customer_statements")


def upgrade() -> None:
    """Make the step."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION carinspect_refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'append-only'; END $$"
        )
    for table in TABLES:
        for change in ("UPDATE", "DELETE"):
            op.execute(_refusal(table, change, op.get_bind().dialect.name))


def _refusal(table: str, change: str, dialect: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} FOR EACH ROW "
    if dialect == "postgresql":
        return head + "EXECUTE FUNCTION carinspect_refuse()"
    return head + "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
