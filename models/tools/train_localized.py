"""Make the shipped model by the ``localized`` recipe, and measure it.

    python models/tools/train_localized.py [--scratch DIR] [--scale SHARE]
    python models/tools/train_localized.py --start FILE     (only the teacher and its student)
    python models/tools/train_localized.py --weights FILE --teacher FILE
                                                   (calibrate, measure, export only)

The model is both nets, the teacher and its student, and says what they say on average.

Trains on `car-damage/train`, `used-cars`, `closeups`, `listings` and `not-car` without the photos
that `localized_pool.KEPT_BACK` keeps back; calibrates on every second photo of
`car-damage/validation` and on kept-back photos. Nothing of `elsewhere` or `pairs` is used.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from localized_extras import (
    KINDS,
    SEVERITIES,
    STRANGE_SHARE,
    car_photos,
    class_figures,
    fit_classes,
    fit_familiar,
    region_vectors,
    strangenesses,
    validation_photos,
)
from localized_figures import (
    SIZES_PX,
    VALIDATION,
    Result,
    area,
    balanced,
    elsewhere,
    judge,
    of,
    shares,
    threshold_over_groups,
    trials,
)
from byte_weights import to_byte_weights
from evidence_steepness import made_even
from localized_passes import (
    TEACHER,
    learn_from_each_other,
    learn_from_teacher,
    of_file,
    of_passes,
    partner_of,
    read_weights,
    save,
)
from localized_pool import kept_back, marked_photos
from photo_sets import ROOT, folder
from train_shipped_model import Features, fit_gate1, write_bundle

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import USUAL_ERROR, Figure, ModelCard
from carinspect.core.paths import cache_dir
from carinspect.core.settings import ACCEPTED_ERRORS
from carinspect.ml.backbones import Backbone
from carinspect.ml.calibration import (
    expected_calibration_error,
    fit_temperature,
    logits_of,
    review_band,
    sigmoid,
    wilson,
)
from carinspect.ml.export import to_tflite
from carinspect.ml.linear_head import LinearHead
from carinspect.ml.localized_export import Calibration, DamageNet, Extras, join_localized
from carinspect.ml.localized_net import BACKBONE
from carinspect.ml.localized_windows import SIZE_PX

NAME_LEVEL = 0.6

NO_CAR_HEAD = LinearHead(np.zeros(1280, np.float32), 0.0)

SEEN_PX = {BACKBONE.name: (448,), TEACHER.name: (320,)}
"""The square that each net looks at. Together they hardly err more than if both looked at both
(mean AUROC over pairs of sources 0.967 against 0.968), in little more than half of the time."""

CALIBRATED_ON = (
    f"{VALIDATION}, even",
    "close-ups of undamaged, even",
    "degraded undamaged, even",
    "car-damage, whole",
    "closeups, whole",
    "listings, whole",
    "used-cars, on damage",
    "used-cars, beside damage",
)


def runner(content: bytes) -> Any:
    """(image, inside) -> (logit, evidence) by the exported net."""
    from ai_edge_litert.interpreter import Interpreter

    signature = Interpreter(model_content=content, num_threads=2).get_signature_runner()

    def run(image: Any, inside: Any) -> tuple[float, Any]:
        output = signature(image=image[None].astype(np.float32), inside=inside[None])
        return float(logits_of(output["damage"][0, 0])), output["evidence"][0, :, :, 0]

    return run


@dataclass(frozen=True)
class Calibrated:
    """What turns logits into verdicts; ``threshold`` in logits, bands in probabilities."""

    temperature: float
    threshold: float
    band: tuple[float, float]
    bands: dict[str, tuple[float, float]]


def calibrate(results: list[Result]) -> Calibrated:
    """Threshold, temperature and review bands from the groups of :data:`CALIBRATED_ON`."""
    threshold = threshold_over_groups(results, CALIBRATED_ON)
    inside = [r for r in results if r.group == f"{VALIDATION}, even"]
    own = np.array([r.logit for r in inside], np.float32) - threshold
    own_labels = np.array([int(r.damaged) for r in inside])
    temperature = fit_temperature(own, own_labels)
    probabilities = sigmoid(own / temperature)

    def band(accepted_error: float) -> tuple[float, float]:
        return review_band(probabilities, own_labels, 0.5, accepted_error)

    bands = {str(error): band(error) for error in ACCEPTED_ERRORS}
    return Calibrated(temperature, threshold, band(USUAL_ERROR), bands)


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


def fit_extras(
    net: Any, photos: list[Any], back: set[Path], features: Features
) -> tuple[Extras, float, dict[str, Figure]]:
    """(what the net tells besides, strangeness limit, figures on photos left out)."""
    fitted = [p for p in photos if p.path not in back]
    kept = [p for p in photos if p.path in back]
    vectors, kinds, severities, _ = region_vectors(net, fitted, views=3, seed=5)
    heads = fit_classes(vectors, kinds), fit_classes(vectors, severities)
    tested, true_kinds, true_severities, _ = region_vectors(net, kept, views=1, seed=6)
    figures = {
        **class_figures("kind", KINDS, heads[0], tested, true_kinds, NAME_LEVEL),
        **class_figures("severity", SEVERITIES, heads[1], tested, true_severities, NAME_LEVEL),
    }
    familiar = fit_familiar(features(car_photos(fitted)))
    usual = strangenesses(features(car_photos(kept)), familiar)
    limit = float(np.quantile(usual, 1 - STRANGE_SHARE))
    for name, group in {
        VALIDATION: validation_photos(),
        "elsewhere": [*folder("elsewhere/damaged"), *folder("elsewhere/undamaged")],
        "not-car/transport": folder("not-car/transport"),
        "not-car/other": folder("not-car/other"),
        "drawn samples": sorted((ROOT / "resources" / "samples").glob("*.jpg")),
    }.items():
        strange = strangenesses(features(group), familiar) > limit
        figures[f"left to a person as strange, {name}"] = wilson(int(strange.sum()), len(group))
    return Extras(heads[0], heads[1], familiar), limit, figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--scratch", type=Path, default=cache_dir() / "localized")
    parser.add_argument("--cache", type=Path, default=cache_dir() / "features")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--start", type=Path, help="weights that the student sets out from")
    parser.add_argument("--weights", type=Path, help="later.weights.h5, beside its pooling.npy")
    parser.add_argument("--teacher", type=Path, help="the same of the teacher")
    args = parser.parse_args()
    photos = marked_photos()
    back = kept_back(photos)
    fitted = [p for p in photos if p.path not in back]
    if not args.weights:
        own = of_file(args.start) if args.start else of_passes(args.scratch, args.scale, fitted)
        nets = learn_from_teacher(args.scratch, args.scale, fitted, own)
        student, teacher = learn_from_each_other(args.scratch, args.scale, fitted, *nets)
        args.weights = save(args.scratch / "student", student)
        args.teacher = save(args.scratch / "teacher", teacher, TEACHER)
    nets = [_damage_net(args.weights, BACKBONE), _damage_net(args.teacher, TEACHER)]
    features = Features("efficientnet_lite0", SIZE_PX, args.cache)
    finish(nets, partner_of(args.weights), photos, back, features)


def _damage_net(file: Path, backbone: Backbone) -> DamageNet:
    net, (scale, shift) = read_weights(file, backbone)
    calibration = Calibration(float(scale), float(shift))
    return DamageNet(net, calibration, backbone, SEEN_PX[backbone.name])


def _peaks(nets: Sequence[DamageNet], damaged: Sequence[Any]) -> Any:
    content = to_tflite(join_localized(SIZES_PX, NO_CAR_HEAD, nets))
    return [result.peak for result in judge(runner(content), iter(damaged))]


def finish(
    nets: Sequence[DamageNet],
    partner: LinearHead,
    photos: list[Any],
    back: set[Path],
    features: Features,
) -> None:
    """Fit Gate1 and what the net tells besides, calibrate, measure, write the bundle."""
    car, car_threshold, figures = fit_gate1(features)
    extras, strange, more = fit_extras(nets[0].later, photos, back, features)
    kept = [p for p in photos if p.path in back]
    tried = [t for t in trials(kept) if t.damaged and t.group in CALIBRATED_ON]
    nets = made_even(nets, lambda some: _peaks(some, tried))
    content = _content(car, nets, partner)
    results = judge(runner(content), trials(kept))
    found = calibrate(results)
    print(found, [net.calibration for net in nets])
    cooled = [
        replace(net, calibration=net.calibration.cooled(found.temperature, found.threshold))
        for net in nets
    ]
    content = _content(car, cooled, partner, extras)
    results = [replace(r, logit=(r.logit - found.threshold) / found.temperature) for r in results]
    results += judge(runner(content), elsewhere())
    gate2, numbers = measure(results, found.band)
    fitted = [p for p in photos if p.path not in back]
    card = replace(
        _card(content, {**figures, **more, **gate2}, numbers, fitted),
        car_threshold=car_threshold,
        review_band=found.band,
        review_bands=found.bands,
        strangeness_limit=strange,
    )
    write_bundle(card, content)


def _content(
    car: LinearHead, nets: Sequence[DamageNet], partner: LinearHead, extras: Extras | None = None
) -> bytes:
    model = join_localized(SIZES_PX, car, nets, partner, extras)
    return to_byte_weights(to_tflite(model, half=False))


def _card(
    content: bytes, figures: dict[str, Figure], numbers: dict[str, float], photos: list[Any]
) -> ModelCard:
    hashes = sorted(hashlib.sha256(p.path.read_bytes()).hexdigest() for p in photos)
    words = json.loads((Path(__file__).parent / "localized_card.json").read_text(encoding="utf-8"))
    return ModelCard(
        id=f"lite0-{SIZES_PX[-1]}-localized",
        created=datetime.now(UTC).date().isoformat(),
        backbone="efficientnet_lite0",
        input_size_px=SIZES_PX[-1],
        class_names=("undamaged", "damaged"),
        car_threshold=0.5,
        damage_threshold=0.5,
        review_band=(0.5, 0.5),
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
        region_kinds=KINDS,
        region_severities=SEVERITIES,
        name_level=NAME_LEVEL,
    )


if __name__ == "__main__":
    main()
