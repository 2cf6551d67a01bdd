from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.evaluation_figures import (
    auroc,
    average_precision,
    by_source,
    calibration_error,
    classification_report,
    precision_recall,
    reliability,
    roc,
)

metrics = pytest.importorskip("sklearn.metrics")


def evaluation(pairs, threshold=0.5, sources=("",)):
    photos = tuple(
        JudgedPhoto(Path(f"{n}.jpg"), label, probability, sources[n % len(sources)])
        for n, (label, probability) in enumerate(pairs)
    )
    return Evaluation("m", "made up", threshold, photos)


# Few distinct values, so that ties and probabilities at the threshold are common.
grid = st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.500001, 0.7, 1.0])
judged = st.lists(st.tuples(st.integers(0, 1), grid), min_size=1, max_size=40)
both_classes = judged.filter(lambda pairs: len({label for label, _p in pairs}) == 2)


@settings(max_examples=30, deadline=None)
@given(judged, st.sampled_from([0.0, 0.3, 0.5, 1.0]))
def test_the_report_is_scikit_learns(pairs, threshold):
    labels = [label for label, _p in pairs]
    called = [int(p >= threshold) for _label, p in pairs]
    theirs = metrics.classification_report(
        labels, called, labels=[0, 1], target_names=["undamaged", "damaged"],
        output_dict=True, zero_division=0,
    )  # fmt: skip

    ours = classification_report(evaluation(pairs), threshold)

    for one in ours.classes:
        assert one.precision.value == pytest.approx(theirs[one.name]["precision"], abs=1e-4)
        assert one.recall.value == pytest.approx(theirs[one.name]["recall"], abs=1e-4)
        assert one.f1 == pytest.approx(theirs[one.name]["f1-score"])
        assert one.support == theirs[one.name]["support"]
    assert ours.accuracy.value == pytest.approx(metrics.accuracy_score(labels, called), abs=1e-4)
    for mine, name in ((ours.macro, "macro avg"), (ours.weighted, "weighted avg")):
        expected = [theirs[name][key] for key in ("precision", "recall", "f1-score")]
        assert mine == pytest.approx(expected, abs=2e-4)


@settings(max_examples=30, deadline=None)
@given(both_classes)
def test_the_areas_are_scikit_learns(pairs):
    labels, probabilities = zip(*pairs, strict=True)
    made = evaluation(pairs)

    area = auroc(made)
    assert area is not None
    assert area.value == pytest.approx(metrics.roc_auc_score(labels, probabilities))
    assert area.low <= area.value <= area.high
    assert average_precision(made) == pytest.approx(
        metrics.average_precision_score(labels, probabilities)
    )


@settings(max_examples=30, deadline=None)
@given(both_classes)
def test_the_curves_are_scikit_learns(pairs):
    labels, probabilities = zip(*pairs, strict=True)
    made = evaluation(pairs)

    x, y, thresholds = metrics.roc_curve(labels, probabilities, drop_intermediate=False)
    curve = roc(made)
    np.testing.assert_allclose(curve.x, x)
    np.testing.assert_allclose(curve.y, y)
    np.testing.assert_array_equal(curve.thresholds[1:], thresholds[1:])

    precision, recall, _thresholds = metrics.precision_recall_curve(labels, probabilities)
    curve = precision_recall(made)
    np.testing.assert_allclose(curve.x, recall[::-1])
    np.testing.assert_allclose(curve.y, precision[::-1])


@settings(max_examples=40, deadline=None)
@given(judged)
def test_a_point_of_the_curve_is_the_matrix_at_its_threshold(pairs):
    made = evaluation(pairs)
    curve = roc(made)
    for x, y, threshold in zip(curve.x, curve.y, curve.thresholds, strict=True):
        counts = made.confusion(float(threshold))
        assert x * max(1, counts.true_undamaged + counts.false_damaged) == pytest.approx(
            counts.false_damaged
        )
        assert y * max(1, counts.true_damaged + counts.false_undamaged) == pytest.approx(
            counts.true_damaged
        )


def test_reliability_is_scikit_learns():
    from sklearn.calibration import calibration_curve

    rng = np.random.default_rng(1)
    probabilities = rng.uniform(0, 1, 500)
    labels = (rng.uniform(0, 1, 500) < probabilities).astype(int)
    made = evaluation(list(zip(labels.tolist(), probabilities.tolist(), strict=True)))

    shares, means = calibration_curve(labels, probabilities, n_bins=10)
    found = reliability(made)

    assert [one.damaged.value for one in found] == pytest.approx(shares, abs=1e-4)
    assert [one.mean_probability for one in found] == pytest.approx(means)
    assert sum(one.damaged.n for one in found) == 500
    assert 0 < calibration_error(made) < 0.1


def test_a_probability_at_the_threshold_is_damaged():
    made = evaluation([(DAMAGED, 0.5), (UNDAMAGED, 0.5), (UNDAMAGED, 0.4999999)])

    assert made.confusion().rows() == ((1, 1), (0, 1))
    assert [photo.probability for photo in made.cell(UNDAMAGED, DAMAGED)] == [0.5]


def test_a_source_is_broken_down_with_its_own_photos():
    made = evaluation(
        [(DAMAGED, 0.9), (UNDAMAGED, 0.9), (DAMAGED, 0.1), (UNDAMAGED, 0.1)],
        sources=("counter", "web"),
    )

    counter, web = by_source(made)

    assert (counter.source, web.source) == ("counter", "web")
    assert (counter.damaged_recall.value, counter.damaged_recall.n) == (0.5, 2)
    assert (web.undamaged_recall.value, web.undamaged_recall.n) == (0.5, 2)
    assert counter.undamaged_recall.n == 0


def test_a_missing_class_has_no_area():
    assert auroc(evaluation([(DAMAGED, 0.9)])) is None
    assert average_precision(evaluation([(UNDAMAGED, 0.9)])) is None


def test_an_evaluation_without_photos_has_a_report():
    made = evaluation([])

    assert classification_report(made).accuracy.n == 0
    assert reliability(made) == ()
    assert calibration_error(made) == 0
    assert by_source(made) == ()
