"""Kills in the middle of training: the real trainer on drawn photos, small and quick."""

from __future__ import annotations

import dataclasses
import tempfile
from multiprocessing.connection import Connection

# Loaded once, in the server that lives are forked from.
import keras  # noqa: F401, TID253
import tensorflow  # noqa: F401, TID253

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.model_card import ModelCard
from carinspect.core.training import EpochEnd, Optimizer, Recipe, RunState, TrainingRun
from carinspect.jobs.job import run_here
from carinspect.ml.recipes import recipe_config
from carinspect.services.train_gate2 import TrainGate2, resumed
from carinspect.storage.training_runs import TrainingRuns, read_checkpoint
from tests.faults.lives import READY, Trial
from tests.training_photos import draw_dataset

_EPOCHS = 12


class Training(Trial):
    """Runs are begun, killed and gone on with; a life is an epoch or some."""

    area, fault = "training", "kill -9 while training"
    tellings = _EPOCHS + 1  # and that the run has ended
    rounds = 4  # a life ends the run that the one before left and makes its model, which takes long

    def prepare(self) -> None:
        self.folder.mkdir(parents=True)
        draw_dataset(self.folder / "photos")
        self._promised: dict[str, list[EpochEnd]] = {}

    @staticmethod
    def work(folder, _seed: int, says: Connection) -> None:
        # TensorFlow keeps what it traces in files there, which a killed process leaves.
        tempfile.tempdir = str(folder)
        runs = TrainingRuns(folder / "runs")
        config = dataclasses.replace(
            recipe_config(Recipe.BOTTLENECK), input_size_px=64, epochs=_EPOCHS, batch_size=6,
            views=2, optimizer=Optimizer.ADAM, learning_rate=0.01, hidden_units=8,
        )  # fmt: skip
        says.send(READY)
        run_id = ""

        def tell(report: object) -> None:
            nonlocal run_id
            if isinstance(report, TrainingRun):
                run_id = report.id
            elif isinstance(report, EpochEnd):
                says.send((run_id, report))

        for left in runs.list():
            if left.state is RunState.RUNNING:
                run_here(resumed(left, folder / "runs"), tell)
                says.send((run_id, None))
        source = DatasetSource(folder / "photos")
        while True:
            run_here(TrainGate2(source, config, runs_dir=folder / "runs", register=False), tell)
            says.send((run_id, None))

    def check(self, told: list[object]) -> list[str]:
        runs = TrainingRuns(self.folder / "runs")
        problems: list[str] = []
        for run_id, epoch in told:
            if epoch is not None:
                self._promised.setdefault(run_id, []).append(epoch)
            elif runs.read(run_id).state is not RunState.FINISHED:
                problems.append(f"{run_id} was told to be finished")
        for run_id, epochs in self._promised.items():
            try:
                run = runs.read(run_id)
                read_checkpoint(run.folder)
            except (CarInspectError, OSError, ValueError) as error:
                problems.append(f"{run_id} cannot be read: {error}")
                continue
            kept = {epoch.epoch: epoch for epoch in run.history}
            # An epoch that was told and done again after a kill is told again: the last holds.
            latest = {epoch.epoch: epoch for epoch in epochs}
            problems += [f"{run_id} lost epoch {n}" for n in latest if n not in kept]
            if run.state is RunState.FINISHED and len(kept) != _EPOCHS:
                problems.append(f"{run_id} is finished after {len(kept)} epochs")
            card = run.folder / "model" / "card.json"
            if card.exists():
                ModelCard.from_json(card.read_text())
        return problems

    def end(self) -> list[str]:
        runs = TrainingRuns(self.folder / "runs")
        unfinished = [run for run in runs.list() if run.state is RunState.RUNNING]
        # At most the last one; all others were gone on with and have ended.
        return [f"{len(unfinished)} runs are unfinished"] if len(unfinished) > 1 else []
