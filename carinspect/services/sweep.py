"""Job: a sweep, run by run; what is there already is not trained again."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import RunState, TrainingConfig, TrainingRun
from carinspect.jobs.job import JobContext
from carinspect.services.corrections import for_training
from carinspect.services.read_dataset import data_fingerprint, read_dataset
from carinspect.services.train_gate2 import TrainGate2, resumed
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
    fingerprint = data_fingerprint(dataset.of(Split.TRAINING))
    there = {
        run.config: run
        for run in reversed(TrainingRuns(runs_dir).list())
        if run.data_fingerprint == fingerprint
    }
    made: list[TrainingRun] = []
    for config in configs:
        ctx.raise_if_cancelled()
        known = there.get(config)
        if known is not None and known.state is RunState.FINISHED:
            ctx.report(known)
        elif known is not None:
            known = dataclasses.replace(resumed(known, runs_dir), register=False).run(ctx)
        else:
            known = TrainGate2(source, config, runs_dir=runs_dir, register=False).run(ctx)
        made.append(known)
    return tuple(made)
