"""Training that is scripted: the same events as the real job, in a second, without TensorFlow."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from carinspect.core.replay import ReplayResult
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import (
    EpochEnd,
    MiniBatchEnd,
    Recipe,
    RunState,
    TrainingConfig,
    TrainingRun,
)
from carinspect.jobs.job import JobContext, Progress
from carinspect.ui.training import jobs
from carinspect.ui.training.jobs import Replay

PHOTOS = 600
WAIT_MS = 10_000


def edit(form, name: str, text: str) -> None:
    """Type ``text`` into a field of numbers of the training form."""
    editor = form.rows[name].editor
    editor.setText(text)
    editor.textEdited.emit(text)


def epoch_end(epoch: int, config: TrainingConfig, seed: int = 0) -> EpochEnd:
    """A believable epoch: training gets better for ever, validation until it does not."""
    grown = 1 - 0.5 * 0.82**epoch
    wobble = 0.008 * ((epoch * 7 + seed * 3) % 5 - 2)
    accuracy = min(0.995, 0.55 + 0.45 * grown * (1 - 1.2 / (epoch + 2)))
    best = 0.915 + 0.006 * math.log2(config.batch_size / 8) ** 0.5 + 0.004 * (seed % 3)
    val_accuracy = min(best, accuracy - 0.0008 * epoch + wobble)
    return EpochEnd(
        epoch=epoch,
        updates=epoch * -(-PHOTOS // config.batch_size),
        loss=0.69 * 0.9**epoch + 0.03,
        accuracy=accuracy,
        val_loss=0.69 * 0.92**epoch + 0.12 + 0.002 * epoch + abs(wobble),
        val_accuracy=val_accuracy,
        penalty=0.4 * 0.97**epoch,
        learning_rate=config.learning_rate,
        seconds=1.4,
    )


def finished_run(
    run_id: str,
    config: TrainingConfig | None = None,
    *,
    epochs: int = 0,
    state: RunState = RunState.FINISHED,
    name: str = "",
    days_ago: float = 0.0,
) -> TrainingRun:
    """A run as its folder would tell it."""
    config = config or TrainingConfig(Recipe.BOTTLENECK)
    history = tuple(
        epoch_end(n, config, config.seed) for n in range(1, (epochs or config.epochs) + 1)
    )
    best = max(history, key=lambda one: (one.val_accuracy, -one.epoch), default=None)
    return TrainingRun(
        id=run_id,
        folder=Path("runs") / run_id,
        config=config,
        state=state,
        started_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC) - timedelta(days=days_ago),
        name=name,
        data="gate2_train",
        training_photos=PHOTOS,
        validation_photos=400,
        history=history,
        best_epoch=best.epoch if best else 0,
        model_id=f"model-{run_id}" if state is not RunState.RUNNING else "",
    )


@dataclass
class FakeTraining:
    """Stands for the services of the training page.

    Attributes:
        pause_s: that each epoch takes.
        failure: what training raises instead.
        hold: while set, training waits before the epoch ``hold_at``.
    """

    pause_s: float = 0.005
    failure: Exception | None = None
    hold_at: int = 0
    runs: dict[str, TrainingRun] = field(default_factory=dict)
    stops: set[str] = field(default_factory=set)
    removed: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    asked: list[object] = field(default_factory=list)

    def train(self, source, config, name):
        self.asked.append((source, config, name))
        run_id = f"run-{len(self.runs) + 1}"
        return _Training(
            self,
            replace(finished_run(run_id, config, name=name), history=(), best_epoch=0, model_id=""),
        )

    def resume(self, run):
        self.asked.append(run)
        return _Training(self, run)

    def sweep(self, source, plan):
        self.asked.append((source, plan))
        return _Sweep(self, plan)

    def replay_post(self, _source, replay):
        self.asked.append(replay)
        return _Replay(self, replay)

    def stop(self, run):
        return Doing(lambda: self.stops.add(run.id))

    def list_runs(self):
        return Doing(lambda: tuple(sorted(self.runs.values(), key=lambda r: r.started_at)[::-1]))

    def remove_runs(self, runs):
        def remove() -> None:
            for run in runs:
                self.removed.append(run.id)
                self.runs.pop(run.id, None)

        return Doing(remove)

    def install(self, monkeypatch) -> None:
        """Have the page use these jobs, in a thread instead of the engine."""
        for name in ("train", "resume", "sweep", "replay_post", "stop", "list_runs", "remove_runs"):
            monkeypatch.setattr(jobs, name, getattr(self, name))
        monkeypatch.setattr(jobs, "in_engine", lambda job, _engine: job)


@dataclass(frozen=True)
class Doing:
    """A job that calls something."""

    act: Callable[[], object]

    def run(self, ctx: JobContext, /) -> object:
        ctx.raise_if_cancelled()
        return self.act()


@dataclass(frozen=True)
class _Sweep:
    fake: FakeTraining
    plan: SweepPlan

    def run(self, ctx: JobContext, /) -> tuple[TrainingRun, ...]:
        ended: list[TrainingRun] = []
        for config in self.plan.configs():
            run = self.fake.train(None, config, "").run(ctx)
            ctx.report(run)
            ended.append(run)
        return tuple(ended)


@dataclass(frozen=True)
class _Replay:
    fake: FakeTraining
    replay: Replay

    def run(self, ctx: JobContext, /) -> ReplayResult:
        so_far = ReplayResult((), self.replay.epochs / 100)
        for config in jobs.replay_configs(self.replay):
            run = self.fake.train(None, config, "").run(ctx)
            ctx.report(run)
            so_far = replace(so_far, runs=(*so_far.runs, run)).judged()
            ctx.report(so_far)
        return so_far


@dataclass(frozen=True)
class _Training:
    fake: FakeTraining
    start: TrainingRun

    def run(self, ctx: JobContext, /) -> TrainingRun:
        fake, run = self.fake, replace(self.start, state=RunState.RUNNING)
        if fake.failure is not None:
            raise fake.failure
        for done in (0, PHOTOS):
            ctx.report(Progress(done, PHOTOS))
        self._keep(run)
        ctx.report(run)
        config = run.config
        for epoch in range(len(run.history) + 1, config.epochs + 1):
            if epoch == fake.hold_at:
                while not (fake.released.is_set() or ctx.cancelled or run.id in fake.stops):
                    time.sleep(0.005)
            ctx.raise_if_cancelled()
            if run.id in fake.stops:
                return self._keep(replace(run, state=RunState.STOPPED))
            run = self._one_epoch(ctx, run, epoch)
        return self._keep(replace(run, state=RunState.FINISHED, model_id=f"model-{run.id}"))

    def _one_epoch(self, ctx: JobContext, run: TrainingRun, epoch: int) -> TrainingRun:
        config, end = run.config, epoch_end(epoch, run.config)
        steps = end.updates // epoch
        for part in range(4):
            time.sleep(self.fake.pause_s / 4)
            update = (epoch - 1) * steps + (part + 1) * steps // 4
            left = (config.epochs - epoch) * 1.4
            ctx.report(
                MiniBatchEnd(
                    update,
                    steps * config.epochs,
                    end.loss * 1.02,
                    end.accuracy - 0.01 * (part % 2),
                    config.learning_rate,
                    left,
                )
            )
        ctx.report(end)
        history = (*run.history, end)
        best = max(history, key=lambda one: (one.val_accuracy, -one.epoch)).epoch
        return self._keep(replace(run, history=history, best_epoch=best))

    def _keep(self, run: TrainingRun) -> TrainingRun:
        self.fake.runs[run.id] = run
        return run
