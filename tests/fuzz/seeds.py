"""Good files of every kind that the product reads back, written by the product itself."""

from __future__ import annotations

import dataclasses
import functools
import json
import tempfile
from pathlib import Path

import numpy as np

from carinspect.core.activation import Activation
from carinspect.core.correction import Correction
from carinspect.core.dataset import DatasetSource
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.frozen_set import FrozenPhoto, FrozenSet
from carinspect.core.inspection import Outcome
from carinspect.core.photo_facts import PhotoFacts
from carinspect.core.settings import Settings, Theme
from carinspect.core.training import EpochEnd, Recipe, RunState, TrainingConfig
from carinspect.storage.correction_store import CorrectionStore
from carinspect.storage.evaluation_file import save_evaluation
from carinspect.storage.frozen_set_store import FrozenSetStore
from carinspect.storage.model_file import write_model_file
from carinspect.storage.model_registry import ModelRegistry
from carinspect.storage.model_signature import make_key, sign, to_bytes
from carinspect.storage.photo_facts_cache import PhotoFactsCache
from carinspect.storage.settings_file import SettingsFile
from carinspect.storage.training_runs import (
    RunFacts,
    TrainingRuns,
    write_checkpoint,
    write_history,
    write_state,
    write_validation,
)
from tests.hostile.pictures import car, encoded, exif, good_files, icc
from tests.model_bundles import make_bundle, make_card
from tests.records import NOON, failed, inspection, sha256


def photos() -> list[bytes]:
    small = car((48, 36))
    described = {"exif": exif(6).tobytes(), "icc_profile": icc()}
    kinds = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "PPM", "AVIF", "HEIF", "MPO")
    taking = {"JPEG", "PNG", "WEBP", "TIFF"}
    made = [encoded(small, kind, **(described if kind in taking else {})) for kind in kinds]
    extra = ("progressive.jpg", "moving.webp", "deflate.tif", "lzw.tif", "big_endian.tif")
    return [*made, *(good_files()[name] for name in extra)]


@functools.cache
def settings() -> list[bytes]:
    with _folder() as folder:
        file = SettingsFile(folder / "settings.json")
        file.save(Settings("ko", Theme.DARK, "m", recent_photos=("/a", "/b"), accepted_error=0.05))
        return [file.path.read_bytes()]


def model_card() -> list[bytes]:
    return [make_card(id="m", review_bands={"0.05": (0.1, 0.9)}).to_json().encode()]


@functools.cache
def model_file() -> list[bytes]:
    with _folder() as folder:
        make_key(folder / "key.pem")
        bundle = make_bundle(folder / "m")
        write_model_file(bundle, folder / "plain.carmodel")
        write_model_file(bundle, folder / "signed.carmodel", folder / "key.pem")
        return [file.read_bytes() for file in sorted(folder.glob("*.carmodel"))]


@functools.cache
def signature() -> list[bytes]:
    with _folder() as folder:
        make_key(folder / "key.pem")
        return [to_bytes(sign(model_card()[0].decode(), folder / "key.pem"))]


def signers() -> list[bytes]:
    return [json.dumps([{"name": "Head office", "key": "ab" * 32}]).encode()]


@functools.cache
def activations() -> list[bytes]:
    with _folder() as folder:
        ModelRegistry(folder, folder).note_activation(Activation(NOON, "kim", "a", "b", "why"))
        return [(folder / "activations.json").read_bytes()]


def labels() -> list[bytes]:
    return [
        b"photo,label,split\na.jpg,damaged,train\nb.jpg,undamaged,test\n",
        "사진;라벨\r\na.jpg;파손\r\n".encode("cp949"),
        b'\xef\xbb\xbfimage\tclass\n"a.jpg"\t"ok"\n',
    ]


def categories() -> list[bytes]:
    rows = [{"wnid": "n04285008", "name": "sports_car", "sum": 12.5}] * 3
    return [json.dumps({"model": "m", "photos": 9, "categories": rows}).encode()]


@functools.cache
def run_files() -> dict[str, bytes]:
    with _folder() as folder:
        runs = TrainingRuns(folder)
        config = TrainingConfig(recipe=Recipe.ROBUST)
        run = runs.create(RunFacts(config, DatasetSource(Path("/data")), "name", "600 photos"))
        epochs = tuple(EpochEnd(n, 9 * n, 0.5, 0.8, 0.6, 0.7, 0.1, 1e-3, 2.5) for n in (1, 2, 3))
        run = write_history(run, epochs)
        write_state(dataclasses.replace(run, state=RunState.STOPPED, model_id="m"))
        write_checkpoint(run.folder, {"w": np.ones((3, 4), np.float32), "epoch": np.array(3)})
        write_validation(run.folder, [JudgedPhoto(Path("/a.jpg"), 1, 0.9, "cars", sha256("a"))])
        files = ("config.json", "history.jsonl", "state.json", "checkpoint.npz", "validation.csv")
        return {name: (run.folder / name).read_bytes() for name in files}


@functools.cache
def evaluation() -> list[bytes]:
    photos = tuple(
        JudgedPhoto(Path(f"/{n}.jpg"), n % 2, n / 9, "s", sha256(str(n))) for n in range(8)
    )
    with _folder() as folder:
        save_evaluation(Evaluation("m", "data", 0.5, photos), folder / "e.json")
        return [(folder / "e.json").read_bytes()]


@functools.cache
def frozen() -> list[bytes]:
    photo = FrozenPhoto(sha256("a"), 1, "a.jpg")
    with _folder() as folder:
        FrozenSetStore(folder).save(FrozenSet("set", ("ok", "bad"), (photo,), NOON, "kim"))
        return [(folder / "frozen.json").read_bytes()]


@functools.cache
def facts() -> list[bytes]:
    with _folder() as folder:
        cache = PhotoFactsCache(folder / "facts.json")
        cache.put(Path("/photos/a.jpg"), PhotoFacts(sha256("a"), (64, 48), 1, 2, 3, 4, 50.0, 30.0))
        cache.save()
        return [(folder / "facts.json").read_bytes()]


@functools.cache
def corrections() -> list[bytes]:
    with _folder() as folder:
        store = CorrectionStore(folder)
        for name in ("a", "b"):
            store.add(
                Correction(
                    NOON,
                    "kim",
                    sha256(name),
                    Outcome.DAMAGED,
                    f"{name}.jpg",
                    "m",
                    Outcome.UNDAMAGED,
                    0.4,
                )
            )
        return [(folder / "corrections.csv").read_bytes()]


@functools.cache
def pack() -> list[bytes]:
    from carinspect.core.evidence import MANIFEST, VERIFIER, Manifest, PackFile, Role, sha256_of
    from carinspect.core.paths import resource
    from carinspect.storage.pack_file import write_pack

    page = resource("evidence", VERIFIER).read_bytes()
    file = PackFile("photos/a.jpg", sha256_of(b"photo"), 5, Role.ORIGINAL)
    manifest = Manifest(
        "R-1",
        NOON.isoformat(),
        "kim",
        False,
        1,
        sha256("log"),
        sha256("root"),
        sha256_of(page),
        (file,),
    )
    with _folder() as folder:
        entries = [
            ("photos/a.jpg", b"photo"),
            (MANIFEST, manifest.to_json().encode()),
            (VERIFIER, page),
        ]
        write_pack(folder / "pack.zip", entries)
        return [(folder / "pack.zip").read_bytes()]


@functools.cache
def database() -> list[bytes]:
    """A small database with inspections, closed and whole in one file."""
    import sqlite3

    from carinspect.storage.database import Database
    from carinspect.storage.inspection_store import InspectionStore

    with _folder() as folder:
        database = Database.open(folder / "records.sqlite", backups=folder / "backups")
        with database.writing() as connection:
            store = InspectionStore(connection)
            for made in (inspection("a.jpg"), inspection("b.jpg", Outcome.UNDAMAGED), failed()):
                store.add(made, by="kim", at=NOON)
        database.close()
        with sqlite3.connect(folder / "records.sqlite") as plain:
            plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        plain.close()
        return [(folder / "records.sqlite").read_bytes()]


@functools.cache
def backup() -> list[bytes]:
    from carinspect.storage.backup_file import write_backup
    from carinspect.storage.database import Database

    with _folder() as folder:
        (folder / "records.sqlite").write_bytes(database()[0])
        opened = Database.open(folder / "records.sqlite", backups=folder / "backups")
        with opened.reading() as connection:
            for _name in write_backup(connection, folder / "backup.zip", "0002"):
                pass
        opened.close()
        return [(folder / "backup.zip").read_bytes()]


class _folder(tempfile.TemporaryDirectory[str]):  # noqa: N801 - a context manager
    def __enter__(self) -> Path:
        return Path(super().__enter__())
