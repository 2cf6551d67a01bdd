"""One new row and its id, on every database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, Table, func, insert, select

from carinspect.storage.schema import forgotten, inspections, rentals

_FORGETTABLE: Final = (rentals, inspections)


def insert_row(connection: Connection, table: Table, values: Mapping[str, object]) -> int:
    """Insert one row into a table that numbers its rows; the row's id, which was never used."""
    if table in _FORGETTABLE and connection.dialect.name == "sqlite":
        # SQLite would give the last row's number again once that row is gone; PostgreSQL counts.
        values = {
            **values,
            "id": 1 + max(highest_id(connection, table), _forgotten(connection, table)),
        }
    done = connection.execute(insert(table).values(values).returning(table.c.id))
    return int(done.scalar_one())


def highest_id(connection: Connection, table: Table) -> int:
    """The largest id in ``table``; 0 where it is empty."""
    return connection.scalar(select(func.max(table.c.id))) or 0


def _forgotten(connection: Connection, table: Table) -> int:
    query = select(func.max(forgotten.c.row_id)).where(forgotten.c.kind == table.name)
    return connection.scalar(query) or 0
