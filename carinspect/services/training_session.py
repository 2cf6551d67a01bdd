"""One process's part in a training run: epochs, each saved as it ends, and the model at the end."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from carinspect.core.dataset import Dataset, Split
from carinspect.core.evaluation import JudgedPhoto
from carinspect.core.model_card import USUAL_ERROR, ModelCard
from carinspect.core.paths import cache_dir
from carinspect.core.settings import ACCEPTED_ERRORS
from carinspect.core.training import History, Recipe, RunState, TrainingConfig, TrainingRun
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.gate1_heads import CarHead
from carinspect.ml.gate2_training import Gate2Training, model_sha256
from carinspect.ml.judgement import Judgement
from carinspect.ml.localized_gate2 import LocalizedTraining
from carinspect.ml.tensorboard_log import TensorBoardLog
from carinspect.ml.trained_photos import Photos
from carinspect.ml.training_watch import Hooks
from carinspect.services.workspace import open_registry
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.training_runs import (
    TrainingRuns,
    kept_epoch,
    read_checkpoint,
    stop_requested,
    write_checkpoint,
    write_history,
    write_state,
    write_validation,
    written_whole,
)

_BEST: Final = "best.weights.h5"
_SCRATCH: Final = "early"

Training = Gate2Training | LocalizedTraining


@dataclass(frozen=True)
class TrainingSession:
    """One process's part in a run.

    Attributes:
        tensorboard: folder for TensorBoard's logs; None for none.
        shared: a training on the same photos, whose features are taken over where they fit.
    """

    ctx: JobContext
    run: TrainingRun
    dataset: Dataset
    tensorboard: Path | None = None
    shared: Training | None = None

    def train(self, runs: TrainingRuns) -> tuple[TrainingRun, Training]:
        """All epochs that are left, each saved as it ends."""
        ctx, run = self.ctx, self.run
        training = self._training()
        training.load_examples(report_photos(ctx))
        hooks = Hooks(ctx.report, lambda: stop_requested(run.folder), check=ctx.raise_if_cancelled)
        history = self._start(training, runs, hooks)
        run = write_history(run, history)
        log = TensorBoardLog(self.tensorboard / run.id) if self.tensorboard else None
        if not _ended_early(run.config, history):
            for epoch in training.epochs(history, hooks):
                history = (*history, epoch)
                if kept_epoch(run.config, history) == epoch.epoch:
                    with written_whole(run.folder / _BEST) as file:
                        training.save_kept_weights(file)
                run = write_history(run, history)
                write_checkpoint(run.folder, {**training.state(), "epochs": np.array(len(history))})
                if log:
                    log.add(epoch)
                ctx.report(epoch)
                if stop_requested(run.folder) or _ended_early(run.config, history):
                    break
        stopped = stop_requested(run.folder)
        state = RunState.STOPPED if stopped else RunState.FINISHED
        return dataclasses.replace(run, state=state), training

    def _training(self) -> Training:
        if isinstance(self.shared, Gate2Training):
            return self.shared.sibling(self.run.config)
        dataset, config = self.dataset, self.run.config
        photos = Photos(dataset.of(Split.TRAINING), dataset.of(Split.VALIDATION), dataset.outlines)
        if config.recipe is Recipe.LOCALIZED:
            return LocalizedTraining(config, photos, self.run.folder / _SCRATCH)
        return Gate2Training(config, photos, cache_dir() / "activations")

    def _start(self, training: Training, runs: TrainingRuns, hooks: Hooks) -> History:
        """Go back to the last checkpoint, or to a trained head; the history up to there."""
        run = self.run
        checkpoint = read_checkpoint(run.folder)
        if checkpoint is not None:
            done = int(checkpoint.pop("epochs"))
            training.restore(checkpoint)
            return run.history[:done]
        weights = runs.folder(run.config.head) / _BEST if run.config.head else None
        training.begin(weights, hooks)
        return ()

    def finish(self, trained: tuple[TrainingRun, Training], *, register: bool) -> TrainingRun:
        """Judge the validation photos with the kept weights, and make a model of them."""
        run, training = trained
        judgement = training.keep(run.folder / _BEST)
        write_validation(run.folder, self._judged(judgement))
        if run.config.recipe is Recipe.BOTTLENECK and isinstance(training, Gate2Training):
            _save_features(run.folder, training)
        if register:
            content, car = training.export(judgement.temperature)
            card = _card(run, self.dataset, judgement, (content, car))
            run = dataclasses.replace(run, model_id=_register(run.folder, content, card))
        training.close()
        write_state(run)
        self.ctx.report(run)
        return run

    def _judged(self, judgement: Judgement) -> list[JudgedPhoto]:
        return [
            JudgedPhoto(photo.path, photo.label, float(probability), photo.source, sha256)
            for photo, probability, sha256 in zip(
                self.dataset.of(Split.VALIDATION),
                judgement.probabilities,
                judgement.hashes,
                strict=True,
            )
        ]


def report_photos(ctx: JobContext) -> Callable[[int, int], None]:
    """Reports photos as ``Progress``; raises where the job is cancelled."""

    def on_photos(done: int, total: int) -> None:
        ctx.raise_if_cancelled()
        ctx.report(Progress(done, total))

    return on_photos


def _ended_early(config: TrainingConfig, history: History) -> bool:
    """Whether the validation accuracy has not risen for as long as patience lasts."""
    if not config.patience or not history:
        return False
    best = max(history, key=lambda epoch: (epoch.val_accuracy, -epoch.epoch)).epoch
    return len(history) - best >= config.patience


def _save_features(folder: Path, training: Gate2Training) -> None:
    names = ("bottleneck_features_train.npy", "bottleneck_features_validation.npy")
    for name, rows in zip(names, training.bottleneck_features(), strict=True):
        with written_whole(folder / name) as file:
            np.save(file, rows)


def _card(
    run: TrainingRun, dataset: Dataset, judgement: Judgement, exported: tuple[bytes, CarHead]
) -> ModelCard:
    content, car = exported
    config = run.config
    best = run.best
    gate1 = "fitted head" if car.linear else "summed probability of ImageNet's vehicle classes"
    limits = [
        "Threshold and temperature were fitted on the figures' own photos: expect less elsewhere.",
        "Photos from another camera or place may be judged worse: evaluate the model on some.",
    ]
    if not config.keep_last:
        limits.append("The epoch was chosen on the validation photos.")
    return ModelCard(
        id=run.id,
        created=datetime.now(UTC).date().isoformat(),
        backbone=config.backbone,
        input_size_px=config.input_size_px,
        class_names=("undamaged", "damaged"),
        car_threshold=car.threshold,
        damage_threshold=judgement.threshold,
        review_band=judgement.band(USUAL_ERROR),
        review_bands={str(error): judgement.band(error) for error in ACCEPTED_ERRORS},
        region_level=0.5,
        model_sha256=model_sha256(content),
        recipe=_recipe_words(config, best.epoch if best else 0),
        data=f"{dataset.name}: {run.training_photos} photos to train on,"
        f" {run.validation_photos} to validate on. Gate1: {gate1}.",
        data_fingerprint=run.data_fingerprint,
        seeds=(config.seed,),
        figures={**car.figures, **judgement.figures()},
        numbers=judgement.numbers(),
        limits=tuple(limits),
        commands=(f"carinspect train --resume {run.id}",),
    )


def _recipe_words(config: TrainingConfig, epoch: int) -> str:
    if config.recipe is Recipe.LOCALIZED:
        return (
            f"localized: {config.views} windows a photo, rate {config.learning_rate:g} by depth,"
            f" mini-batches of {config.batch_size}; epoch {epoch} of {config.epochs}"
        )
    exact = ", the original's own arithmetic" if config.seed_exact else ""
    return (
        f"{config.recipe.value}: {config.optimizer.value} {config.learning_rate:g}, mini-batches"
        f" of {config.batch_size}, {config.released_blocks} blocks released; epoch {epoch} of"
        f" {config.epochs}{exact}"
    )


def _register(folder: Path, content: bytes, card: ModelCard) -> str:
    bundle = folder / "model"
    shutil.rmtree(bundle, ignore_errors=True)
    partial = folder / ".model"
    write_atomically(partial / "model.tflite", content, private=False)
    write_atomically(partial / "card.json", card.to_json().encode(), private=False)
    partial.rename(bundle)
    return open_registry().register(bundle)
