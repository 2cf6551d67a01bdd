"""Jobs on the training runs of this computer: list, remove, ask one to stop, save its curves."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.training import TrainingRun
from carinspect.jobs.job import JobContext
from carinspect.storage.atomic_file import write_atomically
from carinspect.storage.training_runs import TrainingRuns, request_stop


@dataclass(frozen=True)
class ListRuns:
    """All training runs, newest first."""

    def run(self, ctx: JobContext, /) -> tuple[TrainingRun, ...]:
        ctx.raise_if_cancelled()
        return TrainingRuns().list()


@dataclass(frozen=True)
class RemoveRuns:
    """Remove the folders of runs for good; models that came of them stay."""

    ids: tuple[str, ...]

    def run(self, ctx: JobContext, /) -> None:
        ctx.raise_if_cancelled()
        for run_id in self.ids:
            TrainingRuns().remove(run_id)


@dataclass(frozen=True)
class StopAndKeep:
    """Ask a run to end after this mini-batch and to keep what there is."""

    training_run: TrainingRun

    def run(self, ctx: JobContext, /) -> None:
        ctx.raise_if_cancelled()
        request_stop(self.training_run)


@dataclass(frozen=True)
class SaveCurves:
    """Write the curves of runs as one CSV file, a line an epoch; the file.

    Raises:
        CarInspectError: it cannot be written.
    """

    runs: tuple[TrainingRun, ...]
    path: Path

    def run(self, ctx: JobContext, /) -> Path:
        ctx.raise_if_cancelled()
        write_atomically(self.path, curves_csv(self.runs).encode("utf-8-sig"), private=False)
        return self.path


@dataclass(frozen=True)
class SavePicture:
    """Write a picture that was drawn already; the file.

    Raises:
        CarInspectError: it cannot be written.
    """

    png: bytes
    path: Path

    def run(self, ctx: JobContext, /) -> Path:
        ctx.raise_if_cancelled()
        write_atomically(self.path, self.png, private=False)
        return self.path


_COLUMNS = ("epoch", "updates", "loss", "accuracy", "val_loss", "val_accuracy", "penalty")
_COLUMNS_TOO = ("learning_rate", "seconds")


def curves_csv(runs: tuple[TrainingRun, ...]) -> str:
    """A line an epoch of each run; losses in nats, accuracies in [0, 1]."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    columns = (*_COLUMNS, *_COLUMNS_TOO)
    table.writerow(("run", "name", "recipe", "backbone", "batch_size", "seed", *columns))
    for run in runs:
        config = run.config
        facts = (run.id, run.name, config.recipe, config.backbone, config.batch_size, config.seed)
        for epoch in run.history:
            table.writerow((*facts, *(getattr(epoch, name) for name in columns)))
    return stream.getvalue()
