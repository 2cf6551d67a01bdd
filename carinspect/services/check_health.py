"""Job: look at everything that the program needs on this computer."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from carinspect import __version__
from carinspect.core.errors import CarInspectError
from carinspect.core.health import Condition, DisplayFacts, HealthCheck, Purpose
from carinspect.core.inspection import Outcome
from carinspect.core.paths import cache_dir, config_dir, data_dir, log_dir, resource
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.keras_runtime import is_installed
from carinspect.services.probe_display import DisplayProbe, probe_display
from carinspect.services.workspace import Workspace, open_registry
from carinspect.storage.database_health import examine_database

LEAST_WINDOW: Final = (1024, 700)
"""What the window needs, in device-independent pixels."""

_SAMPLE: Final = "sedan_red.jpg"
_LOW_BYTES: Final = 5 * 1024**3
_FULL_BYTES: Final = 512 * 1024**2
_MODEL_FILE: Final = "model.tflite"
_FRAMEWORKS: Final = ("tensorflow-cpu", "tensorflow")


@dataclass(frozen=True)
class CheckHealth:
    """Check one thing after another; reports ``Progress``.

    Nothing is changed; no database file is made or brought up to date.

    Attributes:
        display: what the window that asks sees; None to try in a child process.
    """

    workspace: Workspace
    display: DisplayFacts | None = None

    def run(self, ctx: JobContext, /) -> tuple[HealthCheck, ...]:
        parts: tuple[Callable[[], Iterator[HealthCheck]], ...] = (
            _program,
            self._window,
            _settings,
            self._folders,
            _disk,
            _models,
            self._inspecting,
            self._records,
            _training,
            _crashes,
        )
        found: list[HealthCheck] = []
        for number, part in enumerate(parts):
            ctx.raise_if_cancelled()
            ctx.report(Progress(number, len(parts)))
            found += part()
        return tuple(found)

    def _window(self) -> Iterator[HealthCheck]:
        if self.display is not None:
            probe = DisplayProbe(self.display, "", has_screen=True, libraries=())
        else:
            probe = probe_display()
        if probe.libraries:
            yield HealthCheck(
                Condition.WINDOW_LIBRARIES_LACK,
                {
                    "libraries": ", ".join(probe.libraries),
                    "packages": " ".join(probe.packages) or ", ".join(probe.libraries),
                },
            )
        if probe.facts is None:
            if not probe.libraries:
                yield HealthCheck(Condition.WINDOW_FAILS, {"reason": probe.reason})
            return
        yield from _display(probe.facts, has_screen=probe.has_screen and not probe.libraries)

    def _folders(self) -> Iterator[HealthCheck]:
        photos = self.workspace.settings.photos_folder
        folders = {
            Purpose.SETTINGS: config_dir(),
            Purpose.DATA: data_dir(),
            Purpose.CACHE: cache_dir(),
            Purpose.LOGS: log_dir(),
            **({Purpose.PHOTOS: Path(photos)} if photos else {}),
        }
        for purpose, folder in folders.items():
            facts: dict[str, object] = {"purpose": purpose, "folder": folder}
            reason = _why_not_writable(folder)
            if reason:
                yield HealthCheck(Condition.FOLDER_LOCKED, {**facts, "reason": reason})
            else:
                yield HealthCheck(Condition.FOLDER_USABLE, facts)

    def _inspecting(self) -> Iterator[HealthCheck]:
        started = time.perf_counter()
        try:
            inspector = self.workspace.new_inspector()
            done = inspector.inspect(resource("samples", _SAMPLE))
        except CarInspectError as error:
            yield HealthCheck(Condition.INSPECTING_FAILS, error=error)
            return
        if done.outcome is Outcome.ERROR:
            yield HealthCheck(Condition.INSPECTING_FAILS, error=done.error)
            return
        ms = round((time.perf_counter() - started) * 1000)
        yield HealthCheck(Condition.INSPECTING_WORKS, {"model": done.model_id, "ms": ms})

    def _records(self) -> Iterator[HealthCheck]:
        address = self.workspace.settings.database
        if "://" in address:
            yield self._server()
            return
        file = Path(address) if address else data_dir() / "records" / "records.sqlite"
        facts: dict[str, object] = {"database": file}
        if not file.exists():
            yield HealthCheck(Condition.RECORDS_NONE, facts)
            return
        try:
            found = examine_database(file)
        except CarInspectError as error:
            yield HealthCheck(Condition.RECORDS_FAIL, error=error)
            return
        facts["version"] = found.revision
        if not found.revision and not found.damage:
            yield HealthCheck(Condition.RECORDS_NONE, facts)
        elif found.damage:
            yield HealthCheck(Condition.RECORDS_DAMAGED, {**facts, "reason": found.damage})
        elif found.is_latest:
            yield HealthCheck(Condition.RECORDS_WHOLE, facts)
        else:
            yield HealthCheck(Condition.RECORDS_OLDER, facts)

    def _server(self) -> HealthCheck:
        try:
            database = self.workspace.records().database
            with database.reading():
                pass
        except CarInspectError as error:
            return HealthCheck(Condition.RECORDS_FAIL, error=error)
        return HealthCheck(
            Condition.RECORDS_WHOLE, {"database": database.name, "version": "PostgreSQL"}
        )


def _program() -> Iterator[HealthCheck]:
    facts = {
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
    }
    yield HealthCheck(Condition.PROGRAM_KNOWN, facts)


def _display(facts: DisplayFacts, *, has_screen: bool) -> Iterator[HealthCheck]:
    known = {"qt": facts.qt, "platform": facts.platform}
    if has_screen:
        yield HealthCheck(Condition.WINDOW_STARTS, known)
        width, height = LEAST_WINDOW
        fits = facts.width_px >= width and facts.height_px >= height
        yield HealthCheck(
            Condition.SCREEN_FITS if fits else Condition.SCREEN_SMALL,
            {
                "width": facts.width_px,
                "height": facts.height_px,
                "scale": facts.scale_percent,
                "least": f"{width} × {height}",
            },
        )
    else:
        yield HealthCheck(Condition.WINDOW_WITHOUT_SCREEN, known)
    if facts.korean_family:
        yield HealthCheck(Condition.FONTS_COMPLETE, {"family": facts.korean_family})
    else:
        yield HealthCheck(Condition.FONTS_LACK_KOREAN)


def _settings() -> Iterator[HealthCheck]:
    file = config_dir() / "settings.json"
    aside = file.with_suffix(".damaged")
    # A damaged one was set aside when the workspace was opened.
    if file.exists():
        yield HealthCheck(Condition.SETTINGS_READ, {"file": file})
    else:
        yield HealthCheck(Condition.SETTINGS_DEFAULT)
    if aside.exists():
        yield HealthCheck(Condition.SETTINGS_SET_ASIDE, {"file": aside})


def _why_not_writable(folder: Path) -> str:
    """Why nothing can be written to ``folder``, or to where it would be made; empty if it can."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryFile(dir=there, prefix=".carinspect-"):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def _disk() -> Iterator[HealthCheck]:
    there = data_dir()
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    condition = Condition.DISK_ROOMY
    if free < _LOW_BYTES:
        condition = Condition.DISK_FULL if free < _FULL_BYTES else Condition.DISK_LOW
    yield HealthCheck(condition, {"free": f"{free / 1024**3:.1f} GB", "folder": there})


def _models() -> Iterator[HealthCheck]:
    registry = open_registry()
    ids = registry.ids()
    if not ids:
        yield HealthCheck(Condition.MODELS_MISSING)
    for model_id in ids:
        altered = (
            Condition.SHIPPED_MODEL_ALTERED
            if registry.is_shipped(model_id)
            else Condition.MODEL_ALTERED
        )
        try:
            wanted = registry.card(model_id).model_sha256
            with (registry.folder(model_id) / _MODEL_FILE).open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == wanted
        except (CarInspectError, OSError):
            whole = False
        yield HealthCheck(Condition.MODEL_WHOLE if whole else altered, {"model": model_id})


def _training() -> Iterator[HealthCheck]:
    if not is_installed():
        yield HealthCheck(Condition.TRAINING_ABSENT)
        return
    versions: list[str] = []
    for name in _FRAMEWORKS:
        # A frozen program may carry the code without what its installer said of it.
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            versions.append(importlib.metadata.version(name))
    yield HealthCheck(Condition.TRAINING_READY, {"version": " ".join(versions)})


def _crashes() -> Iterator[HealthCheck]:
    file = log_dir() / "faults.log"
    try:
        noted = file.stat()
    except OSError:
        noted = None
    if noted is None or noted.st_size == 0:
        yield HealthCheck(Condition.CRASHES_NONE)
        return
    when = datetime.fromtimestamp(noted.st_mtime).astimezone()
    yield HealthCheck(Condition.CRASHES_NOTED, {"when": f"{when:%Y-%m-%d %H:%M}", "file": file})
