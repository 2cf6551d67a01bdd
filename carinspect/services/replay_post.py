"""Job: the original's experiments again, and what the data say of its claims."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.dataset import DatasetSource
from carinspect.core.replay import ReplayResult
from carinspect.core.training import Recipe, RunState, TrainingConfig, TrainingRun
from carinspect.jobs.job import JobContext
from carinspect.ml.recipes import recipe_config
from carinspect.services.sweep import train_all

_BATCHES = {Recipe.BOTTLENECK: (16, 8, 256), Recipe.FINETUNE: (16, 8, 64)}


@dataclass(frozen=True, slots=True)
class ReplayPost:
    """Repeat figures 1 to 8 and judge the claims.

    Reports what the runs do, and the ``ReplayResult`` so far as each of them ends. A run that a
    sweep has made is not made again.

    Attributes:
        seeds: of every run; fewer than three decide nothing.
        epochs: that stand for the original's 100; fewer make a shorter replay of shorter curves.
        finetune: whether to fine-tune too, which takes most of the time; without, the claims about
            it stay undecided.
        seed_exact: the original's own arithmetic.
        runs_dir: where the run folders lie; None for the user's own.
    """

    source: DatasetSource
    backbone: str = "efficientnet_lite0"
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)
    epochs: int = 100
    finetune: bool = True
    seed_exact: bool = False
    runs_dir: Path | None = None

    def run(self, ctx: JobContext, /) -> ReplayResult:
        """Replay.

        Raises:
            CarInspectError: the data is not usable.
        """
        so_far = ReplayResult((), self.epochs / 100, self.source.path.stem)

        def report(event: object) -> None:
            nonlocal so_far
            ctx.report(event)
            if isinstance(event, TrainingRun) and event.state is RunState.FINISHED:
                so_far = dataclasses.replace(so_far, runs=(*so_far.runs, event)).judged()
                ctx.report(so_far)

        train_all(self.source, self.configs(), ctx.reporting_to(report), self.runs_dir)
        return so_far.judged()

    def configs(self) -> tuple[TrainingConfig, ...]:
        """The runs, the quick ones first; batch 16 is needed to 100 epochs, for the last claim."""
        wanted = list(_BATCHES) if self.finetune else [Recipe.BOTTLENECK]
        return tuple(
            dataclasses.replace(
                recipe_config(recipe, self.backbone),
                batch_size=batch,
                epochs=self._epochs(recipe, batch),
                seed=seed,
                seed_exact=self.seed_exact,
            )
            for recipe in wanted
            for seed in self.seeds
            for batch in _BATCHES[recipe]
        )

    def _epochs(self, recipe: Recipe, batch: int) -> int:
        half = recipe is Recipe.FINETUNE and batch != 16
        return max(1, round(self.epochs / 2)) if half else self.epochs
