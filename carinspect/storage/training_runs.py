"""Training runs on disk: a folder each, in which every file is whole or not there.

``config.json`` what the run was told · ``history.jsonl`` a line an epoch · ``checkpoint.npz`` what
it needs to go on · ``best.weights.h5`` · ``state.json`` once it has ended · ``top_history.txt`` or
``ft_history.txt`` under the names of the original · ``validation.csv`` what the kept weights say ·
``model/`` the model bundle · ``stop`` while somebody asks it to stop and keep what there is.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import shutil
import tokenize
import zipfile
import zlib
from collections.abc import Generator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import JudgedPhoto
from carinspect.core.paths import data_dir
from carinspect.core.training import History, Recipe, RunState, TrainingConfig, TrainingRun
from carinspect.core.training_json import (
    config_from_record,
    config_record,
    epoch_from_record,
    epoch_record,
    keras_history,
    source_from_record,
    source_record,
)
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.run_lock import is_being_trained

Arrays = dict[str, npt.NDArray[Any]]

_HIDDEN: Final = "."
"""Folders that begin with it are being made or removed; they are no runs."""

_DAMAGE: Final = (
    *(OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, OverflowError),
    *(RuntimeError, SyntaxError, MemoryError, csv.Error, zipfile.BadZipFile),
    *(zlib.error, tokenize.TokenError),  # NumPy has Python read the head of an array
)
"""What Python's and NumPy's readers raise at bytes that are not as they were written."""

_COLUMNS: Final = ("photo", "label", "probability", "source", "sha256")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What a new run is about."""

    config: TrainingConfig
    source: DatasetSource
    name: str = ""
    data: str = ""
    data_fingerprint: str = ""
    training_photos: int = 0
    validation_photos: int = 0


class TrainingRuns:
    """All runs under one folder.

    Args:
        root: where the run folders lie; None for the user's own.
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or data_dir() / "runs"

    def create(self, facts: RunFacts) -> TrainingRun:
        """Make a run's folder, with its configuration in it.

        Raises:
            CarInspectError: it cannot be written.
        """
        started = datetime.now(UTC)
        record = {
            "version": 1,
            "name": facts.name,
            "started_at": started.isoformat(),
            "config": config_record(facts.config),
            "source": source_record(facts.source),
            "data": facts.data,
            "data_fingerprint": facts.data_fingerprint,
            "training_photos": facts.training_photos,
            "validation_photos": facts.validation_photos,
        }
        stem = f"{started:%Y%m%d-%H%M%S}-{facts.config.recipe.value}"
        hidden = self.root / f"{_HIDDEN}{stem}-{os.getpid()}"
        write_atomically(hidden / "config.json", _json(record), private=False)
        return self.read(self._settle(hidden, stem))

    def _settle(self, hidden: Path, stem: str) -> str:
        for number in range(1, 10_000):
            name = stem if number == 1 else f"{stem}-{number}"
            # A folder cannot be renamed over one that holds a file, so no run is ever overwritten.
            with contextlib.suppress(OSError):
                if not (self.root / name).exists():
                    hidden.rename(self.root / name)
                    return name
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=self.root / stem, reason="too many runs")

    def list(self) -> tuple[TrainingRun, ...]:
        """All runs that can be read, newest first."""
        runs: list[TrainingRun] = []
        for file in self.root.glob("*/config.json"):
            if not file.parent.name.startswith(_HIDDEN):
                with contextlib.suppress(CarInspectError):
                    runs.append(self.read(file.parent.name))
        return tuple(sorted(runs, key=lambda run: (run.started_at, run.id), reverse=True))

    def read(self, run_id: str) -> TrainingRun:
        """The run as its folder tells it.

        Raises:
            CarInspectError: there is no such run, or its folder is damaged.
        """
        folder = self.folder(run_id)
        try:
            record = _read_json(folder / "config.json")
            config = config_from_record(record["config"])
            state = _read_json(folder / "state.json") if (folder / "state.json").exists() else {}
            history = _read_history(folder / "history.jsonl")
            return TrainingRun(
                id=run_id,
                folder=folder,
                config=config,
                state=RunState(state.get("state", RunState.RUNNING)),
                started_at=datetime.fromisoformat(record["started_at"]),
                name=str(record["name"]),
                data=str(record["data"]),
                data_fingerprint=str(record["data_fingerprint"]),
                training_photos=int(record["training_photos"]),
                validation_photos=int(record["validation_photos"]),
                history=history,
                best_epoch=kept_epoch(config, history),
                model_id=str(state.get("model_id", "")),
                going_on=is_being_trained(folder),
            )
        except _DAMAGE:
            raise CarInspectError(ErrorCode.RUN_DAMAGED, run=run_id) from None

    def source(self, run_id: str) -> DatasetSource:
        """What the run was trained on.

        Raises:
            CarInspectError: there is no such run, or its folder is damaged.
        """
        try:
            record = _read_json(self.folder(run_id) / "config.json")
            return source_from_record(record["source"])
        except _DAMAGE:
            raise CarInspectError(ErrorCode.RUN_DAMAGED, run=run_id) from None

    def remove(self, run_id: str) -> None:
        """Remove a run's folder; a model that was registered stays.

        Raises:
            CarInspectError: there is no such run, or it cannot be removed.
        """
        folder = self.folder(run_id)
        hidden = folder.with_name(f"{_HIDDEN}removed-{run_id}-{os.getpid()}")
        try:
            folder.rename(hidden)
            shutil.rmtree(hidden)
        except OSError as error:
            raise CarInspectError(
                ErrorCode.CANNOT_WRITE, file=folder, reason=error.strerror
            ) from error

    def folder(self, run_id: str) -> Path:
        """Where the run lies.

        Raises:
            CarInspectError: there is no such run.
        """
        folder = self.root / run_id
        # An id is a plain folder name: nothing that climbs out of the runs' folder.
        plain = run_id == Path(run_id).name and not run_id.startswith(_HIDDEN)
        if not plain or not (folder / "config.json").is_file():
            raise CarInspectError(ErrorCode.RUN_MISSING, run=run_id)
        return folder


def kept_epoch(config: TrainingConfig, history: History) -> int:
    """The epoch whose weights are kept, counted from 1; 0 before the first."""
    if not history or config.keep_last:
        return len(history)
    return max(history, key=lambda epoch: (epoch.val_accuracy, -epoch.epoch)).epoch


def request_stop(run: TrainingRun) -> None:
    """Ask a running run to end after this mini-batch and keep what there is."""
    (run.folder / "stop").touch()


def stop_requested(folder: Path) -> bool:
    """Whether somebody asked the run to stop."""
    return (folder / "stop").exists()


def write_history(run: TrainingRun, history: History) -> TrainingRun:
    """Save the epochs so far, and under the original's name; the run with them."""
    lines = [json.dumps(epoch_record(epoch), allow_nan=False) for epoch in history]
    text = "".join(f"{line}\n" for line in lines)
    write_atomically(run.folder / "history.jsonl", text.encode(), private=False)
    name = "ft_history.txt" if run.config.recipe is Recipe.FINETUNE else "top_history.txt"
    write_atomically(run.folder / name, _json(keras_history(history)), private=False)
    return replace(run, history=history, best_epoch=kept_epoch(run.config, history))


def write_config(run: TrainingRun) -> None:
    """Save a changed configuration, such as more epochs."""
    record = {**_read_json(run.folder / "config.json"), "config": config_record(run.config)}
    write_atomically(run.folder / "config.json", _json(record), private=False)


def write_state(run: TrainingRun) -> None:
    """Save how far the run is, and its model; a request to stop has then been met."""
    record = {"state": run.state.value, "model_id": run.model_id}
    write_atomically(run.folder / "state.json", _json(record), private=False)
    (run.folder / "stop").unlink(missing_ok=True)


def write_checkpoint(folder: Path, arrays: Arrays) -> None:
    """Save what the trainer needs to go on."""
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    write_atomically(folder / "checkpoint.npz", stream.getvalue(), private=False)


def read_checkpoint(folder: Path) -> Arrays | None:
    """What the trainer saved last; None before its first epoch.

    Raises:
        CarInspectError: the file is damaged.
    """
    try:
        # Opened here: NumPy leaves a file that is no archive open.
        with (
            (folder / "checkpoint.npz").open("rb") as stream,
            np.load(stream, allow_pickle=False) as file,
        ):
            return {name: file[name] for name in file.files}
    except FileNotFoundError:
        return None
    except _DAMAGE:
        raise CarInspectError(ErrorCode.RUN_DAMAGED, run=folder.name) from None


@contextlib.contextmanager
def written_whole(path: Path) -> Generator[Path]:
    """A file to write beside ``path``, which replaces it at the end; with its own last suffixes."""
    temporary = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        yield temporary
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=path, reason=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_validation(folder: Path, photos: Iterable[JudgedPhoto]) -> None:
    """Save what the kept weights say about the validation photos."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(_COLUMNS)
    for photo in photos:
        path = os.fsencode(photo.path).decode("utf-8", "surrogateescape")
        table.writerow((path, photo.label, f"{photo.probability:.6f}", photo.source, photo.sha256))
    data = stream.getvalue().encode("utf-8", "surrogateescape")
    write_atomically(folder / "validation.csv", data, private=False)


def read_validation(folder: Path) -> tuple[JudgedPhoto, ...]:
    """What the kept weights say about the validation photos; empty before the run has ended.

    Raises:
        CarInspectError: the file is damaged.
    """
    try:
        text = (folder / "validation.csv").read_bytes().decode("utf-8", "surrogateescape")
        return tuple(
            JudgedPhoto(
                Path(row["photo"]),
                int(row["label"]),
                float(row["probability"]),
                row["source"],
                row["sha256"],
            )
            for row in csv.DictReader(io.StringIO(text, newline=""))
        )
    except FileNotFoundError:
        return ()
    except _DAMAGE:
        raise CarInspectError(ErrorCode.RUN_DAMAGED, run=folder.name) from None


def _read_history(file: Path) -> History:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    return tuple(epoch_from_record(json.loads(line)) for line in text.splitlines())


def _read_json(file: Path) -> dict[str, Any]:
    record = json.loads(file.read_bytes().decode("utf-8", "surrogateescape"))
    if not isinstance(record, dict):
        raise ValueError(f"Expected an object in {file.name}")  # noqa: TRY004 - bad data
    return cast("dict[str, Any]", record)


def _json(record: object) -> bytes:
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False)
    return f"{text}\n".encode("utf-8", "surrogateescape")
