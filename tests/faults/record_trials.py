"""Kills in the middle of folder inspections, migrations, restores and forgetting."""

from __future__ import annotations

import dataclasses
import itertools
import shutil
from multiprocessing.connection import Connection
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.record import HistoryFilter, Record
from carinspect.core.rental import Phase
from carinspect.jobs.job import run_here
from carinspect.services.backup_records import BackUpRecords, RestoreRecords
from carinspect.services.forget import Forget
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.backup_file import open_backup
from carinspect.storage.database import Database
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.storage.rental_store import RentalStore
from carinspect.storage.schema_steps import current_revision, latest_revision, upgrade
from carinspect.storage.table_dump import drop_all
from tests.fake_inspector import MODEL, FakeInspector, make_folder
from tests.faults.lives import READY, Trial
from tests.older_records import fill_first_tables
from tests.records import NOON, inspection, minutes, rental, rental_photo, sha256

_PHOTOS = 60
_OLD_RECORDS = 150


def open_workspace(folder: Path, address: str = "") -> Workspace:
    """The records of a trial."""
    workspace = Workspace(folder / "settings.json")
    wanted = address or str(folder / "records.sqlite")
    if workspace.settings.database != wanted:
        workspace.change(user="Kim", database=wanted, photos_folder=str(folder / "stored"))
    return workspace


def address_of(folder: Path) -> str:
    """Where the trial's database is: of a server, noted in a file."""
    noted = folder / "address"
    return noted.read_text() if noted.exists() else ""


def altered(workspace: Workspace) -> list[str]:
    """What the verification finds wrong."""
    found = run_here(VerifyRecords(workspace)).problems
    return [f"{problem.kind.value}: {problem.subject}" for problem in found]


class RecordTrial(Trial):
    """A trial on records in a file, or on a server whose address is given."""

    def __init__(self, folder: Path, address: str = "") -> None:
        super().__init__(folder)
        folder.mkdir(parents=True, exist_ok=True)
        if address:
            (folder / "address").write_text(address)

    def open(self) -> Workspace:
        return open_workspace(self.folder, address_of(self.folder))

    def end(self) -> list[str]:
        workspace = self.open()
        try:
            return altered(workspace)
        finally:
            workspace.close()


class InspectingFolder(RecordTrial):
    """A folder inspection goes on where the kill came, until all is done; then the next."""

    area, fault = "folder inspection", "kill -9 while inspecting"
    tellings = _PHOTOS

    def prepare(self) -> None:
        make_folder(self.folder / "in", _PHOTOS)
        workspace = self.open()
        workspace.current_user()
        workspace.close()
        self._known: dict[int, str] = {}

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        workspace = open_workspace(folder, address_of(folder))
        fast = InThreads(lambda _model: FakeInspector(0.0005), 2)
        workspace.records()
        says.send(READY)

        def tell(report: object) -> None:
            if isinstance(report, Record):
                says.send((report.id, report.inspection.sha256))

        for number in itertools.count():
            job = InspectFolder(
                workspace.records(), fast, folder / "in", MODEL, by="Kim",
                resume=number == 0, keep_photos=seed % 2 == 0,
            )  # fmt: skip
            run_here(job, tell)

    def check(self, told: list[object]) -> list[str]:
        self._known.update(told)
        problems: list[str] = []
        workspace = self.open()
        with workspace.records().database.reading() as connection:
            store = InspectionStore(connection)
            for number, sha in list(self._known.items())[-20:]:
                try:
                    if store.get(number).inspection.sha256 != sha:
                        problems.append(f"inspection {number} is about another photo")
                except CarInspectError:
                    problems.append(f"inspection {number} was told and is lost")
        workspace.close()
        return problems

    def end(self) -> list[str]:
        workspace = self.open()
        fast = InThreads(lambda _model: FakeInspector(), 2)
        job = InspectFolder(
            workspace.records(), fast, self.folder / "in", MODEL, by="Kim", resume=True
        )
        summary = run_here(job)
        problems = altered(workspace)
        if summary.total != _PHOTOS or not summary.finished:
            problems.append(f"{summary.total} of {_PHOTOS} photos after going on")
        with workspace.records().database.reading() as connection:
            known = {one.id for one in InspectionStore(connection).find(HistoryFilter())}
        problems += [f"inspection {n} was told and is lost" for n in self._known if n not in known]
        workspace.close()
        return problems


class Migrating(RecordTrial):
    """A database of the first version is brought up to date."""

    area, fault = "migration", "kill -9 while the tables are changed"

    def prepare(self) -> None:
        if address_of(self.folder):
            return
        old = Database.open(self.folder / "old.sqlite", backups=self.folder)
        self._make_old(old)
        old.close()

    def begin(self, _chance) -> None:
        if address_of(self.folder):
            database = Database.open(address_of(self.folder), backups=self.folder)
            self._make_old(database)
            database.close()
        else:
            for file in self.folder.glob("records.sqlite*"):
                file.unlink()
            shutil.copy(self.folder / "old.sqlite", self.folder / "records.sqlite")
        shutil.rmtree(self.folder / "backups", ignore_errors=True)

    @staticmethod
    def work(folder: Path, _seed: int, says: Connection) -> None:
        says.send(READY)
        address = address_of(folder) or folder / "records.sqlite"
        Database.open(address, backups=folder / "backups").close()
        says.send("up to date")

    def check(self, told: list[object]) -> list[str]:
        problems: list[str] = []
        for file in (self.folder / "backups").glob("*.zip"):
            with open_backup(file) as (facts, _archive):
                if facts.tables["inspections"] != _OLD_RECORDS:
                    problems.append(f"{file.name}: {facts.tables['inspections']} inspections")
        workspace = self.open()
        with workspace.records().database.reading() as connection:
            if current_revision(connection) != latest_revision():
                problems.append("not up to date")
            count = InspectionStore(connection).count(HistoryFilter())
        if count != _OLD_RECORDS:
            problems.append(f"{count} of {_OLD_RECORDS} inspections")
        problems += altered(workspace)
        workspace.close()
        return problems

    def end(self) -> list[str]:
        return []

    @staticmethod
    def _make_old(database: Database) -> None:
        with database.writing() as connection:
            drop_all(connection)
            upgrade(connection, "0001")
            fill_first_tables(connection, _OLD_RECORDS)


def photos_of(number: str, photos: int = 2) -> set[str]:
    """SHA-256 of the photos of a rental that :func:`hire` made."""
    return {sha256(f"{number} {one}") for one in range(photos)}


def hire(workspace: Workspace, number: str, photos: int = 2) -> None:
    """A rental with stored photos and their inspections."""
    records = workspace.records()
    shas = [records.photos.add(f"{number} {one}".encode()) for one in range(photos)]
    with records.database.writing() as connection:
        store = RentalStore(connection)
        store.open(rental(number), by="Kim")
        for sha in shas:
            photo = dataclasses.replace(rental_photo("a", Phase.RETURN), sha256=sha)
            store.add_photo(number, photo)
            made = dataclasses.replace(inspection(f"{sha}.jpg"), sha256=sha)
            origin = Origin(rental_id=store.row_id(number), photo_kept=True)
            InspectionStore(connection).add(made, by="Kim", at=NOON, origin=origin)
        store.close(number, by="Kim", at=minutes(4))


class Forgetting(RecordTrial):
    """Rentals come and are forgotten again, one after the other."""

    area, fault = "forgetting", "kill -9 while rentals are forgotten"
    tellings = 2

    def prepare(self) -> None:
        workspace = self.open()
        workspace.current_user()
        workspace.close()
        self._gone: set[str] = set()

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        workspace = open_workspace(folder, address_of(folder))
        workspace.records()
        says.send(READY)
        for number in itertools.count():
            name = f"R-{seed}-{number}"
            hire(workspace, name)
            says.send(("there", name))
            run_here(Forget(workspace, (name,)))
            says.send(("gone", name))

    def check(self, told: list[object]) -> list[str]:
        self._gone |= {name for what, name in told if what == "gone"}
        there = {name for what, name in told if what == "there"} - self._gone
        workspace = self.open()
        records = workspace.records()
        with records.database.reading() as connection:
            store = RentalStore(connection)
            known = {one.number for one in store.find(limit=100_000)}
            needed = store.stored_photos()
        problems = [f"{name} is not forgotten" for name in self._gone & known]
        # The one that was being forgotten is either whole or gone, with all its photos.
        stored = set(records.photos.all())
        problems += [f"photo of {name} was left" for name in self._gone if photos_of(name) & stored]
        problems += [f"photo {sha} is lost" for sha in needed - stored]
        if len(there) > 1:
            problems.append(f"{len(there)} rentals at once")
        problems += altered(workspace)
        run_here(Forget(workspace, tuple(sorted(known))))
        workspace.close()
        return problems


class Restoring(RecordTrial):
    """A backup of ten rentals is put in the place of records with one, and back."""

    area, fault = "restore", "kill -9 while a backup is brought back"
    tellings = 2

    def prepare(self) -> None:
        workspace = self.open()
        workspace.current_user()
        hire(workspace, "R-0")
        run_here(BackUpRecords(workspace, self.folder / "one.zip"))
        for number in range(1, 10):
            hire(workspace, f"R-{number}")
        run_here(BackUpRecords(workspace, self.folder / "ten.zip"))
        workspace.close()

    @staticmethod
    def work(folder: Path, _seed: int, says: Connection) -> None:
        workspace = open_workspace(folder, address_of(folder))
        workspace.records()
        says.send(READY)
        for name in itertools.cycle(("one", "ten")):
            run_here(RestoreRecords(workspace, folder / f"{name}.zip", replace=True))
            says.send(name)

    def check(self, told: list[object]) -> list[str]:
        workspace = self.open()
        with workspace.records().database.reading() as connection:
            count = len(RentalStore(connection).find(limit=100))
        problems = [] if count in {1, 10} else [f"{count} rentals"]
        problems += altered(workspace)
        home = workspace.records().folder / "backups"
        for file in home.glob("before-restore-*.zip"):
            with open_backup(file):
                pass
            file.unlink()
        workspace.close()
        return problems
