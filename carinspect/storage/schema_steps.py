"""Bringing a database's tables up to date, and refusing one from the future."""

from __future__ import annotations

import importlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.backup_file import write_backup

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

# Alembic is imported where it works: it takes as long to load as all else that the window
# needs of the records, and is wanted only when they are opened.
# ruff: noqa: PLC0415

_loading: Final = threading.Lock()

_MIGRATIONS: Final = Path(__file__).resolve().parent / "migrations"


def bring_up_to_date(connection: Connection, name: str, backup: Path) -> None:
    """Make the steps that lack, after a backup of what is there.

    Args:
        connection: in a write transaction; nothing is changed unless all succeeds.
        name: of the database, for messages.
        backup: the file to write where there are older tables.

    Raises:
        CarInspectError: the database is newer than this program.
    """
    revision = current_revision(connection)
    if revision == latest_revision():
        return
    if revision is not None:
        if not is_known(revision):
            raise CarInspectError(ErrorCode.DATABASE_NEWER, database=name)
        for _entry in write_backup(connection, backup, revision):
            pass
    upgrade(connection, "head")


def _load_alembic() -> None:
    """Import all parts at once: two threads that import some each would meet half-made ones."""
    with _loading:
        for part in ("command", "config", "runtime.migration", "script"):
            importlib.import_module(f"alembic.{part}")


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the tables to ``revision``, within the connection's transaction."""
    _load_alembic()
    from alembic import command

    command.upgrade(_config(connection), revision)


def current_revision(connection: Connection) -> str | None:
    """What the database says its tables are; None where there are none."""
    _load_alembic()
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def latest_revision() -> str:
    """The revision that this program works with."""
    head = _scripts().get_current_head()
    if head is None:
        raise FileNotFoundError(f"Expected migrations in {_MIGRATIONS}, found none")
    return head


def is_known(revision: str) -> bool:
    """Whether this program knows how to go on from ``revision``."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    _load_alembic()
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # A "%" in the path is Config's own escape.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
