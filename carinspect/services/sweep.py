"""Job: a sweep, run by run; what is there already is not trained again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import RunState, TrainingConfig, TrainingRun
from carinspect.core.training_check import check_config
from carinspect.jobs.job import JobContext
from carinspect.services.corrections import for_training
from carinspect.services.read_dataset import data_fingerprint, read_dataset
from carinspect.services.train_gate2 import TrainGate2, refuse_missing_classes, run_facts
from carinspect.services.training_session import Training, TrainingSession
from carinspect.storage.run_lock import being_trained
from carinspect.storage.training_runs import TrainingRuns


@dataclass(frozen=True, slots=True)
class Sweep:
    """Train all runs of ``plan``; reports what ``TrainGate2`` does, and each run as it ends.

    A run of the same configuration on the same photos is taken as it is, and gone on with where
    it was interrupted; so a sweep that was stopped goes on where it was. Its runs give no models.

    Attributes:
        runs_dir: where run folders lie; None for the user's own.
    """

    source: DatasetSource
    plan: SweepPlan
    runs_dir: Path | None = None

    def run(self, ctx: JobContext, /) -> tuple[TrainingRun, ...]:
        """Train.

        Raises:
            CarInspectError: the photos or a configuration are not usable.
            JobCancelled: the runs that ended stay.
        """
        return train_all(self.source, self.plan.configs(), ctx, self.runs_dir)


def train_all(
    source: DatasetSource,
    configs: Iterable[TrainingConfig],
    ctx: JobContext,
    runs_dir: Path | None = None,
) -> tuple[TrainingRun, ...]:
    """One run for each of ``configs``, in their order; see :class:`Sweep`."""
    dataset = for_training(read_dataset(source), source)
    refuse_missing_classes(dataset)
    fingerprint = data_fingerprint(dataset.of(Split.TRAINING))
    folders = TrainingRuns(runs_dir)
    there = {
        run.config: run for run in reversed(folders.list()) if run.data_fingerprint == fingerprint
    }
    made: list[TrainingRun] = []
    shared: Training | None = None
    for config in configs:
        ctx.raise_if_cancelled()
        check_config(config)
        run = there.get(config)
        if run is None:
            facts = run_facts(TrainGate2(source, config), dataset, fingerprint)
            run = folders.create(facts)
        if run.state is not RunState.FINISHED:
            ctx.report(run)
            session = TrainingSession(ctx, run, dataset, shared=shared)
            with being_trained(run.folder):
                trained = session.train(folders)
            shared = trained[1]
            run = session.finish(trained, register=False)
        else:
            ctx.report(run)
        made.append(run)
    return tuple(made)
