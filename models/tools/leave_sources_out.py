"""Judge the ``localized`` recipe by leaving whole sources out.

    python models/tools/leave_sources_out.py [--scratch DIR] [--scale SHARE] [--epochs N]
        [--card ID]

One pool of samples is drawn from all photos; each row of the table trains both nets on it without
one source and is measured on that source. Thresholds are chosen on every second photo of
`car-damage/validation` and on its undamaged photos cut and degraded, never on the source left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from card_figures import add_figures
from localized_figures import (
    SIZES_PX,
    VALIDATION,
    Result,
    area,
    balanced,
    elsewhere,
    judge,
    of,
    threshold_over_groups,
    trials,
)
from localized_passes import TEACHER
from localized_pool import Pool, early_activations, kept_back, make_pool, marked_photos
from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.core.paths import cache_dir
from carinspect.core.model_card import Figure
from carinspect.ml.backbones import Backbone
from carinspect.ml.calibration import wilson
from carinspect.ml.export import to_tflite
from carinspect.ml.localized_export import Calibration, DamageNet, join_localized
from carinspect.ml.localized_net import BACKBONE, pretrained, scale_and_shift
from carinspect.ml.localized_training import Samples, Schedule, Trainer

LEFT_OUT = {
    "nothing": lambda _kind, _source: False,
    "used-cars": lambda _kind, source: source.startswith("used-cars"),
    "closeups": lambda _kind, source: source.startswith("closeups"),
    "listings": lambda _kind, source: source.startswith("listings"),
    "drawn and erased": lambda kind, _source: kind.startswith(("drawn", "erased")),
}
LIMIT = (
    "The figures with a source left out are of shorter trainings than the shipped one, in which "
    "neither net learnt from the other; compare them with “nothing left out”, not with the other "
    "figures."
)
CALIBRATED_ON = (
    f"{VALIDATION}, even",
    "close-ups of undamaged, even",
    "degraded undamaged, even",
)


def without(pool: Pool, name: str) -> Samples:
    """The samples that are left when a source is left out."""
    rows = np.array(
        [
            i
            for i, (kind, source) in enumerate(zip(pool.kinds, pool.sources, strict=True))
            if not LEFT_OUT[name](kind, source)
        ]
    )
    s = pool.samples
    return Samples(s.early[rows], s.cells[rows], s.targets[rows], s.weights[rows])


def report(name: str, results: list[Result]) -> dict[str, Figure]:
    """Print the rows of one training; its figures for the card."""
    t, figures = threshold_over_groups(results, CALIBRATED_ON), dict[str, Figure]()
    pairs = {
        f"{VALIDATION}, odd": (f"{VALIDATION}, odd", f"{VALIDATION}, odd"),
        "elsewhere": ("elsewhere", "elsewhere"),
        "used-cars, on / beside damage": ("used-cars, on damage", "used-cars, beside damage"),
        "used-cars, before / after erasing": ("used-cars, whole", "used-cars, damage erased"),
        "closeups / undamaged close-ups": ("closeups, whole", "close-ups of undamaged, odd"),
        "validation / listings": (f"{VALIDATION}, odd", "listings, whole"),
    }
    for title, (first, second) in pairs.items():
        damaged, whole = of(results, first, damaged=True), of(results, second, damaged=False)
        figure = balanced(damaged, whole, t)
        recall = wilson(int((damaged >= t).sum()), len(damaged))
        alarms = wilson(int((whole >= t).sum()), len(whole))
        print(
            f"| {name} | {title} | {figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}] "
            f"| {area(damaged, whole):.3f} | {recall.value:.3f} | "
            f"{alarms.value:.3f} [{alarms.low:.3f}, {alarms.high:.3f}] |",
            flush=True,
        )
        figures[f"{name} left out, balanced accuracy, {title}"] = figure
    marked = [r for r in results if r.hit is not None]
    for start in ("car-damage", "used-cars"):
        hits = [bool(r.hit) for r in marked if r.group.startswith(start)]
        hit = wilson(sum(hits), len(hits))
        print(
            f"| {name} | pointing game, {start} | {hit.value:.3f} [{hit.low:.3f}, {hit.high:.3f}] |"
        )
        figures[f"{name} left out, pointing game, {start}"] = hit
    return figures


def probe(pool: Pool) -> None:
    """How well sharpness, brightness, contrast or padding alone tell the class of a sample."""
    pictures = np.asarray(pool.pictures[::8], np.float32).mean(axis=-1)
    targets = pool.samples.targets[::8]
    features = {
        "sharpness": np.abs(np.diff(pictures, axis=2)).mean(axis=(1, 2)),
        "brightness": pictures.mean(axis=(1, 2)),
        "contrast": pictures.std(axis=(1, 2)),
        "padding": (pictures == 127).mean(axis=(1, 2)),
    }
    for name, values in features.items():
        value = area(values[targets == 1], values[targets == 0])
        print(f"| probe | {name} alone, AUROC on the samples | {value:.3f} |", flush=True)


def run(
    pool: Pool, early: dict[Backbone, Any], name: str, epochs: int, tests: Sequence[Any]
) -> list[Result]:
    """Train both nets without a source and judge ``tests`` by what they say on average."""
    from train_localized import NO_CAR_HEAD, SEEN_PX, runner

    nets: list[DamageNet] = []
    for backbone, activations in early.items():
        net = pretrained(backbone=backbone)
        samples = without(replace(pool, samples=replace(pool.samples, early=activations)), name)
        trainer = Trainer(net, Schedule(epochs=epochs, seed=3), samples)
        trainer.fit(_tell)
        scale, shift = scale_and_shift(trainer.net)
        nets.append(DamageNet(net, Calibration(scale, shift), backbone, SEEN_PX[backbone.name]))
    content = to_tflite(join_localized(SIZES_PX, NO_CAR_HEAD, nets))
    return judge(runner(content), iter(tests))


def _tell(done: int, steps: int, loss: float) -> None:
    if done % 50 == 0:
        print(f"step {done}/{steps} {loss:.3f}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scratch", type=Path, default=cache_dir() / "localized")
    parser.add_argument("--scale", type=float, default=0.4)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--card", metavar="ID", help="the model whose card takes the figures")
    parser.add_argument("--only", choices=list(LEFT_OUT), nargs="*", default=list(LEFT_OUT))
    args = parser.parse_args()
    photos = marked_photos()
    back = kept_back(photos)
    fitted = [p for p in photos if p.path not in back]
    pool = make_pool(fitted, args.scratch / "left-out", seed=11, scale=args.scale)
    probe(pool)
    larger = early_activations(pool.pictures, args.scratch / "left-out" / "larger.npy", TEACHER)
    early = {BACKBONE: pool.samples.early, TEACHER: larger}
    print("| left out | measured on | balanced accuracy | AUROC | recall | false alarms |")
    print("|---|---|---|---|---|---|")
    tests = [*trials([p for p in photos if p.path in back]), *elsewhere()]
    figures: dict[str, Figure] = {}
    for name in args.only:
        figures |= report(name, run(pool, early, name, args.epochs, tests))
    if args.card:
        command = "python models/tools/leave_sources_out.py"
        command += f" --scale {args.scale:g} --epochs {args.epochs} --card {args.card}"
        add_figures(args.card, figures, command, [LIMIT])


if __name__ == "__main__":
    main()
