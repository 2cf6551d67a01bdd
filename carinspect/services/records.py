"""The records of a counter: the database and the stored photos, opened once."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import data_dir, private_folder
from carinspect.core.settings import Settings
from carinspect.storage.database import Database, database_file, is_server, set_aside
from carinspect.storage.erasure import leftovers, remove_leftovers, unneeded
from carinspect.storage.photo_store import PhotoStore
from carinspect.storage.server_password import find_password

_FILE: Final = "records.sqlite"
_DAY_S: Final = 86_400


class Records:
    """What the services on inspections, folders and rentals work on; for any thread.

    Attributes:
        database: to begin transactions on.
        photos: the stored photos.
        folder: where this computer keeps its records and backups.
    """

    def __init__(self, database: Database, photos: PhotoStore, folder: Path) -> None:
        self.database = database
        self.photos = photos
        self.folder = folder

    @classmethod
    def open(
        cls,
        address: str = "",
        *,
        folder: Path | None = None,
        photos: str = "",
        password: str = "",
    ) -> Records:
        """Open the records, making them at the first time.

        Args:
            address: a URL such as ``postgresql://user@host/name`` or a file; empty for the
                computer's own.
            folder: where this computer's records lie; the user's data folder by default.
            photos: the folder of the stored photos; one within ``folder`` by default.
            password: of the server; empty for the one that is kept, if any.

        Raises:
            CarInspectError: the database cannot be opened, or is newer than this program.
        """
        home = folder or data_dir() / "records"
        # A folder that cannot be made is told by the database.
        with contextlib.suppress(OSError):
            private_folder(home)
        _refuse_loss(address, home, photos)
        kept = None if password or not is_server(address) else find_password(address)
        database = Database.open(
            address or home / _FILE, backups=home / "backups", password=password or kept
        )
        store = PhotoStore(Path(photos), shared=True) if photos else PhotoStore(home / "photos")
        records = cls(database, store, home)
        # Where a crash came between. What cannot be removed now stays listed.
        with contextlib.suppress(CarInspectError):
            records.remove_leftovers()
        return records

    def remove_leftovers(self) -> None:
        """Remove the photos that nothing needs since something was forgotten.

        Raises:
            CarInspectError: the folder of the photos cannot be written; they are removed the
                next time.
        """
        with self.database.reading() as connection:
            left = leftovers(connection)
        if left:
            with self.database.writing() as connection:
                remove_leftovers(connection, self.photos)
            self.database.tidy()

    def remove_strays(self) -> None:
        """Remove stored photos that no record came to be about: of writers that were killed.

        Young ones stay, for another counter may be about to save its record.

        Raises:
            CarInspectError: the folder of the photos cannot be written.
        """
        before = time.time() - _DAY_S
        self.photos.sweep(before)
        old = [sha256 for sha256 in self.photos.all() if self.photos.stored_at(sha256) < before]
        with self.database.writing() as connection:
            for sha256 in unneeded(connection, old):
                self.photos.remove(sha256)

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


def set_aside_records(settings: Settings) -> Path | None:
    """Put an empty database in the place of a damaged file; where that is then, None: it was gone.

    Raises:
        CarInspectError: the folder cannot be written.
    """
    home = data_dir() / "records"
    file = database_file(settings.database or home / _FILE)
    aside = set_aside(file, now())
    Database.open(file, backups=home / "backups").close()
    return aside if aside.exists() else None


def _refuse_loss(address: str, home: Path, photos: str) -> None:
    """Make no new database where photos show that there was one.

    Raises:
        CarInspectError: the database's file is gone or empty.
    """
    file = home / _FILE
    if address or photos or (file.exists() and file.stat().st_size):
        return
    if next(PhotoStore(home / "photos").all(), None) is not None:
        raise CarInspectError(ErrorCode.DATABASE_DAMAGED, database=file)


def open_records(settings: Settings) -> Records:
    """The records that the settings name.

    Raises:
        CarInspectError: the database cannot be opened, or is newer than this program.
    """
    return Records.open(settings.database, photos=settings.photos_folder)


def now() -> datetime:
    """This moment, aware, UTC."""
    return datetime.now(UTC)
