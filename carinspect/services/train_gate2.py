"""Job: train Gate2, from photos to a registered model; goes on from its last epoch when resumed."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import Dataset, DatasetSource, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import RunState, TrainingConfig, TrainingRun
from carinspect.core.training_check import check_config
from carinspect.jobs.job import JobContext
from carinspect.services.corrections import for_training
from carinspect.services.read_dataset import data_fingerprint, read_dataset
from carinspect.services.training_session import TrainingSession, report_photos
from carinspect.storage.run_lock import being_trained
from carinspect.storage.training_runs import RunFacts, TrainingRuns, write_config, write_state


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
        dataset = for_training(read_dataset(source, on_photo=report_photos(ctx)), source)
        refuse_missing_classes(dataset)
        fingerprint = data_fingerprint(dataset.of(Split.TRAINING))
        if run is None:
            run = runs.create(run_facts(self, dataset, fingerprint))
        elif run.data_fingerprint != fingerprint:
            raise CarInspectError(ErrorCode.RUN_DATA_CHANGED, run=run.id)
        else:
            run = dataclasses.replace(run, state=RunState.RUNNING)
        with being_trained(run.folder):
            if self.resume is not None:
                write_state(run)
            ctx.report(run)
            session = TrainingSession(ctx, run, dataset, self.tensorboard)
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


def run_facts(job: TrainGate2, dataset: Dataset, fingerprint: str) -> RunFacts:
    """What the new run of ``job`` is about."""
    return RunFacts(
        job.config,
        job.source,
        job.name,
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


def refuse_missing_classes(dataset: Dataset) -> None:
    """Both classes are needed, to train on and to validate on.

    Raises:
        CarInspectError: one is missing.
    """
    for split in (Split.TRAINING, Split.VALIDATION):
        undamaged, damaged = dataset.counts(split)
        if not undamaged or not damaged:
            raise CarInspectError(
                ErrorCode.CLASS_MISSING, data=dataset.name, undamaged=undamaged, damaged=damaged
            )
