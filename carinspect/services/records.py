"""The records of a counter: the database and the stored photos, opened once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from carinspect.core.paths import data_dir
from carinspect.core.settings import Settings
from carinspect.storage.database import Database
from carinspect.storage.photo_store import PhotoStore

_FILE: Final = "records.sqlite"


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
    def open(cls, address: str = "", *, folder: Path | None = None, photos: str = "") -> Records:
        """Open the records, making them at the first time.

        Args:
            address: a URL such as ``postgresql://user@host/name`` or a file; empty for the
                computer's own.
            folder: where this computer's records lie; the user's data folder by default.
            photos: the folder of the stored photos; one within ``folder`` by default.

        Raises:
            CarInspectError: the database cannot be opened, or is newer than this program.
        """
        home = folder or data_dir() / "records"
        database = Database.open(address or home / _FILE, backups=home / "backups")
        store = PhotoStore(Path(photos), shared=True) if photos else PhotoStore(home / "photos")
        return cls(database, store, home)

    def close(self) -> None:
        """Give the database back."""
        self.database.close()


def open_records(settings: Settings) -> Records:
    """The records that the settings name.

    Raises:
        CarInspectError: the database cannot be opened, or is newer than this program.
    """
    return Records.open(settings.database, photos=settings.photos_folder)


def now() -> datetime:
    """This moment, aware, UTC."""
    return datetime.now(UTC)
