"""The jobs that the training page submits; tests replace these functions."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from carinspect.core.dataset import DatasetSource
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import TrainingConfig, TrainingRun
from carinspect.jobs.engine import Engine, InEngine
from carinspect.jobs.job import Job, JobContext
from carinspect.services.fetch_weights import FetchWeights
from carinspect.services.run_list import ListRuns, RemoveRuns, SaveCurves, SavePicture, StopAndKeep

if TYPE_CHECKING:
    from carinspect.services.replay_post import ReplayPost

R = TypeVar("R")
TrainJob = Job[TrainingRun]


@dataclass(frozen=True)
class Preload:
    """Import what the page needs later and what would hold up the window's own thread."""

    def run(self, ctx: JobContext, /) -> None:
        for module in ("pyqtgraph", "carinspect.services.replay_post"):
            ctx.raise_if_cancelled()
            importlib.import_module(module)


def train(source: DatasetSource, config: TrainingConfig, name: str) -> TrainJob:
    """A new run."""
    from carinspect.services.train_gate2 import TrainGate2  # noqa: PLC0415 - see Preload

    return TrainGate2(source, config, name)


def resume(run: TrainingRun) -> TrainJob:
    """Go on with ``run`` from its last epoch.

    Raises:
        CarInspectError: its folder is damaged.
    """
    from carinspect.services.train_gate2 import resumed  # noqa: PLC0415 - see Preload

    return resumed(run)


def sweep(source: DatasetSource, plan: SweepPlan) -> Job[object]:
    """All runs of ``plan`` that are not there yet."""
    from carinspect.services.sweep import Sweep  # noqa: PLC0415 - see Preload

    return Sweep(source, plan)


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay of the post is told; see ``services.replay_post.ReplayPost``."""

    backbone: str
    seeds: tuple[int, ...]
    epochs: int
    finetune: bool
    seed_exact: bool


def replay_post(source: DatasetSource, replay: Replay) -> Job[object]:
    """The post's experiments again."""
    return _replay_post(source, replay)


def replay_configs(replay: Replay) -> tuple[TrainingConfig, ...]:
    """The runs that the replay consists of."""
    return _replay_post(DatasetSource(Path()), replay).configs()


def _replay_post(source: DatasetSource, replay: Replay) -> ReplayPost:
    from carinspect.services.replay_post import ReplayPost  # noqa: PLC0415 - see Preload

    return ReplayPost(
        source,
        replay.backbone,
        replay.seeds,
        replay.epochs,
        finetune=replay.finetune,
        seed_exact=replay.seed_exact,
    )


def in_engine(job: Job[R], engine: Engine) -> Job[R]:
    """``job`` in the child process, where TensorFlow is."""
    return InEngine(job, engine)


def stop(run: TrainingRun) -> Job[None]:
    """Ask ``run`` to end and keep what there is."""
    return StopAndKeep(run)


def fetch_weights(backbone: str) -> Job[Path]:
    """Get pretrained weights from their publisher."""
    return FetchWeights(backbone)


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
