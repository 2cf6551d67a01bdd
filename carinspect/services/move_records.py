"""Jobs: other records than so far, looked at first and then used."""

from __future__ import annotations

from dataclasses import dataclass, field

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import JobContext
from carinspect.services.records import Records
from carinspect.services.workspace import Workspace
from carinspect.storage.database import has_password
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.server_password import keep_password
from carinspect.storage.user_store import UserStore


@dataclass(frozen=True, slots=True)
class RecordsFound:
    """What is in a database.

    Attributes:
        name: its path or address.
    """

    name: str
    inspections: int
    users: int


@dataclass(frozen=True)
class TryRecords:
    """Open a database as the records would be opened, and say what is in it.

    Raises:
        CarInspectError: it cannot be opened, or its address contains a password.
    """

    database: str
    photos_folder: str
    password: str = field(default="", repr=False)

    def run(self, ctx: JobContext, /) -> RecordsFound:
        ctx.raise_if_cancelled()
        records = _open(self.database, self.photos_folder, self.password)
        try:
            return _look(records)
        finally:
            records.close()


@dataclass(frozen=True)
class MoveRecords:
    """Work with another database and photo folder from now on; what is in it.

    Nothing is copied: a backup and a restore do that. The password of a server is kept in the
    keyring once it has opened.

    Raises:
        CarInspectError: it cannot be opened, or there is no keyring; the records stay what they
            were.
    """

    workspace: Workspace
    database: str
    photos_folder: str
    password: str = field(default="", repr=False)

    def run(self, ctx: JobContext, /) -> RecordsFound:
        ctx.raise_if_cancelled()
        records = _open(self.database, self.photos_folder, self.password)
        found = _look(records)
        if self.password:
            try:
                keep_password(self.database, self.password)
            except CarInspectError:
                records.close()
                raise
        self.workspace.use_records(records, self.database, self.photos_folder)
        return found


def _open(database: str, photos_folder: str, password: str) -> Records:
    # What is typed here is written to the settings file, which is no place for a password.
    if has_password(database):
        raise CarInspectError(ErrorCode.ADDRESS_TOO_OPEN)
    return Records.open(database, photos=photos_folder, password=password)


def _look(records: Records) -> RecordsFound:
    with records.database.reading() as connection:
        inspections = InspectionStore(connection).count(HistoryFilter())
        users = len(UserStore(connection).all())
    return RecordsFound(records.database.name, inspections, users)
