"""Jobs: all records and photos -> one file, and back."""

from __future__ import annotations

import contextlib
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Permission, User
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.records import Records, now, set_aside_records
from carinspect.services.users import list_users
from carinspect.services.workspace import Workspace
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.backup_file import (
    BackupFacts,
    free_backup,
    open_backup,
    photo_entry,
    write_backup,
)
from carinspect.storage.database import is_server
from carinspect.storage.restore import restore_rows
from carinspect.storage.schema_steps import current_revision, latest_revision
from carinspect.storage.table_dump import holds_records, tables_of

_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class BackupDone:
    """What a backup or a restore moved.

    Attributes:
        photos: how many stored photos.
        left_out: SHA-256 of stored photos that are damaged and so are not in the backup.
        before: of a restore over records: the backup that was made of them first, or the
            damaged database that was set aside.
    """

    photos: int
    left_out: tuple[str, ...] = ()
    before: Path | None = None


@dataclass(frozen=True)
class BackUpRecords:
    """Write one file with all records and stored photos, whole or not at all.

    The window stays usable meanwhile; what is saved after the start is not in it. Reports
    ``Progress``.

    Raises:
        CarInspectError: the file cannot be written, or nobody is signed in.
    """

    workspace: Workspace
    file: Path

    def run(self, ctx: JobContext, /) -> BackupDone:
        by = self.workspace.current_user()
        records = self.workspace.records()
        done = _write(records, self.file, ctx)
        with records.database.writing() as connection:
            details = {"file": self.file.name, "photos": done.photos}
            AuditLog(connection).append(
                now(), by.name, action="records.backed_up", subject="records", details=details
            )
        return done


@dataclass(frozen=True)
class RestoreRecords:
    """Put a backup in the place of the records, photos first; all of it or nothing.

    Where there are records already, they must be meant to be replaced, and are backed up before.
    Reports ``Progress``.

    Attributes:
        replace: records that are there may be replaced.

    Raises:
        CarInspectError: the backup is damaged or newer than this program, there are records
            already, or the user may not.
    """

    workspace: Workspace
    file: Path
    replace: bool = False

    def run(self, ctx: JobContext, /) -> BackupDone:
        with open_backup(self.file) as (facts, archive):
            # Only now: nothing is set aside for a backup that is none.
            aside = make_restorable(self.workspace)
            by = self.workspace.require(Permission.RESTORE)
            before = self._before(ctx) or aside
            records = self.workspace.records()
            _restore_photos(records, facts, archive, ctx)
            with records.database.writing() as connection:
                if not self.replace:
                    _refuse_records(records, holds=holds_records(connection))
                restore_rows(connection, facts, archive, name=records.database.name)
                _note_restore(AuditLog(connection), by, self.file)
        return BackupDone(len(facts.photos), before=before)

    def _before(self, ctx: JobContext) -> Path | None:
        records = self.workspace.records()
        before = free_backup(records.folder / "backups", "before-restore", now())
        try:
            with records.database.reading() as connection:
                holds = holds_records(connection)
            if not holds:
                return None
            if not self.replace:
                _refuse_records(records, holds=True)
            _write(records, before, ctx)
        except CarInspectError as error:
            is_lost = error.code is ErrorCode.DATABASE_DAMAGED and not records.database.is_server
            if not (is_lost and self.replace):
                raise
            # What cannot be read cannot be backed up: the file is kept as it is.
            self.workspace.close()
            return set_aside_records(self.workspace.settings)
        return before


def make_restorable(workspace: Workspace) -> Path | None:
    """Set a file aside that is no database any more, so that a backup can take its place.

    Returns:
        Where it is then; None where the records can be opened.

    Raises:
        CarInspectError: the records cannot be opened for another reason.
    """
    try:
        list_users(workspace.records())
    except CarInspectError as error:
        address = workspace.settings.database
        if error.code is not ErrorCode.DATABASE_DAMAGED or is_server(address):
            raise
        workspace.close()
        return set_aside_records(workspace.settings)
    return None


def _write(records: Records, file: Path, ctx: JobContext) -> BackupDone:
    records.photos.sweep(time.time() - _DAY_S)
    stored = list(records.photos.all())
    whole: list[str] = []
    left_out: list[str] = []
    for sha256 in stored:
        ctx.raise_if_cancelled()
        (whole if records.photos.is_whole(sha256) else left_out).append(sha256)
    files = ((sha256, records.photos.path(sha256)) for sha256 in whole)
    with records.database.reading() as connection:
        total = len(whole) + len(tables_of(connection))
        # Closed also where it is cancelled: the unfinished file goes away then.
        revision = current_revision(connection) or latest_revision()
        entries = write_backup(connection, file, revision, files)
        with contextlib.closing(entries):
            for number, _entry in enumerate(entries, start=1):
                ctx.report(Progress(number, total))
                ctx.raise_if_cancelled()
    return BackupDone(len(whole), tuple(left_out))


def _restore_photos(
    records: Records, facts: BackupFacts, archive: zipfile.ZipFile, ctx: JobContext
) -> None:
    total = len(facts.photos)
    for number, sha256 in enumerate(facts.photos, start=1):
        ctx.raise_if_cancelled()
        # A stored photo that is damaged is mended by the backup.
        if not records.photos.is_whole(sha256):
            records.photos.put(sha256, archive.read(photo_entry(sha256)))
        ctx.report(Progress(number, total))


def _note_restore(log: AuditLog, by: User, file: Path) -> None:
    details = {"file": file.name}
    log.append(now(), by.name, action="records.restored", subject="records", details=details)


def _refuse_records(records: Records, *, holds: bool) -> None:
    if holds:
        raise CarInspectError(ErrorCode.RESTORE_NOT_EMPTY, database=records.database.name)
