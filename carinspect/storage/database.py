"""One database of records: SQLite in a file, or PostgreSQL for several counters.

Writers wait for each other: a write transaction takes the database's one write lock at its
start, so that the audit chain has one order and no writer works on what another is changing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
)

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.backup_file import free_backup
from carinspect.storage.schema_steps import bring_up_to_date

_BUSY_TIMEOUT_S: Final = 30
_BUSY_PAUSE_S: Final = 0.02
_CONNECT_TIMEOUT_S: Final = 10
_WRITE_LOCK: Final = 0x6361725F696E73
"""Key of PostgreSQL's advisory lock that writers take turns with (an arbitrary number)."""

_DAMAGE: Final = (
    *("malformed", "not a database", "Could not decode"),
    # Tables are made and changed by the migrations alone: they are there, once.
    *("no such table", "no such column", "already exists"),
)
_BAD_VALUE: Final = re.compile(
    r"Couldn't parse datetime string|Invalid isoformat string|is not a valid \w+"
)
"""What readers of times and of enums say of a stored value that is none."""

_READING: Final = "carinspect_reading"


class Database:
    """An open database; may be used by several threads, each transaction by one.

    Attributes:
        name: its path or address without the password, for messages.
    """

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    @classmethod
    def open(cls, address: str | Path, *, backups: Path, password: str | None = None) -> Database:
        """Open ``address``, creating it or bringing it up to date.

        Args:
            address: a file's path, or a URL such as ``postgresql://user@host/name``.
            password: for a server whose address contains none.
            backups: a folder; before its tables are changed, an older database is copied there.

        Raises:
            CarInspectError: it is newer than this program, unreachable, damaged or busy.
        """
        url = _url(address)
        name = url.database or "" if _is_sqlite(url) else _without_secrets(url)
        if password and not _is_sqlite(url) and url.password is None:
            url = url.set(password=password)
        try:
            database = cls(_engine(url), name)
        except (NoSuchModuleError, ModuleNotFoundError):
            raise CarInspectError(ErrorCode.SERVER_DRIVER_MISSING) from None
        try:
            database._prepare(backups)
        except BaseException:
            database.close()
            raise
        return database

    @contextlib.contextmanager
    def writing(self) -> Generator[Connection]:
        """A transaction that writes: all of it is kept when the block ends, or none.

        Raises:
            CarInspectError: the database is unreachable, damaged or busy.
        """
        with self._translated(), self._engine.connect() as connection, connection.begin():
            if self.is_server:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})"))
            yield connection

    @contextlib.contextmanager
    def reading(self) -> Generator[Connection]:
        """A transaction that only reads, and sees one state throughout.

        Raises:
            CarInspectError: the database is unreachable or damaged.
        """
        level = {"isolation_level": "REPEATABLE READ"} if self.is_server else {}
        with self._translated(), self._engine.connect() as connection:
            yield connection.execution_options(**{_READING: True}, **level)

    def tidy(self) -> None:
        """Leave nothing of removed rows in SQLite's log beside the file, as far as readers allow.

        PostgreSQL does so by itself when it vacuums.

        Raises:
            CarInspectError: the database is unreachable or damaged.
        """
        if not self.is_server:
            with self._translated(), self._engine.connect() as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    @property
    def is_server(self) -> bool:
        """Whether it is PostgreSQL."""
        return self._engine.dialect.name == "postgresql"

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def _prepare(self, backups: Path) -> None:
        if not self.is_server:
            Path(self.name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Not for other accounts; SQLite gives its log the same rights.
            with contextlib.suppress(OSError):  # told when it is opened
                os.close(os.open(self.name, os.O_CREAT | os.O_RDWR, 0o600))
        with self.writing() as connection:
            backup = free_backup(backups, "before-update", datetime.now(UTC))
            bring_up_to_date(connection, self.name, backup)

    @contextlib.contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except ValueError as error:
            is_text = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
            if not (is_text or _BAD_VALUE.search(str(error))):
                raise
            raise CarInspectError(ErrorCode.DATABASE_DAMAGED, database=self.name) from error
        except DatabaseError as error:
            code = _code(error)
            if code is None:
                raise
            reason = str(error.orig).strip().splitlines()[0]
            raise CarInspectError(code, database=self.name, reason=reason) from error


def _url(address: str | Path) -> URL:
    if isinstance(address, Path) or "://" not in address:
        return URL.create("sqlite", database=str(address))
    try:
        url = make_url(address)
    except ArgumentError:
        raise CarInspectError(ErrorCode.DATABASE_UNREACHABLE, database="?", reason="URL") from None
    # The driver is ours to choose: "postgresql://" alone would mean psycopg2.
    return url.set(drivername="postgresql+psycopg") if not _is_sqlite(url) else url


def _without_secrets(url: URL) -> str:
    shown = url.difference_update_query(["password", "sslpassword"])
    return shown.render_as_string(hide_password=True)


def is_server(address: str) -> bool:
    """Whether an address is a server's, not a file's.

    Raises:
        CarInspectError: it is no address.
    """
    return bool(address) and not _is_sqlite(_url(address))


def database_file(address: str | Path) -> Path:
    """The file of an address that is no server's."""
    return Path(_url(address).database or "")


def set_aside(file: Path, at: datetime) -> Path:
    """Move a damaged database with its log out of the way; where it is then.

    Raises:
        CarInspectError: the folder cannot be written.
    """
    aside = file.with_name(f"{file.name}.damaged-{at:%Y%m%dT%H%M%S}")
    try:
        # The log last: without its database it says nothing, the other way round it may lack.
        for suffix in ("", "-wal", "-shm"):
            part = file.with_name(file.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=file, reason=error.strerror) from error
    return aside


def has_password(address: str) -> bool:
    """Whether an address contains a password.

    Raises:
        CarInspectError: it is no address.
    """
    url = _url(address)
    return url.password is not None or "password" in url.query


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine(url: URL) -> Engine:
    if not _is_sqlite(url):
        return create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": _CONNECT_TIMEOUT_S}
        )
    engine = create_engine(url, connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3's own
    # Python's module would begin transactions by itself, late and without the write lock.
    connection.isolation_level = None
    _use_log(connection)
    for pragma in (
        "PRAGMA synchronous=FULL",  # what was committed survives a power cut
        "PRAGMA foreign_keys=ON",
        "PRAGMA secure_delete=ON",  # what was forgotten is overwritten, not only unlinked
    ):
        connection.execute(pragma).close()


def _use_log(connection: Any) -> None:  # noqa: ANN401 - sqlite3's own
    """Let readers not wait for the writer.

    A new file is converted: SQLite begins to read it, and does not wait for a lock on what it
    reads. Two windows that start together for the first time would lock each other out.
    """
    give_up = time.monotonic() + _BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY  # of any kind
            if not is_busy or time.monotonic() > give_up:
                raise
            time.sleep(_BUSY_PAUSE_S)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _code(error: DatabaseError) -> ErrorCode | None:
    # A row that is there already is a slip of the program, not of the database.
    message = "" if isinstance(error, IntegrityError) else str(error.orig)
    if "database is locked" in message or "LockNotAvailable" in type(error.orig).__name__:
        return ErrorCode.DATABASE_BUSY
    if "InsufficientPrivilege" in type(error.orig).__name__:
        return ErrorCode.DATABASE_NOT_ALLOWED
    if "disk is full" in message:
        return ErrorCode.DATABASE_DISK_FULL
    if any(words in message for words in _DAMAGE):
        return ErrorCode.DATABASE_DAMAGED
    return ErrorCode.DATABASE_UNREACHABLE if isinstance(error, OperationalError) else None
