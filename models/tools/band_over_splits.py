"""Whether the review band holds what it promises: fitted on one half, tried on the other, often.

    python models/tools/band_over_splits.py [--model ID] [--splits 300]

Bands of the shipped recipe are fitted on random halves of `car-damage/validation` and tried on
the other halves, once with errors that are expected (`review_band`) and once with errors that are
counted, which is what a first thought would do.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
from localized_figures import judge, trials
from photo_sets import ROOT
from train_localized import runner

sys.path.insert(0, str(ROOT))

from carinspect.core.model_card import USUAL_ERROR
from carinspect.ml.calibration import fit_temperature, review_band, sigmoid
from carinspect.services.workspace import model_dir

Band = Callable[[Any, Any, float, float], tuple[float, float]]


def counted(
    probabilities: Any, labels: Any, threshold: float, accepted_error: float
) -> tuple[float, float]:
    """As ``review_band``, but a share of errors is what was seen."""
    low = _edge(probabilities, labels, probabilities < threshold, accepted_error)
    low = float(np.nextafter(np.float32(low), np.float32(1)))  # the last one is outside the band
    high = 1 - _edge(1 - probabilities, 1 - labels, probabilities >= threshold, accepted_error)
    return min(low, threshold), max(high, threshold)


def _edge(values: Any, wrong: Any, side: Any, accepted_error: float) -> float:
    order = np.argsort(values[side])
    share = np.cumsum(wrong[side][order]) / np.arange(1, len(order) + 1)
    fine = np.nonzero(share <= accepted_error)[0]
    return float(values[side][order][fine[-1]]) if len(fine) else 0.0


def half_of_each(labels: Any, rng: np.random.Generator) -> Any:
    """A random half of each label, as ``bool`` ``(N,)``."""
    chosen = np.zeros(len(labels), bool)
    for label in (0, 1):
        rows = rng.permutation(np.nonzero(labels == label)[0])
        chosen[rows[: len(rows) // 2]] = True
    return chosen


def over_splits(logits: Any, labels: Any, fit: Band, splits: int) -> tuple[Any, Any]:
    """(shares decided, shares wrong of these) on the halves that the band was not fitted on."""
    decided, wrong = np.zeros(splits), np.zeros(splits)
    rng = np.random.default_rng(0)
    for n in range(splits):
        fitted = half_of_each(labels, rng)
        temperature = fit_temperature(logits[fitted], labels[fitted])
        p = sigmoid((logits / temperature).astype(np.float32))
        low, high = fit(p[fitted], labels[fitted], 0.5, USUAL_ERROR)
        sure = ~fitted & ((p < low) | (p >= high))
        decided[n] = sure.sum() / (~fitted).sum()
        wrong[n] = ((p >= 0.5) != labels)[sure].mean() if sure.any() else 0.0
    return decided, wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="lite0-448-localized")
    parser.add_argument("--splits", type=int, default=300)
    args = parser.parse_args()
    net = runner((model_dir(args.model) / "model.tflite").read_bytes())
    photos = (trial for trial in trials(()) if trial.group.startswith("car-damage/validation"))
    results = judge(net, photos)
    logits = np.array([r.logit for r in results], np.float32)
    labels = np.array([int(r.damaged) for r in results])
    print(f"| errors are | decided, mean and SD of {args.splits} splits | of these wrong |")
    print("|---|---|---|")
    ways: dict[str, Band] = {"counted": counted, "expected": review_band}
    for name, fit in ways.items():
        decided, wrong = over_splits(logits, labels, fit, args.splits)
        print(
            f"| {name} | {decided.mean():.1%} ± {decided.std():.1%} "
            f"| {wrong.mean():.2%} ± {wrong.std():.2%} |"
        )


if __name__ == "__main__":
    main()
