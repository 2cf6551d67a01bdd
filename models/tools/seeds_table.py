"""The recipes by five seeds on the splits of the original's sizes, as a table with intervals.

    python models/tools/seeds_table.py [--seeds N] [--recipes bottleneck,finetune,robust]

Trains on `splits/gate2_train.csv` (600 photos), measures on `splits/gate2_validation.csv` (400).
Runs that are there already are taken as they are, so it may be interrupted. The intervals
(Student's t, 95%) are over seeds: initialisation, order, dropout; the photos are the same.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from pathlib import Path

from photo_sets import DATA, ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.dataset import DAMAGED, DatasetSource
from carinspect.core.sweep import spread
from carinspect.core.training import EpochEnd, Recipe, TrainingConfig, TrainingRun
from carinspect.jobs.job import JobContext, run_here
from carinspect.ml.recipes import recipe_config
from carinspect.services.sweep import train_all
from carinspect.storage.training_runs import read_validation

SOURCE = DatasetSource(DATA / "splits/gate2_train.csv", DATA / "splits/gate2_validation.csv")


@dataclasses.dataclass(frozen=True)
class TrainThem:
    """The runs as a job."""

    configs: tuple[TrainingConfig, ...]
    runs_dir: Path | None

    def run(self, ctx: JobContext, /) -> tuple[TrainingRun, ...]:
        return train_all(SOURCE, self.configs, ctx, self.runs_dir)


def report(event: object) -> None:
    if isinstance(event, EpochEnd) and event.epoch % 5 == 0:
        print(f"  epoch {event.epoch}: {event.val_accuracy:.4f}", file=sys.stderr, flush=True)


def recalls(run: TrainingRun) -> tuple[float, float]:
    """(damaged recall, undamaged recall) of the kept weights at one half."""
    photos = read_validation(run.folder)
    damaged = [p.probability >= 0.5 for p in photos if p.label == DAMAGED]
    whole = [p.probability < 0.5 for p in photos if p.label != DAMAGED]
    return sum(damaged) / len(damaged), sum(whole) / len(whole)


def cell(values: list[float]) -> str:
    found = spread(values)
    return f"{100 * found.mean:.1f} [{100 * found.low:.1f}, {100 * found.high:.1f}]"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--recipes", default="bottleneck,robust,finetune")
    parser.add_argument("--backbone", default="efficientnet_lite0")
    parser.add_argument("--runs", type=Path)
    args = parser.parse_args()
    print(
        "| recipe | kept weights % | last epoch % | damaged recall % | undamaged recall % | seeds |"
    )
    print("|---|---|---|---|---|---|", flush=True)
    for name in args.recipes.split(","):
        config = recipe_config(Recipe(name), args.backbone)
        configs = tuple(dataclasses.replace(config, seed=seed) for seed in range(args.seeds))
        runs = run_here(TrainThem(configs, args.runs), report)
        both = [recalls(run) for run in runs]
        cells = (
            cell([run.best.val_accuracy for run in runs if run.best]),
            cell([run.history[-1].val_accuracy for run in runs]),
            cell([recall for recall, _whole in both]),
            cell([whole for _recall, whole in both]),
        )
        print(f"| {name} | {' | '.join(cells)} | {len(runs)} |", flush=True)


if __name__ == "__main__":
    main()
