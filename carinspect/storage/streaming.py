"""Rows one by one: a history of any length in little memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, Executable, Row

_ROWS_AT_ONCE: Final = 500


def stream(connection: Connection, query: Executable) -> Iterator[Row[Any]]:
    """The rows of ``query``, fetched some hundred at a time."""
    options = {"yield_per": _ROWS_AT_ONCE}
    # Closed also when the reader stops early: PostgreSQL holds a cursor for it.
    with connection.execute(query, execution_options=options) as rows:
        yield from rows
