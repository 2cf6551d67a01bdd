"""Putting a backup's rows in the place of a database's own."""

from __future__ import annotations

import zipfile

from sqlalchemy import Connection

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage import table_dump
from carinspect.storage.backup_file import BackupFacts, table_entry
from carinspect.storage.schema_steps import is_known, upgrade


def restore_rows(
    connection: Connection, facts: BackupFacts, archive: zipfile.ZipFile, *, name: str
) -> None:
    """Replace all tables by the backup's, then bring them up to date.

    Args:
        connection: in a write transaction; nothing is changed unless all succeeds.
        facts: of the backup, checked.
        archive: the backup.
        name: of the database, for messages.

    Raises:
        CarInspectError: the backup is newer than this program.
    """
    if not is_known(facts.revision):
        raise CarInspectError(ErrorCode.DATABASE_NEWER, database=name)
    table_dump.drop_all(connection)
    upgrade(connection, facts.revision)
    tables = table_dump.tables_of(connection)
    for table in tables:
        with archive.open(table_entry(table.name)) as lines:
            table_dump.load(connection, table, lines)
    table_dump.count_on(connection, tables)
    upgrade(connection, "head")
