"""Looking at a database without changing it."""

from __future__ import annotations

import contextlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.schema_steps import is_known, latest_revision

_TIMEOUT_S: Final = 5


@dataclass(frozen=True, slots=True)
class DatabaseHealth:
    """What was found in a file.

    Attributes:
        revision: of its tables; empty where it has none.
        is_latest: whether this program works with it as it is.
        damage: what SQLite says is wrong, its first line; empty where nothing is.
    """

    revision: str
    is_latest: bool
    damage: str


def examine_database(file: Path) -> DatabaseHealth:
    """Check every page and index of an SQLite file, which is only read.

    Raises:
        CarInspectError: it cannot be opened, or is newer than this program.
    """
    try:
        address = f"{file.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, timeout=_TIMEOUT_S)
        with contextlib.closing(connection):
            damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            revision = _revision(connection)
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            return DatabaseHealth("", is_latest=False, damage=str(error))
        raise CarInspectError(ErrorCode.DATABASE_UNREACHABLE, database=file, reason=error) from None
    if revision and not is_known(revision):
        raise CarInspectError(ErrorCode.DATABASE_NEWER, database=file)
    return DatabaseHealth(revision, revision == latest_revision(), "" if damage == "ok" else damage)


def _revision(connection: sqlite3.Connection) -> str:
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    )
    if tables.fetchone() is None:
        return ""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return row[0] if row else ""
