"""One new row and its id, on every database."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Table, insert


def insert_row(connection: Connection, table: Table, values: Mapping[str, object]) -> int:
    """Insert one row into a table that numbers its rows; the row's id."""
    done = connection.execute(insert(table).values(values).returning(table.c.id))
    return int(done.scalar_one())
