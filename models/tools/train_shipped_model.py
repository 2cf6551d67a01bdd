"""Make the shipped model: both gates' heads on frozen features, exported with its card.

    python models/tools/train_shipped_model.py [--backbone NAME] [--size PX] [--cache DIR]

Nothing of `elsewhere`, `pairs`, `car-damage/validation` or `splits/gate1_test.csv` is fitted,
calibrated or used for a threshold.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from photo_sets import ROOT, folder, held_back, split

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import USUAL_ERROR, Figure, ModelCard
from carinspect.core.paths import cache_dir
from carinspect.ml.backbones import BACKBONES
from carinspect.ml.calibration import (
    best_threshold,
    expected_calibration_error,
    fit_temperature,
    review_band,
    sigmoid,
    wilson,
)
from carinspect.ml.export import join_heads, to_tflite
from carinspect.ml.features import FeatureExtractor, FeatureSpec
from carinspect.ml.gate1 import get_car_categories, get_predictions
from carinspect.ml.linear_head import LinearHead, fit_linear_head, held_out_logits

DETAILS_PX = (256, 200)
"""Gate2 learns from photos reduced to these longer sides: most damaged photos of `car-damage` are
260 px wide, most undamaged ones 580 px, and a head that sees it learns the width."""


class Features:
    """Pooled features of one backbone and size."""

    def __init__(self, backbone: str, size: int, cache: Path) -> None:
        self.backbone, self.size, self._cache = BACKBONES[backbone], size, cache
        self._extractors: dict[int | None, FeatureExtractor] = {}

    def __call__(self, photos: list[Path], detail_px: int | None = None) -> Any:
        if detail_px not in self._extractors:
            spec = FeatureSpec(self.backbone, self.size, detail_px)
            self._extractors[detail_px] = FeatureExtractor(spec, self._cache)
        return self._extractors[detail_px].extract(photos)

    def imagenet(self, photos: list[Path]) -> Any:
        with np.load(self.backbone.weights_path, allow_pickle=False) as file:
            kernel, bias = file["imagenet/kernel"], file["imagenet/bias"]
        logits = self(photos) @ kernel.astype(np.float32) + bias.astype(np.float32)
        scores = np.exp(logits - logits.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)


def fit_gate1(features: Features) -> tuple[LinearHead, float, dict[str, Figure]]:
    test = split("gate1_test")
    used_cars = held_back(folder("used-cars/damaged"))
    close_ups = held_back(folder("closeups/damaged"))
    whole = folder("car-damage/train/damaged") + folder("car-damage/train/undamaged")
    cars = [p for p in [*whole, *folder("listings/undamaged")] if p not in test]
    cars += used_cars[0] + close_ups[0]
    kinds = ("animal", "transport", "mechanical", "other")
    others = [p for kind in kinds for p in folder(f"not-car/{kind}") if p not in test]
    rows = features(cars + others)
    labels = np.array([1] * len(cars) + [0] * len(others))

    def missed(strength: float) -> float:
        logits = held_out_logits(rows, labels, np.arange(len(labels)), strength)
        return float((logits[labels == 1] < np.quantile(logits[labels == 0], 0.99)).mean())

    strength = min((0.01, 0.03, 0.1, 0.3), key=missed)
    logits = held_out_logits(rows, labels, np.arange(len(labels)), strength)
    temperature = fit_temperature(logits, labels)
    head = fit_linear_head(rows, labels, strength).cooled(temperature)
    threshold = best_threshold(sigmoid(logits / temperature), labels)

    def accepted(photos: list[Path]) -> int:
        return int((sigmoid(head.logits(features(photos))) >= threshold).sum())

    figures = {}
    for name, photos in {
        "gate1 recall, cars of gate1_test": [p for p, label in test.items() if label == "car"],
        "gate1 recall, close-ups left out": close_ups[1],
        "gate1 recall, used cars left out": used_cars[1],
    }.items():
        figures[name] = wilson(accepted(photos), len(photos))
    for kind in kinds:
        photos = [p for p in test if f"not-car/{kind}" in p.as_posix()]
        figures[f"gate1 rejected, {kind}"] = wilson(len(photos) - accepted(photos), len(photos))
    rejected = sum(round(figures[f"gate1 rejected, {k}"].value * 50) for k in kinds)
    figures["gate1 rejected, all not-cars"] = wilson(rejected, 200)
    print(f"gate1: strength {strength}, threshold {threshold:.4f}")
    return head, threshold, figures


def collect_categories(features: Features) -> dict[str, Figure]:
    """The original's way: collect 50 categories, accept any of the top 5; scored on the test."""
    photos = list(split("gate1_categories"))
    sums = get_car_categories(get_predictions(features.imagenet(photos)))
    rows = [
        {"wnid": wnid, "name": name, "sum": round(total, 4)}
        for (wnid, name), total in list(sums.items())[:50]
    ]
    record = {"backbone": features.backbone.name, "photos": len(photos), "categories": rows}
    target = ROOT / "resources" / "car_categories.json"
    target.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    categories = {row["wnid"] for row in rows}
    groups: dict[str, list[Path]] = {}
    for photo, label in split("gate1_test").items():
        groups.setdefault(label if label == "car" else photo.parent.name, []).append(photo)
    groups["close-ups left out"] = held_back(folder("closeups/damaged"))[1]
    groups["used cars left out"] = held_back(folder("used-cars/damaged"))[1]
    figures = {}
    for name, members in groups.items():
        guesses = get_predictions(features.imagenet(members))
        hits = sum(any(g.wnid in categories for g in five) for five in guesses)
        figures[f"top5 rule accepts, {name}"] = wilson(hits, len(members))
    return figures


def fit_gate2(features: Features) -> tuple[LinearHead, float, tuple[float, float], list[Path]]:
    damaged, whole = folder("car-damage/train/damaged"), folder("car-damage/train/undamaged")
    photos = damaged + whole
    labels = np.array([1] * len(damaged) + [0] * len(whole))
    rows = np.concatenate([features(photos, detail) for detail in DETAILS_PX])
    many, groups = (
        np.tile(labels, len(DETAILS_PX)),
        np.tile(np.arange(len(labels)), len(DETAILS_PX)),
    )

    def loss(strength: float) -> float:
        logits = held_out_logits(rows, many, groups, strength)
        return float(np.logaddexp(0, -logits * (2 * many - 1)).mean())

    strength = min((0.0003, 0.001, 0.003, 0.01), key=loss)
    logits = held_out_logits(rows, many, groups, strength)
    temperature = fit_temperature(logits, many)
    probabilities = sigmoid(logits / temperature)
    threshold = best_threshold(probabilities, many)
    band = review_band(probabilities, many, threshold, USUAL_ERROR)
    print(f"gate2: strength {strength}, temperature {temperature:.2f}, threshold {threshold:.3f}")
    return fit_linear_head(rows, many, strength).cooled(temperature), threshold, band, photos


def measure_gate2(
    features: Features, head: LinearHead, threshold: float, band: tuple[float, float]
) -> tuple[dict[str, Figure], dict[str, float]]:
    figures: dict[str, Figure] = {}
    numbers: dict[str, float] = {}
    for name in ("car-damage/validation", "elsewhere"):
        damaged = sigmoid(head.logits(features(folder(f"{name}/damaged"))))
        whole = sigmoid(head.logits(features(folder(f"{name}/undamaged"))))
        hits, passes = int((damaged >= threshold).sum()), int((whole < threshold).sum())
        n = len(damaged) + len(whole)
        figures[f"gate2 accuracy, {name}"] = wilson(hits + passes, n)
        figures[f"gate2 recall, {name}"] = wilson(hits, len(damaged))
        figures[f"gate2 specificity, {name}"] = wilson(passes, len(whole))
        both = np.concatenate([damaged, whole])
        labels = np.array([1] * len(damaged) + [0] * len(whole))
        numbers[f"AUROC, {name}"] = round(float((damaged[:, None] > whole[None]).mean()), 4)
        ece = expected_calibration_error(both, labels)
        numbers[f"calibration error, {name}"] = round(ece, 4)
        sure = (both < band[0]) | (both >= band[1])
        right = int(((both >= threshold) == labels)[sure].sum())
        figures[f"decided without a person, {name}"] = wilson(int(sure.sum()), n)
        figures[f"accuracy where decided, {name}"] = wilson(right, int(sure.sum()))
    return figures, numbers


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--backbone", default="efficientnet_lite0")
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--cache", type=Path, default=cache_dir() / "features")
    args = parser.parse_args()
    features = Features(args.backbone, args.size, args.cache)
    figures = collect_categories(features)
    car_head, car_threshold, gate1_figures = fit_gate1(features)
    damage_head, threshold, band, photos = fit_gate2(features)
    gate2_figures, numbers = measure_gate2(features, damage_head, threshold, band)
    content = to_tflite(join_heads(features.backbone, args.size, car_head, damage_head))
    hashes = sorted(hashlib.sha256(p.read_bytes()).hexdigest() for p in photos)
    card = ModelCard(
        id=f"{args.backbone.replace('efficientnet_', '')}-{args.size}-linear",
        created=datetime.now(UTC).date().isoformat(),
        backbone=args.backbone,
        input_size_px=args.size,
        class_names=("undamaged", "damaged"),
        car_threshold=car_threshold,
        damage_threshold=threshold,
        review_band=band,
        region_level=0.5,
        model_sha256=hashlib.sha256(content).hexdigest(),
        recipe="logistic heads on frozen pooled features; damage evidence by class activation",
        data=(
            f"Gate2: car-damage/train ({len(photos)} photos), each reduced to longer sides of "
            f"{DETAILS_PX} px. Gate1: car-damage/train, listings, four fifths of used-cars and "
            "closeups as cars; not-car as others; without gate1_test. The photos are not "
            "redistributed."
        ),
        data_fingerprint=hashlib.sha256("\n".join(hashes).encode()).hexdigest(),
        seeds=(0,),
        figures={**gate1_figures, **figures, **gate2_figures},
        numbers=numbers,
        limits=(
            "Finds clearly less damage on photos that look unlike web photos of whole cars.",
            "Calls many undamaged close-ups damaged.",
            "The heat map is coarse (32 px of the 320 px input a cell) and points, not outlines.",
            "About 7% of the damaged training photos show no visible damage.",
        ),
        commands=("python models/tools/train_shipped_model.py",),
    )
    write_bundle(card, content)


def write_bundle(card: ModelCard, content: bytes) -> None:
    target = ROOT / "models" / card.id
    target.mkdir(exist_ok=True)
    (target / "model.tflite").write_bytes(content)
    card = replace(card, figures=dict(sorted(card.figures.items())))
    (target / "card.json").write_text(card.to_json(), encoding="utf-8")
    default = ROOT / "models" / "default.json"
    default.write_text(json.dumps({"model": card.id}) + "\n", encoding="utf-8")
    for name, figure in card.figures.items():
        print(f"{name:48} {figure.value:.4f} [{figure.low:.3f}, {figure.high:.3f}] n={figure.n}")
    print(card.numbers, f"\n{card.id}: {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
