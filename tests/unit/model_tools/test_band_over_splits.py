"""Bands are tried on photos that they were not fitted on."""

import numpy as np
import pytest
from band_over_splits import counted, half_of_each, over_splits

from carinspect.ml.calibration import review_band, sigmoid


def test_a_half_has_half_of_each_label():
    labels = np.array([0] * 40 + [1] * 20)
    chosen = half_of_each(labels, np.random.default_rng(1))
    assert (chosen[labels == 0].sum(), chosen[labels == 1].sum()) == (20, 10)


@pytest.mark.parametrize("fit", [counted, review_band])
def test_labels_that_are_chance_are_left_to_a_person(fit):
    rng = np.random.default_rng(2)
    logits, labels = rng.normal(0, 2, 400).astype(np.float32), rng.integers(0, 2, 400)
    decided, _wrong = over_splits(logits, labels, fit, 10)
    assert decided.mean() < 0.1


@pytest.mark.parametrize("fit", [counted, review_band])
def test_clear_photos_are_decided_and_rightly(fit):
    rng = np.random.default_rng(3)
    labels = np.arange(400) % 2
    logits = (8 * (2 * labels - 1) + rng.normal(0, 1, 400)).astype(np.float32)
    decided, wrong = over_splits(logits, labels, fit, 10)
    assert decided.mean() > 0.95
    assert wrong.max() == 0


def test_counted_errors_are_those_that_were_seen():
    p = sigmoid(np.linspace(-4, 4, 200).astype(np.float32))
    labels = (np.arange(200) >= 100).astype(int)
    labels[[60, 150]] = 1, 0
    low, high = counted(p, labels, 0.5, 0.02)
    assert labels[p < low].mean() <= 0.02
    assert (1 - labels[p >= high]).mean() <= 0.02
    assert low > p[59]
