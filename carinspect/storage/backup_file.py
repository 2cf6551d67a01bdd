"""A backup: one zip with all rows, the stored photos, and a hash of everything."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.atomic_file import open_private
from carinspect.storage.table_dump import dump, tables_of

_FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_CHUNK_BYTES: Final = 1 << 20

_DAMAGE: Final = (
    *(OSError, zipfile.BadZipFile, zlib.error, EOFError),
    *(KeyError, ValueError, TypeError, AttributeError, RuntimeError),
)
"""What Python's readers of zip and JSON raise at bytes that are not as they were written."""


@dataclass(frozen=True, slots=True)
class BackupFacts:
    """What a backup says of itself.

    Attributes:
        revision: of the tables.
        tables: name -> number of rows.
        photos: SHA-256 of the stored photos in it.
    """

    revision: str
    tables: dict[str, int]
    photos: tuple[str, ...]


def write_backup(
    connection: Connection, path: Path, revision: str, photos: Iterable[tuple[str, Path]] = ()
) -> Generator[str]:
    """Write a backup, whole or not at all; yields each thing's name when it is in.

    Closed before its end, it leaves no file.

    Args:
        connection: in a transaction that sees one state.
        path: the zip to make; replaced where it exists.
        revision: of the tables.
        photos: SHA-256 and file of each stored photo to include.

    Raises:
        CarInspectError: the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_private(temporary) as file:
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                yield from _fill(archive, connection, revision, photos)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=path, reason=reason) from error
    finally:
        temporary.unlink(missing_ok=True)


def free_backup(folder: Path, why: str, at: datetime) -> Path:
    """The name of a backup in ``folder`` that takes no other's place, whatever the clock did."""
    stem = f"{why}-{at:%Y%m%dT%H%M%S}"
    names = (f"{stem}.zip", *(f"{stem}-{number}.zip" for number in range(2, 1000)))
    return next(path for name in names if not (path := folder / name).exists())


@contextlib.contextmanager
def open_backup(path: Path) -> Generator[tuple[BackupFacts, zipfile.ZipFile]]:
    """Open a backup after comparing every hash.

    Raises:
        CarInspectError: it is missing, no backup, incomplete or altered.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield _check(archive, path), archive
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CarInspectError(ErrorCode.BACKUP_DAMAGED, file=path, reason=reason) from error


def table_entry(name: str) -> str:
    """Where a table's rows are within the zip."""
    return f"tables/{name}.jsonl"


def photo_entry(sha256: str) -> str:
    """Where a stored photo is within the zip."""
    return f"photos/{sha256}"


def _fill(
    archive: zipfile.ZipFile,
    connection: Connection,
    revision: str,
    photos: Iterable[tuple[str, Path]],
) -> Iterator[str]:
    hashes: dict[str, str] = {}
    rows: dict[str, int] = {}
    for table in tables_of(connection):
        name = table_entry(table.name)
        lines = _counted(dump(connection, table), rows, table.name)
        hashes[name] = _add(archive, name, lines, zipfile.ZIP_DEFLATED)
        yield name
    for sha256, file in photos:
        name = photo_entry(sha256)
        with file.open("rb") as photo:
            hashes[name] = _add(archive, name, _chunks(photo), zipfile.ZIP_STORED)
        yield name
    manifest = {"format": _FORMAT, "revision": revision, "rows": rows, "sha256": hashes}
    archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))


def _counted(lines: Iterable[bytes], rows: dict[str, int], name: str) -> Iterator[bytes]:
    rows[name] = 0
    for line in lines:
        rows[name] += 1
        yield line


def _add(archive: zipfile.ZipFile, name: str, chunks: Iterable[bytes], method: int) -> str:
    hashed = hashlib.sha256()
    info = zipfile.ZipInfo(name)
    info.compress_type = method
    with archive.open(info, "w", force_zip64=True) as entry:
        for chunk in chunks:
            hashed.update(chunk)
            entry.write(chunk)
    return hashed.hexdigest()


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK_BYTES):
        yield chunk


def _check(archive: zipfile.ZipFile, path: Path) -> BackupFacts:
    manifest: dict[str, Any] = json.loads(archive.read(_MANIFEST))
    if manifest["format"] != _FORMAT:
        raise ValueError(f"format {manifest['format']}")
    for name, expected in manifest["sha256"].items():
        hashed = hashlib.sha256()
        with archive.open(name) as entry:
            for chunk in _chunks(entry):
                hashed.update(chunk)
        if hashed.hexdigest() != expected:
            raise CarInspectError(ErrorCode.BACKUP_DAMAGED, file=path, reason=name)
    names = [name.split("/", 1) for name in manifest["sha256"]]
    photos = tuple(name for folder, name in names if folder == "photos")
    return BackupFacts(manifest["revision"], manifest["rows"], photos)
