"""Everything that the product reads back: how to make a good one, and how it is read."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.cli.models import _card_lines
from carinspect.core.image import decode
from carinspect.core.paths import shipped_models_dir
from carinspect.core.photo import read_photo
from carinspect.ml.quality import assess_quality
from carinspect.services.verify_pack import verify_pack
from carinspect.storage.category_lists import read_category_list
from carinspect.storage.correction_store import CorrectionStore
from carinspect.storage.dataset_files import list_dataset
from carinspect.storage.evaluation_file import load_evaluation
from carinspect.storage.frozen_set_store import FrozenSetStore
from carinspect.storage.model_file import read_model_file
from carinspect.storage.model_registry import ModelRegistry
from carinspect.storage.photo_facts_cache import PhotoFactsCache
from carinspect.storage.settings_file import SettingsFile
from carinspect.storage.training_runs import TrainingRuns, read_checkpoint, read_validation
from tests.fuzz import seeds


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of file.

    Attributes:
        seeds: good files.
        read: reads the bytes as the product does, in a folder of its own that is empty; leaves by
            success or by ``CarInspectError``.
    """

    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes, Path], object]


def _photo(data: bytes, folder: Path) -> object:
    decoded = decode(read_photo(_written(folder / "photo.jpg", data)), fit_px=448)
    return assess_quality(decoded.image, decoded.size_px)


def _settings(data: bytes, folder: Path) -> object:
    file = SettingsFile(_written(folder / "settings.json", data))
    file.save(file.load())
    return file.load()


def _card(data: bytes, folder: Path) -> object:
    registry = _registry(folder, data)
    card = registry.card("m")
    card.band(0.01)
    return registry.ids(), _card_lines(card), registry.signed("m")


def _registry(folder: Path, card: bytes) -> ModelRegistry:
    _written(folder / "m" / "card.json", card)
    return ModelRegistry(folder, shipped_models_dir())


def _model_file(data: bytes, folder: Path) -> object:
    read = read_model_file(_written(folder / "x.carmodel", data))
    return ModelRegistry(folder / "own", folder / "shipped").import_read(read)


def _signature(data: bytes, folder: Path) -> object:
    registry = _registry(folder, seeds.model_card()[0])
    _written(folder / "m" / "signature.json", data)
    return registry.signed("m")


def _signers(data: bytes, folder: Path) -> object:
    _written(folder / "signers.json", data)
    return ModelRegistry(folder, folder).signers.all()


def _activations(data: bytes, folder: Path) -> object:
    _written(folder / "activations.json", data)
    return ModelRegistry(folder, folder).activations()


def _labels(data: bytes, folder: Path) -> object:
    _written(folder / "a.jpg", b"x")
    return list_dataset(_written(folder / "labels.csv", data))


def _categories(data: bytes, folder: Path) -> object:
    from carinspect.core.paths import data_dir

    path = data_dir() / "car_categories" / "fuzzed.json"
    _written(path, data)
    return read_category_list("fuzzed")


def _run_file(name: str, data: bytes, folder: Path) -> object:
    run = folder / "20260501-100000-robust"
    for file, content in seeds.run_files().items():
        _written(run / file, content)
    _written(run / name, data)
    runs = TrainingRuns(folder)
    listed = runs.list()
    read = runs.read(run.name)
    return listed, read, runs.source(run.name), read_checkpoint(run), read_validation(run)


def _evaluation(data: bytes, folder: Path) -> object:
    read = load_evaluation(_written(folder / "evaluation.json", data))
    return read.confusion()


def _frozen(data: bytes, folder: Path) -> object:
    _written(folder / "frozen.json", data)
    return FrozenSetStore(folder).load()


def _facts(data: bytes, folder: Path) -> object:
    return PhotoFactsCache(_written(folder / "facts.json", data)).get(Path("/photos/a.jpg"))


def _corrections(data: bytes, folder: Path) -> object:
    _written(folder / "corrections.csv", data)
    return CorrectionStore(folder).holding()


def _pack(data: bytes, folder: Path) -> object:
    return verify_pack(_written(folder / "pack.zip", data)).ok


def _backup(data: bytes, folder: Path) -> object:
    from carinspect.storage.backup_file import open_backup

    with open_backup(_written(folder / "backup.zip", data)) as (facts, _archive):
        return facts


def _database(data: bytes, folder: Path) -> object:
    from carinspect.core.record import HistoryFilter
    from carinspect.storage.database import Database
    from carinspect.storage.inspection_store import InspectionStore

    database = Database.open(_written(folder / "records.sqlite", data), backups=folder / "backups")
    try:
        with database.reading() as connection:
            store = InspectionStore(connection)
            return store.count(HistoryFilter()), tuple(store.find(HistoryFilter()))
    finally:
        database.close()


def _written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _run_target(name: str) -> Target:
    return Target(lambda: [seeds.run_files()[name]], functools.partial(_run_file, name))


TARGETS: Final[dict[str, Target]] = {
    "photo": Target(seeds.photos, _photo),
    "settings": Target(seeds.settings, _settings),
    "model_card": Target(seeds.model_card, _card),
    "model_file": Target(seeds.model_file, _model_file),
    "model_signature": Target(seeds.signature, _signature),
    "signers": Target(seeds.signers, _signers),
    "activations": Target(seeds.activations, _activations),
    "labels_csv": Target(seeds.labels, _labels),
    "category_list": Target(seeds.categories, _categories),
    "run_config": _run_target("config.json"),
    "run_state": _run_target("state.json"),
    "run_history": _run_target("history.jsonl"),
    "run_checkpoint": _run_target("checkpoint.npz"),
    "run_validation": _run_target("validation.csv"),
    "evaluation": Target(seeds.evaluation, _evaluation),
    "frozen_set": Target(seeds.frozen, _frozen),
    "photo_facts": Target(seeds.facts, _facts),
    "corrections": Target(seeds.corrections, _corrections),
    "evidence_pack": Target(seeds.pack, _pack),
    "backup": Target(seeds.backup, _backup),
    "database": Target(seeds.database, _database),
}


def as_text(record: object) -> bytes:
    """JSON as the product writes it."""
    return json.dumps(record, ensure_ascii=True).encode("ascii")
