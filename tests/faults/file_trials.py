"""Kills in the middle of exports, registrations of models, settings and corrections."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path

from carinspect.core.activation import Activation
from carinspect.core.correction import Correction
from carinspect.core.errors import CarInspectError
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.backup_records import BackUpRecords
from carinspect.services.export_report import ExportReport
from carinspect.storage.backup_file import open_backup
from carinspect.storage.correction_store import CorrectionStore
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.model_file import read_model_file
from carinspect.storage.model_registry import ModelRegistry
from carinspect.storage.pack_file import read_pack, write_pack
from carinspect.storage.settings_file import SettingsFile
from tests.faults.lives import READY, Trial
from tests.faults.record_trials import hire, open_workspace
from tests.model_bundles import make_bundle
from tests.records import NOON, inspection, minutes

_ROWS = 40
_NET = random.Random(7).randbytes(300_000)


class Exporting(Trial):
    """CSV, JSON, PDF, backup, evidence pack and model file, over and over the same files."""

    area, fault = "export", "kill -9 while reports, packs and backups are written"
    tellings = 6

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        workspace = open_workspace(self.folder)
        workspace.current_user()
        hire(workspace, "R-1")
        with workspace.records().database.writing() as connection:
            for number in range(_ROWS):
                InspectionStore(connection).add(inspection(f"{number}.jpg"), by="Kim", at=NOON)
        workspace.close()
        make_bundle(self.folder / "models" / "m", content=_NET)

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        workspace = open_workspace(folder)
        records = workspace.records()
        registry = ModelRegistry(folder / "models", folder / "none")
        out = folder / "out"
        photos = [(f"{n}.jpg", random.Random(n).randbytes(200_000)) for n in range(4)]
        kinds = [
            lambda: run_here(ExportReport(records, HistoryFilter(), out / "a.csv")),
            lambda: run_here(ExportReport(records, HistoryFilter(), out / "a.json")),
            lambda: run_here(ExportReport(records, HistoryFilter(), out / "a.pdf")),
            lambda: run_here(BackUpRecords(workspace, out / "a.zip")),
            lambda: write_pack(out / "evidence.zip", photos),
            lambda: registry.export_file("m", out / "a.carmodel"),
        ]
        random.Random(seed).shuffle(kinds)
        says.send(READY)
        for kind in itertools.cycle(kinds):
            kind()
            says.send("written")

    def check(self, told: list[object]) -> list[str]:
        out = self.folder / "out"
        problems = []
        looks = {
            "a.csv": lambda file: file.read_bytes().count(b"\n") >= _ROWS,
            "a.json": lambda file: len(json.loads(file.read_text())["inspections"]) >= _ROWS,
            "a.pdf": lambda file: file.read_bytes().rstrip().endswith(b"%%EOF"),
            "a.zip": _is_backup,
            "evidence.zip": lambda file: len(read_pack(file)) == 4 and _is_zip(file),
            "a.carmodel": lambda file: read_model_file(file).content == _NET,
        }
        for name, is_whole in looks.items():
            try:
                if (out / name).exists() and not is_whole(out / name):
                    problems.append(f"{name} is not whole")
            except (CarInspectError, ValueError, KeyError) as error:
                problems.append(f"{name} is not whole: {error}")
        # What was being written lies beside, hidden, and is no file of any kind of ours.
        strangers = [f.name for f in out.glob("*") if f.name not in looks and f.name[0] != "."]
        return problems + [f"{name} is neither hidden nor ours" for name in strangers]


def _is_backup(file: Path) -> bool:
    with open_backup(file):
        return True


def _is_zip(file: Path) -> bool:
    with zipfile.ZipFile(file) as archive:
        return archive.testzip() is None


class Registering(Trial):
    """Models are registered, activated, removed and restored."""

    area, fault = "model registry", "kill -9 while models are registered"
    tellings = 4

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        make_bundle(self.folder / "bundle", content=_NET)
        self._promised: set[str] = set()

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        registry = ModelRegistry(folder / "own", folder / "none")
        says.send(READY)
        for number in itertools.count():
            model_id = registry.register(folder / "bundle")
            says.send(("there", model_id))
            registry.note_activation(Activation(minutes(number), f"{seed}", "a", model_id))
            if number % 3 == 2:
                says.send(("moving", model_id))
                registry.remove(model_id)
                if seed % 2:
                    registry.restore(model_id)
                    says.send(("there", model_id))

    def check(self, told: list[object]) -> list[str]:
        for what, model_id in told:
            (self._promised.add if what == "there" else self._promised.discard)(model_id)
        registry = ModelRegistry(self.folder / "own", self.folder / "none")
        problems = []
        known = registry.ids()
        for model_id in known:
            try:
                card = registry.card(model_id)
                content = (registry.folder(model_id) / "model.tflite").read_bytes()
                if content != _NET or card.id != model_id:
                    problems.append(f"{model_id} is not whole")
            except (CarInspectError, OSError) as error:
                problems.append(f"{model_id} is not whole: {error}")
        problems += [f"{name} was told and is lost" for name in self._promised - set(known)]
        registry.activations()
        if len(known) > 30:
            shutil.rmtree(self.folder / "own")
            self._promised.clear()
        return problems


class ChangingSettings(Trial):
    """Settings and corrections are saved."""

    area, fault = "settings, corrections", "kill -9 while they are saved"
    tellings = 2

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        self._promised = 0

    @staticmethod
    def work(folder: Path, seed: int, says: Connection) -> None:
        workspace = open_workspace(folder)
        corrections = CorrectionStore(folder / "corrections")
        said = Outcome.UNDAMAGED
        says.send(READY)
        for number in itertools.count():
            workspace.change(recent_photos=tuple(f"{seed}-{number}-{n}.jpg" for n in range(12)))
            sha256 = corrections.photos.add(f"{seed} {number}".encode())
            corrections.add(
                Correction(NOON, "Kim", sha256, Outcome.DAMAGED, "a,\n b.jpg", "m", said, 0.25)
            )
            says.send(sha256)

    def check(self, told: list[object]) -> list[str]:
        SettingsFile(self.folder / "settings.json").load()  # raises where it is damaged
        store = CorrectionStore(self.folder / "corrections")
        holding = store.holding()
        problems = [f"correction of {sha} is lost" for sha in told if sha not in holding]
        return problems + [f"photo {sha} is lost" for sha in holding if not store.photos.has(sha)]
