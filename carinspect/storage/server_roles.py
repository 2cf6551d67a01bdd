"""What clerks and managers may do on a shared PostgreSQL, said to the server itself.

The program asks for names and PINs, but whoever knows an account of the server needs no program.
Two roles without login are made; the accounts that counters connect with are put into one:

    CREATE ROLE counter1 LOGIN PASSWORD '...' IN ROLE carinspect_clerk;

The account that made the tables owns them: it updates them, restores backups, and belongs to
whoever looks after the server, not to a counter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.schema import METADATA

CLERK: Final = "carinspect_clerk"
MANAGER: Final = "carinspect_manager"

_ADDED_BY_CLERKS: Final = (
    *("rentals", "rental_photos", "folder_runs", "inspections", "reviews", "comparisons"),
    *("findings", "finding_reviews", "customer_statements", "audit_log"),
)
_CHANGED_BY_CLERKS: Final = {
    "rentals": ("closed_at", "closed_by"),
    "rental_photos": ("view",),
    "folder_runs": ("finished_at",),
    "inspections": ("current_outcome", "reviewed_by"),
    # Wrong PINs are counted. A PIN is a manager's to change here.
    "users": ("wrong_pins", "locked_until"),
}
_REMOVED_BY_CLERKS: Final = ("rental_photos", "leftover_photos")
"""A photo may be taken out while its rental is open (a trigger sees to it)."""

_ADDED_BY_MANAGERS: Final = ("users", "forgotten", "leftover_photos")
_CHANGED_BY_MANAGERS: Final = {
    "users": ("role", "pin_hash", "active"),
    # Blanked where a rental is forgotten; a trigger refuses everything else.
    "audit_log": ("subject", "details"),
}
_REMOVED_BY_MANAGERS: Final = (
    *("rentals", "inspections", "reviews", "comparisons"),
    *("findings", "finding_reviews", "customer_statements"),
)


def role_statements() -> tuple[str, ...]:
    """The SQL that makes both roles and gives them what they need; may be run again."""
    return (
        *(_make(role) for role in (CLERK, MANAGER)),
        *_take_all_back(),
        f"GRANT USAGE ON SCHEMA public TO {CLERK}, {MANAGER}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        *(f"GRANT SELECT ON {table} TO {CLERK}" for table in _tables()),
        *(f"GRANT INSERT ON {table} TO {CLERK}" for table in _ADDED_BY_CLERKS),
        *_updates(_CHANGED_BY_CLERKS, CLERK),
        *(f"GRANT DELETE ON {table} TO {CLERK}" for table in _REMOVED_BY_CLERKS),
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {CLERK}",
        f"GRANT {CLERK} TO {MANAGER}",
        *(f"GRANT INSERT ON {table} TO {MANAGER}" for table in _ADDED_BY_MANAGERS),
        *_updates(_CHANGED_BY_MANAGERS, MANAGER),
        *(f"GRANT DELETE ON {table} TO {MANAGER}" for table in _REMOVED_BY_MANAGERS),
    )


def set_up_roles(connection: Connection) -> None:
    """Make both roles, within the connection's transaction.

    Raises:
        CarInspectError: the records are in a file, or the account may not make roles.
    """
    if connection.dialect.name != "postgresql":
        raise CarInspectError(ErrorCode.NOT_ON_A_SERVER)
    for statement in role_statements():
        connection.exec_driver_sql(statement)


def _make(role: str) -> str:
    # There is no CREATE ROLE IF NOT EXISTS.
    return (
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    )


def _take_all_back() -> Iterator[str]:
    for kind in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {CLERK}, {MANAGER}"


def _updates(columns: dict[str, tuple[str, ...]], role: str) -> Iterator[str]:
    for table, names in columns.items():
        yield f"GRANT UPDATE ({', '.join(names)}) ON {table} TO {role}"


def _tables() -> tuple[str, ...]:
    # Also those of later versions: whoever may not read a table cannot open the records.
    return (*sorted(METADATA.tables), "alembic_version")
