"""What is no kill: full and read-only disks, clocks that jump, damaged files, lost servers."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from carinspect.core.activation import Activation
from carinspect.core.correction import Correction
from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import HistoryFilter
from carinspect.core.training import Recipe
from carinspect.jobs.job import run_here
from carinspect.ml.recipes import recipe_config
from carinspect.services import records as records_module
from carinspect.services.backup_records import BackUpRecords
from carinspect.services.export_report import ExportReport
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.correction_store import CorrectionStore
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.model_registry import ModelRegistry
from carinspect.storage.pack_file import write_pack
from carinspect.storage.training_runs import RunFacts, TrainingRuns
from tests.faults.record_trials import altered, open_workspace
from tests.model_bundles import make_bundle
from tests.records import NOON, inspection

_NET = random.Random(3).randbytes(2_000_000)
_DISK_MB = 3


def take(folder: Path, name: str, size: int = 50_000):
    """An inspection of a file that is there."""
    photo = folder / name
    photo.write_bytes(random.Random(name).randbytes(size))
    return dataclasses.replace(inspection(name), photo=photo, sha256=read_photo(photo).sha256)


def acts_on(disk: Path, photos: Path, workspace: Workspace) -> dict[str, Callable[[], object]]:
    """Everything that writes, by name; each with files of its own."""
    registry = ModelRegistry(disk / "models", disk / "none")
    corrections = CorrectionStore(disk / "corrections")
    made = [take(photos, f"more-{number}.jpg", 400_000) for number in range(12)]
    correction = Correction(NOON, "Kim", "a" * 64, None, "a.jpg", "m", Outcome.DAMAGED, 0.5)
    config = recipe_config(Recipe.BOTTLENECK)
    source = DatasetSource(photos)
    return {
        "save": lambda: _save_until_refused(workspace, made),
        "report": lambda: run_here(
            ExportReport(workspace.records(), HistoryFilter(), disk / "out" / "a.pdf")
        ),
        "pack": lambda: write_pack(disk / "out" / "pack.zip", [("a", _NET), ("b", _NET)]),
        "backup": lambda: run_here(BackUpRecords(workspace, disk / "out" / "backup.zip")),
        "model": lambda: registry.register(photos / "bundle"),
        "activation": lambda: registry.note_activation(Activation(NOON, "Kim", "a", "b")),
        "correction": lambda: corrections.add(correction),
        "settings": lambda: workspace.change(last_folder="x" * 100_000),
        "training run": lambda: TrainingRuns(disk / "runs").create(RunFacts(config, source)),
    }


def _save_until_refused(workspace: Workspace, made) -> None:
    """A photo that cannot be kept is left out and told, not raised."""
    for one in made:
        left_out = run_here(RecordInspections(workspace, (one,))).left_out
        if left_out:
            raise left_out[0][1]


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of some megabytes; needs root, as mounting does."""
    folder.mkdir(parents=True)
    options = f"size={_DISK_MB}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=False)


def can_mount() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("mount") is not None


def hostile_disk(folder: Path, *, full: bool) -> tuple[int, list[str]]:
    """Everything that writes, on a disk that is full or read-only; how much, and what is wrong."""
    photos = folder / "photos"
    photos.mkdir(parents=True)
    make_bundle(photos / "bundle", content=_NET)
    with small_disk(folder / "disk") as disk:
        workspace = open_workspace(disk)
        workspace.current_user()
        (first,) = run_here(RecordInspections(workspace, (take(photos, "first.jpg"),))).records
        acts = acts_on(disk, photos, workspace)
        with _full(disk) if full else _read_only(disk, workspace):
            told = {name: _refused(act) for name, act in acts.items()}
            workspace.close()
        problems = [f"{name}: {what}" for name, what in told.items() if what]
        problems += _what_is_left(disk, photos, first.id)
    return len(acts), problems


def _what_is_left(disk: Path, photos: Path, first: int) -> list[str]:
    """What is wrong once there is room again: half files, lost records, or no way on."""
    workspace = open_workspace(disk)
    problems = altered(workspace)
    with workspace.records().database.reading() as connection:
        InspectionStore(connection).get(first)
    out = disk / "out"
    problems += [f"{file.name} is left" for file in (out.iterdir() if out.is_dir() else ())]
    problems += [f"model {one} is left" for one in ModelRegistry(disk / "models", disk).ids()]
    run_here(RecordInspections(workspace, (take(photos, "after.jpg"),)))
    problems += altered(workspace)
    workspace.close()
    return problems


@contextlib.contextmanager
def _full(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    _fill(ballast)
    yield
    ballast.unlink()


@contextlib.contextmanager
def _read_only(disk: Path, workspace: Workspace) -> Iterator[None]:
    workspace.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    yield
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))


def _refused(act: Callable[[], object]) -> str:
    """What is wrong with how it was refused; empty where it was told in a sentence."""
    try:
        act()
    except CarInspectError as error:
        told = {
            ErrorCode.CANNOT_WRITE,
            ErrorCode.DATABASE_DISK_FULL,
            ErrorCode.DATABASE_UNREACHABLE,
        }
        return "" if error.code in told else f"told as {error.code.value}"
    except Exception as error:  # noqa: BLE001 - what it is for
        return f"{type(error).__name__}: {error}"
    return "not refused"


def jumping_clock(folder: Path) -> tuple[int, list[str]]:
    """The clock goes back and forth by minutes and years between what is saved."""
    workspace = open_workspace(folder / "clock")
    workspace.current_user()
    (folder / "photos").mkdir()
    chance = random.Random(5)
    jumps = [chance.choice((-400, -1, -0.01, 0, 0.01, 30, 400)) for _n in range(40)]
    problems: list[str] = []
    kept: list[int] = []
    real = records_module.datetime
    try:
        for number, days in enumerate(jumps):
            records_module.datetime = _clock(days)
            one = take(folder / "photos", f"{number}.jpg", 2000)
            kept += [r.id for r in run_here(RecordInspections(workspace, (one,))).records]
    finally:
        records_module.datetime = real
    problems += altered(workspace)
    problems += _paged_wrong(workspace, set(kept))
    workspace.close()
    return len(jumps), problems


def _clock(days: float) -> type:
    class Clock:
        @staticmethod
        def now(zone: object) -> datetime:
            assert zone is UTC
            return datetime.now(UTC) + timedelta(days=days)

    return Clock


def _paged_wrong(workspace: Workspace, wanted: set[int]) -> list[str]:
    """Whether pages of the history show every record once, latest first."""
    shown: list[tuple[datetime, int]] = []
    after = None
    with workspace.records().database.reading() as connection:
        store = InspectionStore(connection)
        while True:
            page = store.search(HistoryFilter(), limit=7, after=after)
            shown += [(one.inspected_at, one.id) for one in page.records]
            after = page.next
            if after is None:
                break
    problems = [] if sorted(shown, reverse=True) == shown else ["the history is out of order"]
    if {number for _at, number in shown} != wanted or len(shown) != len(wanted):
        problems.append(f"{len(shown)} of {len(wanted)} records on the pages")
    return problems


def damaged_database(folder: Path, times: int, seed: int = 1) -> tuple[dict[str, int], list[str]]:
    """Bytes of the database's file are changed, cut or zeroed; what came of it, what is wrong."""
    workspace = open_workspace(folder / "whole")
    workspace.current_user()
    (folder / "photos").mkdir()
    for number in range(30):
        run_here(RecordInspections(workspace, (take(folder / "photos", f"{number}.jpg", 500),)))
    truth = _rows(workspace)
    workspace.records().database.tidy()
    workspace.close()
    whole = (folder / "whole" / "records.sqlite").read_bytes()
    chance = random.Random(seed)
    came: dict[str, int] = {"told when opened": 0, "found by verify": 0, "harmless": 0}
    problems: list[str] = []
    for number in range(times):
        home = folder / "damaged"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        shutil.copytree(folder / "whole" / "stored", home / "stored")
        (home / "records.sqlite").write_bytes(_damage(whole, chance))
        try:
            came[_look(home, truth)] += 1
        except Exception as error:  # noqa: BLE001 - what it is for
            problems.append(f"damage {number}: {type(error).__name__}: {str(error)[:120]}")
    return came, problems


def _damage(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    kind = chance.randrange(3)
    at = chance.randrange(len(data))
    if kind == 0:
        return bytes(data[:at])
    size = chance.choice((1, 16, 512, 4096))
    data[at : at + size] = bytes(size) if kind == 1 else chance.randbytes(size)
    return bytes(data[: len(whole)])


def _rows(workspace: Workspace) -> list[str]:
    with workspace.records().database.reading() as connection:
        tables = ("inspections", "audit_log", "users", "reviews", "rentals")
        return [
            repr(row)
            for table in tables
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1"))
        ]


def _look(home: Path, truth: list[str]) -> str:
    workspace = open_workspace(home)
    try:
        try:
            found = run_here(VerifyRecords(workspace)).problems
            if found:
                return "found by verify"
            if _rows(workspace) == truth:
                return "harmless"
        except CarInspectError as error:
            if error.code is ErrorCode.DATABASE_DAMAGED:
                return "told when opened"
            raise
        raise AssertionError("rows differ and nobody says so")
    finally:
        workspace.close()


def damaged_photos(folder: Path, times: int, seed: int = 1) -> tuple[int, list[str]]:
    """Stored photos are changed, cut or removed; each is named by the verification."""
    workspace = open_workspace(folder / "records")
    workspace.current_user()
    (folder / "photos").mkdir()
    made = [take(folder / "photos", f"{number}.jpg", 3000) for number in range(times)]
    run_here(RecordInspections(workspace, tuple(made)))
    chance, problems = random.Random(seed), []
    for number, one in enumerate(made):
        path = workspace.records().photos.path(one.sha256)
        data = bytearray(path.read_bytes())
        if number % 3 == 0:
            path.unlink()
        elif number % 3 == 1:
            path.write_bytes(data[: chance.randrange(len(data))])
        else:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            path.write_bytes(data)
    named = {problem.subject for problem in run_here(VerifyRecords(workspace)).problems}
    problems += [f"{one.sha256} is not named" for one in made if one.sha256 not in named]
    left_out = run_here(BackUpRecords(workspace, folder / "backup.zip")).left_out
    whole = {one for one in left_out if workspace.records().photos.is_whole(one)}
    problems += [f"{one} is whole and was left out" for one in whole]
    workspace.close()
    return len(made), problems


def lost_connections(folder: Path, address: str, times: int) -> tuple[int, list[str]]:
    """The server ends the connection in the middle of a transaction; then one saves again."""
    (folder / "lost").mkdir(parents=True)
    (folder / "photos").mkdir()
    workspace = open_workspace(folder / "lost", address)
    workspace.current_user()
    database = workspace.records().database
    problems: list[str] = []

    def lose_it_halfway() -> None:
        with database.writing() as connection:
            store = InspectionStore(connection)
            store.add(inspection("half.jpg"), by="Kim", at=NOON)
            own = connection.scalar(text("SELECT pg_backend_pid()"))
            with database.reading() as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            store.add(inspection("half2.jpg"), by="Kim", at=NOON)

    for number in range(times):
        try:
            lose_it_halfway()
            problems.append(f"{number}: nobody was told")
        except CarInspectError as error:
            if error.code is not ErrorCode.DATABASE_UNREACHABLE:
                problems.append(f"{number}: told as {error.code.value}")
        run_here(RecordInspections(workspace, (take(folder / "photos", f"{number}.jpg", 99),)))
    with database.reading() as connection:
        count = InspectionStore(connection).count(HistoryFilter())
    if count != times:
        problems.append(f"{count} of {times} records")
    problems += altered(workspace)
    workspace.close()
    return times, problems
