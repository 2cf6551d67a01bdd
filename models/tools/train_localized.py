"""Make the shipped model by the ``localized`` recipe, and measure it.

    python models/tools/train_localized.py [--scratch DIR] [--scale SHARE]
    python models/tools/train_localized.py --start FILE     (only the last pass, from there)
    python models/tools/train_localized.py --weights FILE   (calibrate, measure, export only)

Trains on `car-damage/train`, `used-cars`, `closeups`, `listings` and `not-car` without the photos
that `localized_pool.KEPT_BACK` keeps back; calibrates on every second photo of
`car-damage/validation` and on kept-back photos. Nothing of `elsewhere` or `pairs` is used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from localized_figures import (
    VALIDATION,
    Result,
    area,
    balanced,
    elsewhere,
    judge,
    of,
    shares,
    trials,
)
from localized_pool import kept_back, make_pool, marked_photos
from photo_sets import ROOT
from train_shipped_model import ACCEPTED_ERROR, Features, fit_gate1, write_bundle

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import Figure, ModelCard
from carinspect.core.paths import cache_dir
from carinspect.ml.calibration import (
    expected_calibration_error,
    fit_temperature,
    review_band,
    sigmoid,
    wilson,
)
from carinspect.ml.export import to_tflite
from carinspect.ml.localized_export import Calibration, join_localized
from carinspect.ml.localized_net import later_net, pretrained
from carinspect.ml.localized_training import Schedule, Trainer
from carinspect.ml.localized_windows import SIZE_PX

PASSES = (Schedule(epochs=3, rate=1.5e-3, seed=1), Schedule(epochs=2, rate=2e-3, seed=2))
"""Each pass has a fresh pool of samples."""

CALIBRATED_ON = (
    f"{VALIDATION}, even",
    "close-ups of undamaged, even",
    "car-damage, whole",
    "closeups, whole",
    "listings, whole",
    "used-cars, on damage",
    "used-cars, beside damage",
)


def read_weights(file: Path) -> tuple[Any, Any]:
    """The later net of a file that :func:`train` wrote, and its pooling (scale, shift)."""
    net = later_net()
    net.load_weights(file)
    return net, np.load(file.parent / "pooling.npy")


def train(
    scratch: Path,
    scale: float,
    photos: list[Any],
    passes: tuple[Schedule, ...],
    start: Path | None = None,
) -> tuple[Any, Any]:
    """The trained later net and its pooling (scale, shift)."""
    net, pooling = (
        read_weights(start) if start else (pretrained(), np.array([1.0, 1.0], np.float32))
    )
    for schedule in passes:
        pool = make_pool(photos, scratch / f"pool{schedule.seed}", seed=schedule.seed, scale=scale)
        trainer = Trainer(net, schedule)
        trainer.scale_and_shift.assign(pooling)
        started = time.monotonic()

        def report(done: int, steps: int, loss: float, started: float = started) -> None:
            if done % 50 == 0:
                pace = done / (time.monotonic() - started)
                print(f"step {done} of {steps}: loss {loss:.3f}, {pace:.2f} steps/s", flush=True)

        trainer.fit(pool.samples, report)
        pooling = trainer.scale_and_shift.numpy()
        net.save_weights(scratch / "later.weights.h5")
        np.save(scratch / "pooling.npy", pooling)
    return net, pooling


def runner(content: bytes) -> Any:
    """(image, inside) -> (logit, evidence) by the exported net."""
    from ai_edge_litert.interpreter import Interpreter

    signature = Interpreter(model_content=content, num_threads=2).get_signature_runner()

    def run(image: Any, inside: Any) -> tuple[float, Any]:
        output = signature(image=image[None].astype(np.float32), inside=inside[None])
        damage = float(np.clip(output["damage"][0, 0], 1e-6, 1 - 1e-6))
        return float(np.log(damage / (1 - damage))), output["evidence"][0, :, :, 0]

    return run


def calibrate(results: list[Result]) -> tuple[float, float, tuple[float, float]]:
    """(temperature, threshold in logits, review band in probabilities)."""
    chosen = [r for r in results if r.group in CALIBRATED_ON]
    logits = np.array([r.logit for r in chosen], np.float32)
    candidates = np.unique(np.quantile(logits, np.linspace(0.1, 0.9, 161)))

    def worth(threshold: float) -> float:  # the mean over the sources, not over the photos
        right = [
            ((of(chosen, g, damaged=d) >= threshold) == d).mean()
            for g, d in sorted({(r.group, r.damaged) for r in chosen})
            for _ in range(2 if g.startswith(VALIDATION) else 1)
        ]
        return float(np.mean(right))

    threshold = float(max(candidates, key=worth))
    inside = [r for r in chosen if r.group.startswith(VALIDATION)]
    own = np.array([r.logit for r in inside], np.float32) - threshold
    own_labels = np.array([int(r.damaged) for r in inside])
    temperature = fit_temperature(own, own_labels)
    band = review_band(sigmoid(own / temperature), own_labels, 0.5, ACCEPTED_ERROR)
    return temperature, threshold, band


def measure(results: list[Result], band: tuple[float, float]) -> Any:
    """All figures, with logits that are calibrated: damage from 0 on."""
    figures = shares(results, 0.0)
    numbers: dict[str, float] = {}
    for name in (VALIDATION, f"{VALIDATION}, odd", "elsewhere"):
        damaged, whole = of(results, name, damaged=True), of(results, name, damaged=False)
        both, n = np.concatenate([damaged, whole]), len(damaged) + len(whole)
        labels = np.array([1] * len(damaged) + [0] * len(whole))
        probabilities = sigmoid(both.astype(np.float32))
        right = (both >= 0) == labels
        sure = (probabilities < band[0]) | (probabilities >= band[1])
        figures[f"gate2 accuracy, {name}"] = wilson(int(right.sum()), n)
        figures[f"gate2 balanced accuracy, {name}"] = balanced(damaged, whole, 0.0)
        figures[f"gate2 recall, {name}"] = wilson(int((damaged >= 0).sum()), len(damaged))
        figures[f"gate2 specificity, {name}"] = wilson(int((whole < 0).sum()), len(whole))
        figures[f"decided without a person, {name}"] = wilson(int(sure.sum()), n)
        figures[f"accuracy where decided, {name}"] = wilson(int(right[sure].sum()), int(sure.sum()))
        numbers[f"AUROC, {name}"] = area(damaged, whole)
        error = expected_calibration_error(probabilities, labels)
        numbers[f"calibration error, {name}"] = round(error, 4)
    for name, first, second in (
        ("on or beside damage", "used-cars, on damage", "used-cars, beside damage"),
        ("before or after erasing", "used-cars, whole", "used-cars, damage erased"),
    ):
        pair = of(results, first, damaged=True), of(results, second, damaged=False)
        numbers[f"AUROC, used-cars, {name}"] = area(*pair)
        figures[f"gate2 balanced accuracy, used-cars, {name}"] = balanced(*pair, 0.0)
    return figures, numbers


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scratch", type=Path, default=cache_dir() / "localized")
    parser.add_argument("--cache", type=Path, default=cache_dir() / "features")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--start", type=Path, help="weights to go on from, with the last pass")
    parser.add_argument("--weights", type=Path, help="later.weights.h5, beside its pooling.npy")
    args = parser.parse_args()
    photos = marked_photos()
    back = kept_back(photos)
    fitted = [p for p in photos if p.path not in back]
    if args.weights:
        net, pooling = read_weights(args.weights)
    else:
        passes = PASSES[1:] if args.start else PASSES
        net, pooling = train(args.scratch, args.scale, fitted, passes, args.start)
    car, car_threshold, figures = fit_gate1(Features("efficientnet_lite0", SIZE_PX, args.cache))
    raw = Calibration(float(pooling[0]), float(pooling[1]))
    kept = [p for p in photos if p.path in back]
    results = judge(runner(to_tflite(join_localized(SIZE_PX, car, net, raw))), trials(kept))
    temperature, threshold, band = calibrate(results)
    print(f"temperature {temperature:.2f}, threshold {threshold:.2f}, band {band}")
    content = to_tflite(join_localized(SIZE_PX, car, net, raw.cooled(temperature, threshold)))
    results = [replace(r, logit=(r.logit - threshold) / temperature) for r in results]
    results += judge(runner(content), elsewhere())
    gate2, numbers = measure(results, band)
    card = _card(content, (car_threshold, band), {**figures, **gate2}, numbers, fitted)
    write_bundle(card, content)


def _card(
    content: bytes,
    decisions: tuple[float, tuple[float, float]],
    figures: dict[str, Figure],
    numbers: dict[str, float],
    photos: list[Any],
) -> ModelCard:
    hashes = sorted(hashlib.sha256(p.path.read_bytes()).hexdigest() for p in photos)
    words = json.loads((Path(__file__).parent / "localized_card.json").read_text(encoding="utf-8"))
    return ModelCard(
        id=f"lite0-{SIZE_PX}-localized",
        created=datetime.now(UTC).date().isoformat(),
        backbone="efficientnet_lite0",
        input_size_px=SIZE_PX,
        class_names=("undamaged", "damaged"),
        car_threshold=decisions[0],
        damage_threshold=0.5,
        review_band=decisions[1],
        region_level=0.5,
        model_sha256=hashlib.sha256(content).hexdigest(),
        recipe=words["recipe"],
        data=words["data"],
        data_fingerprint=hashlib.sha256("\n".join(hashes).encode()).hexdigest(),
        seeds=tuple(words["seeds"]),
        figures=figures,
        numbers=numbers,
        limits=tuple(words["limits"]),
        commands=tuple(words["commands"]),
    )


if __name__ == "__main__":
    main()
