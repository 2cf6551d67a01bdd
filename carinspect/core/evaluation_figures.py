"""The figures of an evaluation: report, curves, reliability, breakdown by source.

They are computed by numpy alone, so that the edition without the trainer shows them too and a
dragged threshold is followed at once; the tests hold them against scikit-learn's. A share comes
with its Wilson interval. Damage is called from the threshold on (``core.evaluation``).
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.measures import expected_calibration_error, wilson
from carinspect.core.model_card import Figure

Floats = npt.NDArray[np.float64]
RELIABILITY_BINS: Final = 10
_Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One line of the classification report.

    Attributes:
        precision: of the photos called so, how many are so.
        recall: of the photos that are so, how many are called so.
        support: photos that are so.
    """

    name: str
    precision: Figure
    recall: Figure
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class ClassificationReport:
    """What scikit-learn's function of this name prints, with intervals.

    Attributes:
        classes: by class index.
        balanced_accuracy: the mean of both recalls.
        macro, weighted: precision, recall and F1 averaged over the classes, the latter by their
            numbers of photos.
    """

    classes: tuple[ClassFigures, ClassFigures]
    accuracy: Figure
    balanced_accuracy: float
    macro: tuple[float, float, float]
    weighted: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve by threshold; ``x[i]``, ``y[i]`` hold at ``thresholds[i]``, all in [0, 1].

    The first threshold is infinite where nothing is called damaged.
    """

    x: Floats
    y: Floats
    thresholds: Floats


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Photos of about one probability: what was said and what was so."""

    mean_probability: float
    damaged: Figure


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """One source of photos; a recall over no photo has ``n`` 0."""

    source: str
    accuracy: Figure
    damaged_recall: Figure
    undamaged_recall: Figure


def classification_report(
    evaluation: Evaluation, threshold: float | None = None
) -> ClassificationReport:
    """The report at ``threshold``, by default the model's own."""
    confusion = evaluation.confusion(threshold)
    counts = np.array(confusion.rows())
    classes = tuple(
        _class_figures(evaluation.class_names[index], index, counts)
        for index in (UNDAMAGED, DAMAGED)
    )
    table = np.array([[one.precision.value, one.recall.value, one.f1] for one in classes])
    support = counts.sum(axis=1)
    total = max(1, int(support.sum()))
    return ClassificationReport(
        (classes[0], classes[1]),
        wilson(int(counts.trace()), int(support.sum())),
        float(table[:, 1].mean()),
        _triple(table.mean(axis=0)),
        _triple((table * support[:, None]).sum(axis=0) / total),
    )


def roc(evaluation: Evaluation) -> Curve:
    """False alarms (x) against damage found (y), one point for each distinct probability."""
    thresholds, false_alarms, found = _cumulated(evaluation)
    negatives, positives = _totals(evaluation)
    return Curve(false_alarms / max(1, negatives), found / max(1, positives), np.array(thresholds))


def precision_recall(evaluation: Evaluation) -> Curve:
    """Recall (x) against precision (y); begins at recall 0, precision 1, as is the custom."""
    thresholds, false_alarms, found = _cumulated(evaluation)
    called = np.maximum(1, false_alarms + found)
    precision = np.where(false_alarms + found > 0, found / called, 1.0)
    return Curve(found / max(1, _totals(evaluation)[1]), precision, np.array(thresholds))


def auroc(evaluation: Evaluation) -> Figure | None:
    """How often a damaged photo gets the higher probability than an undamaged one, ties half.

    The interval is Hanley and McNeil's (Radiology 143, 1982). None where a class is missing.
    """
    probabilities, labels = evaluation.arrays
    positives, negatives = probabilities[labels == DAMAGED], probabilities[labels == UNDAMAGED]
    n, m = len(positives), len(negatives)
    if not n or not m:
        return None
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, "left")
    not_above = np.searchsorted(ordered, positives, "right")
    area = float((below + not_above).sum()) / (2 * n * m)
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = (area * (1 - area) + (n - 1) * (q1 - area**2) + (m - 1) * (q2 - area**2)) / (n * m)
    half = _Z * math.sqrt(max(0.0, variance))
    return Figure(area, max(0.0, area - half), min(1.0, area + half), n + m)


def average_precision(evaluation: Evaluation) -> float | None:
    """The mean precision over the steps of recall; None where no photo is damaged."""
    if not _totals(evaluation)[1]:
        return None
    curve = precision_recall(evaluation)
    return float((np.diff(curve.x) * curve.y[1:]).sum())


def reliability(evaluation: Evaluation, bins: int = RELIABILITY_BINS) -> tuple[ReliabilityBin, ...]:
    """The share of damaged photos in equally wide bins of probability; empty bins left out."""
    probabilities, labels = evaluation.arrays
    numbers = np.minimum((probabilities * bins).astype(int), bins - 1)
    found: list[ReliabilityBin] = []
    for number in range(bins):
        inside = numbers == number
        if not inside.any():
            continue
        share = wilson(int(labels[inside].sum()), int(inside.sum()))
        found.append(ReliabilityBin(float(probabilities[inside].mean()), share))
    return tuple(found)


def calibration_error(evaluation: Evaluation) -> float:
    """The expected calibration error of ``core.measures``; 0 without photos."""
    probabilities, labels = evaluation.arrays
    if not len(labels):
        return 0.0
    return expected_calibration_error(probabilities, labels)


def by_source(evaluation: Evaluation, threshold: float | None = None) -> tuple[SourceFigures, ...]:
    """The figures of each source of photos at ``threshold``, by name."""
    sources: defaultdict[str, list[JudgedPhoto]] = defaultdict(list)
    for photo in evaluation.photos:
        sources[photo.source].append(photo)
    found: list[SourceFigures] = []
    for source, photos in sorted(sources.items()):
        c = evaluation.confusion(threshold, photos=photos)
        found.append(
            SourceFigures(
                source,
                wilson(c.true_undamaged + c.true_damaged, c.n),
                wilson(c.true_damaged, c.true_damaged + c.false_undamaged),
                wilson(c.true_undamaged, c.true_undamaged + c.false_damaged),
            )
        )
    return tuple(found)


def _class_figures(name: str, index: int, counts: npt.NDArray[np.int64]) -> ClassFigures:
    right = int(counts[index, index])
    called, support = int(counts[:, index].sum()), int(counts[index].sum())
    f1 = 2 * right / (called + support) if called + support else 0.0
    return ClassFigures(name, wilson(right, called), wilson(right, support), f1, support)


def _triple(values: Floats) -> tuple[float, float, float]:
    precision, recall, f1 = (float(value) for value in values)
    return precision, recall, f1


def _totals(evaluation: Evaluation) -> tuple[int, int]:
    _probabilities, labels = evaluation.arrays
    damaged = int((labels == DAMAGED).sum())
    return len(labels) - damaged, damaged


def _falling(values: Floats) -> Floats:
    # numpy.unique loads numpy.ma when it is first called, which takes longer than a window may.
    ordered = np.sort(values)[::-1]
    return ordered[np.diff(ordered, prepend=np.inf) != 0]


def _cumulated(evaluation: Evaluation) -> tuple[Floats, Floats, Floats]:
    """Thresholds from infinity down, with false alarms and damage found at each."""
    probabilities, labels = evaluation.arrays
    thresholds = _falling(probabilities)
    ordered = np.sort(-probabilities[labels == DAMAGED])
    found = np.searchsorted(ordered, -thresholds, "right").astype(np.float64)
    ordered = np.sort(-probabilities[labels == UNDAMAGED])
    alarms = np.searchsorted(ordered, -thresholds, "right").astype(np.float64)
    zero = np.zeros(1)
    return (
        np.concatenate([[np.inf], thresholds]),
        np.concatenate([zero, alarms]),
        np.concatenate([zero, found]),
    )
