"""The jobs that the training page submits; tests replace these functions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import TrainingConfig, TrainingRun
from carinspect.jobs.engine import Engine, InEngine
from carinspect.jobs.job import Job
from carinspect.services.run_list import ListRuns, RemoveRuns, SaveCurves, SavePicture, StopAndKeep

TrainJob = Job[TrainingRun]


def train(source: DatasetSource, config: TrainingConfig, name: str) -> TrainJob:
    """A new run."""
    from carinspect.services.train_gate2 import TrainGate2  # noqa: PLC0415

    return TrainGate2(source, config, name)


def resume(run: TrainingRun) -> TrainJob:
    """Go on with ``run`` from its last epoch."""
    from carinspect.services.train_gate2 import TrainGate2  # noqa: PLC0415

    return TrainGate2(config=run.config, resume=run.id)


def in_engine(job: TrainJob, engine: Engine) -> TrainJob:
    """``job`` in the child process, where TensorFlow is."""
    return InEngine(job, engine)


def stop(run: TrainingRun) -> Job[None]:
    """Ask ``run`` to end and keep what there is."""
    return StopAndKeep(run)


def list_runs() -> Job[tuple[TrainingRun, ...]]:
    """All runs, newest first."""
    return ListRuns()


def remove_runs(runs: Sequence[TrainingRun]) -> Job[None]:
    """Remove ``runs`` for good."""
    return RemoveRuns(tuple(run.id for run in runs))


def save_curves(runs: Sequence[TrainingRun], path: Path) -> Job[Path]:
    """Write the curves of ``runs`` as CSV."""
    return SaveCurves(tuple(runs), path)


def save_picture(png: bytes, path: Path) -> Job[Path]:
    """Write a picture of the plots."""
    return SavePicture(png, path)
