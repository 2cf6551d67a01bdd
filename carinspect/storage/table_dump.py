"""The rows of all tables as JSON lines, whichever database it is, and back."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import IO, Any, Final

from sqlalchemy import Connection, MetaData, Table, func, insert, select, text

from carinspect.storage.schema import forgotten
from carinspect.storage.streaming import stream

_REVISIONS: Final = "alembic_version"
_NO_RECORDS: Final = frozenset({"users", "audit_log"})
_ROWS_AT_ONCE: Final = 500


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in the database, those that others refer to first."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != _REVISIONS]


def holds_records(connection: Connection) -> bool:
    """Whether anything was recorded; users and the log of their changes do not count."""
    return any(
        connection.execute(select(table).limit(1)).first() is not None
        for table in tables_of(connection)
        if table.name not in _NO_RECORDS
    )


def dump(connection: Connection, table: Table) -> Iterator[bytes]:
    """One line for each row, in the order of the primary key."""
    query = select(table).order_by(*table.primary_key.columns)
    for row in stream(connection, query):
        named = zip(table.columns.keys(), row, strict=True)
        values = {name: _to_json(value) for name, value in named}
        yield json.dumps(values, separators=(",", ":")).encode("ascii") + b"\n"


def load(connection: Connection, table: Table, lines: IO[bytes]) -> int:
    """Insert the rows that :func:`dump` wrote; how many."""
    count = 0
    while rows := [_row(line) for line in islice(lines, _ROWS_AT_ONCE)]:
        connection.execute(insert(table), rows)
        count += len(rows)
    return count


def count_on(connection: Connection, tables: Sequence[Table]) -> None:
    """Let PostgreSQL's counters go on after the highest loaded id (SQLite does by itself)."""
    if connection.dialect.name != "postgresql":
        return
    has_forgotten = any(table.name == forgotten.name for table in tables)
    for table in tables:
        if "id" in table.columns:
            highest = connection.scalar(select(func.max(table.c.id)))
            if has_forgotten:
                # The ids of what was forgotten never come again.
                gone = select(func.max(forgotten.c.row_id)).where(forgotten.c.kind == table.name)
                highest = max(highest or 0, connection.scalar(gone) or 0) or None
            if highest is not None:
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :value)"),
                    {"name": table.name, "value": highest},
                )


def drop_all(connection: Connection) -> None:
    """Remove every table, within the connection's transaction."""
    found = MetaData()
    found.reflect(connection)
    found.drop_all(connection)


def _to_json(value: Any) -> object:  # noqa: ANN401 - whatever the database holds
    if isinstance(value, datetime):
        return {"time": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode("ascii")}
    return value


def _row(line: bytes) -> dict[str, Any]:
    return {name: _from_json(value) for name, value in json.loads(line).items()}


def _from_json(value: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    if not isinstance(value, dict):
        return value
    if "time" in value:
        return datetime.fromisoformat(str(value["time"]))  # pyright: ignore[reportUnknownArgumentType]
    return base64.b64decode(str(value["bytes"]))  # pyright: ignore[reportUnknownArgumentType]
