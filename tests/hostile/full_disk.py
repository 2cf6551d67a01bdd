"""Photos from, and records onto, a disk that is full: a small one of its own, else a quota."""

from __future__ import annotations

import contextlib
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.settings import Theme
from carinspect.services.record_inspections import record_inspections
from carinspect.services.workspace import Workspace
from carinspect.storage.photo_store import PhotoStore
from tests.hostile.pictures import good_files
from tests.torture.row import Row, Verdict

_EXPECTED: Final = {ErrorCode.CANNOT_WRITE, ErrorCode.DATABASE_UNREACHABLE}


def full_disk_rows() -> list[Row]:
    """What is told where nothing can be written, and what is left of it."""
    with tempfile.TemporaryDirectory(prefix="full-") as folder:
        place = Path(folder)
        try:
            with _small_disk(place):
                return [_row("on a full disk (tmpfs of 1 MB)", _tries(place, _fill))]
        except subprocess.CalledProcessError:
            with _quota(40_000):
                return [_row("beyond a quota (RLIMIT_FSIZE)", _tries(place, lambda _place: None))]


@contextlib.contextmanager
def _small_disk(place: Path) -> Iterator[None]:
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextlib.contextmanager
def _quota(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _fill(place: Path) -> None:
    with contextlib.suppress(OSError), (place / "filler").open("wb") as file:
        while True:
            file.write(bytes(4096))
            file.flush()


def _tries(place: Path, fill: Callable[[Path], None]) -> list[str]:
    """The problems: what was not told, or what is half written."""
    photo = place / "photo.jpg"
    photo.write_bytes(good_files()["jpg"])
    store = PhotoStore(place / "stored")
    workspace = Workspace(place / "settings.json")
    workspace.change(theme=Theme.DARK)
    fill(place)
    noise = good_files()["bmp"]
    tries: dict[str, Callable[[], object]] = {
        "store a photo": lambda: store.add(noise),
        "save settings": lambda: workspace.change(last_folder="x" * 200_000),
        "open records": lambda: record_inspections(workspace.records(), (), by="kim"),
    }
    problems = [problem for name, one in tries.items() if (problem := _problem(name, one))]
    left = [str(path) for path in place.rglob(".*") if path.is_file()]
    whole = Workspace(place / "settings.json")
    if whole.problem is not None or whole.settings.theme is not Theme.DARK:
        problems.append("the settings were lost")
    return problems + [f"half written: {one}" for one in left]


def _problem(name: str, work: Callable[[], object]) -> str:
    try:
        work()
    except CarInspectError as error:
        return "" if error.code in _EXPECTED else f"{name}: {error.code.value}"
    except Exception as error:  # noqa: BLE001 - that is what we look for
        return f"{name}: {error!r}"
    return "" if name == "open records" else f"{name}: not told"


def _row(fault: str, problems: list[str]) -> Row:
    words = f"{3 - len(problems)} told in one sentence, {len(problems)} wrong, nothing half written"
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    return Row("photos", fault, 3, words, verdict, tuple(problems))
