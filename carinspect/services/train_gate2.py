"""Job: train Gate2, from photos to a registered model; goes on from its last epoch when resumed."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from carinspect.core.dataset import Dataset, DatasetSource, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import JudgedPhoto
from carinspect.core.model_card import ModelCard
from carinspect.core.paths import cache_dir
from carinspect.core.training import History, Recipe, RunState, TrainingConfig, TrainingRun
from carinspect.core.training_check import check_config
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.gate1_heads import CarHead
from carinspect.ml.gate2_training import Gate2Training, Judgement, Photos, model_sha256
from carinspect.ml.tensorboard_log import TensorBoardLog
from carinspect.ml.trainer import Hooks
from carinspect.services.corrections import for_training
from carinspect.services.read_dataset import data_fingerprint, read_dataset
from carinspect.services.workspace import open_registry
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.training_runs import (
    RunFacts,
    TrainingRuns,
    kept_epoch,
    read_checkpoint,
    stop_requested,
    write_checkpoint,
    write_config,
    write_history,
    write_state,
    write_validation,
    written_whole,
)

_BEST = "best.weights.h5"


@dataclass(frozen=True, slots=True)
class TrainGate2:
    """Train Gate2 and register the model that comes of it.

    Reports ``Progress`` over the photos while their features are computed, the ``TrainingRun`` as
    soon as its folder exists, ``MiniBatchEnd`` at most ten times a second, and ``EpochEnd``.
    Cancelling leaves a run that can be resumed; ``storage.training_runs.request_stop`` ends it
    after the mini-batch and keeps what there is.

    Attributes:
        source: the photos; of a resumed run, its own count.
        config: of a resumed run its own counts, but for more epochs.
        name: what the user calls the run.
        resume: the id of a run to go on with.
        runs_dir: where run folders lie; None for the user's own.
        tensorboard: a folder for TensorBoard's logs; None for none.
        register: whether the run gives a model; not for runs that only measure.
    """

    source: DatasetSource
    config: TrainingConfig
    name: str = ""
    resume: str | None = None
    runs_dir: Path | None = None
    tensorboard: Path | None = None
    register: bool = True

    def run(self, ctx: JobContext, /) -> TrainingRun:
        """Train.

        Raises:
            CarInspectError: the data, the configuration or the run to resume is not usable.
            JobCancelled: the run can be resumed.
        """
        runs = TrainingRuns(self.runs_dir)
        run, source = self._begin(runs)
        dataset = for_training(read_dataset(source, on_photo=_progress(ctx)), source)
        _refuse_missing_classes(dataset)
        fingerprint = data_fingerprint(dataset.of(Split.TRAINING))
        if run is None:
            run = runs.create(self._facts(dataset, fingerprint))
        elif run.data_fingerprint != fingerprint:
            raise CarInspectError(ErrorCode.RUN_DATA_CHANGED, run=run.id)
        else:
            run = dataclasses.replace(run, state=RunState.RUNNING)
            write_state(run)
        ctx.report(run)
        session = _Session(ctx, run, dataset, self.tensorboard)
        return session.finish(session.train(runs), register=self.register)

    def _begin(self, runs: TrainingRuns) -> tuple[TrainingRun | None, DatasetSource]:
        check_config(self.config)
        if self.resume is None:
            return None, self.source
        run = runs.read(self.resume)
        if self.config.epochs > run.config.epochs:
            more = dataclasses.replace(run.config, epochs=self.config.epochs)
            run = dataclasses.replace(run, config=more)
            write_config(run)
        return run, runs.source(self.resume)

    def _facts(self, dataset: Dataset, fingerprint: str) -> RunFacts:
        return RunFacts(
            self.config,
            self.source,
            self.name,
            dataset.name,
            fingerprint,
            len(dataset.of(Split.TRAINING)),
            len(dataset.of(Split.VALIDATION)),
        )


def resumed(run: TrainingRun, runs_dir: Path | None = None, *, epochs: int = 0) -> TrainGate2:
    """The job that goes on with ``run``, up to ``epochs`` where that is more than it was told.

    Raises:
        CarInspectError: its folder is damaged.
    """
    source = TrainingRuns(runs_dir).source(run.id)
    config = dataclasses.replace(run.config, epochs=max(epochs, run.config.epochs))
    return TrainGate2(source, config, run.name, resume=run.id, runs_dir=runs_dir)


@dataclass(frozen=True)
class _Session:
    """One process's part in a run."""

    ctx: JobContext
    run: TrainingRun
    dataset: Dataset
    tensorboard: Path | None

    def train(self, runs: TrainingRuns) -> tuple[TrainingRun, Gate2Training]:
        """All epochs that are left, each saved as it ends."""
        ctx, run = self.ctx, self.run
        photos = Photos(self.dataset.of(Split.TRAINING), self.dataset.of(Split.VALIDATION))
        training = Gate2Training(run.config, photos, cache_dir() / "activations")
        training.load_examples(_progress(ctx))
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

    def _start(self, training: Gate2Training, runs: TrainingRuns, hooks: Hooks) -> History:
        """Go back to the last checkpoint, or to a trained head; the history up to there."""
        run = self.run
        checkpoint = read_checkpoint(run.folder)
        if checkpoint is not None:
            done = int(checkpoint.pop("epochs"))
            training.restore(checkpoint)
            return run.history[:done]
        if run.config.recipe is Recipe.FINETUNE or run.config.head:
            weights = runs.folder(run.config.head) / _BEST if run.config.head else None
            training.start_from_head(weights, hooks)
        return ()

    def finish(self, trained: tuple[TrainingRun, Gate2Training], *, register: bool) -> TrainingRun:
        """Judge the validation photos with the kept weights, and make a model of them."""
        run, training = trained
        judgement = training.keep(run.folder / _BEST)
        write_validation(run.folder, self._judged(judgement))
        if run.config.recipe is Recipe.BOTTLENECK:
            _save_features(run.folder, training)
        if register:
            content, car = training.export(judgement.temperature)
            card = _card(run, self.dataset, judgement, (content, car))
            run = dataclasses.replace(run, model_id=_register(run.folder, content, card))
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


def _progress(ctx: JobContext) -> Callable[[int, int], None]:
    def on_photos(done: int, total: int) -> None:
        ctx.raise_if_cancelled()
        ctx.report(Progress(done, total))

    return on_photos


def _refuse_missing_classes(dataset: Dataset) -> None:
    for split in (Split.TRAINING, Split.VALIDATION):
        undamaged, damaged = dataset.counts(split)
        if not undamaged or not damaged:
            raise CarInspectError(
                ErrorCode.CLASS_MISSING, data=dataset.name, undamaged=undamaged, damaged=damaged
            )


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
        review_band=judgement.band,
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
