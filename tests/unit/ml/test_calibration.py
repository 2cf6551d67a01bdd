import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carinspect.ml.calibration import (
    best_threshold,
    expected_calibration_error,
    fit_temperature,
    logits_of,
    review_band,
    sigmoid,
    wilson,
)


def overconfident(n=4000, temperature=3.0):
    rng = np.random.default_rng(0)
    true = rng.normal(0, 2, n).astype(np.float32)
    labels = (rng.random(n) < sigmoid(true)).astype(np.int64)
    return true * temperature, labels


def test_logits_come_back_from_probabilities_and_stay_finite():
    logits = np.linspace(-12, 12, 49).astype(np.float32)

    assert logits_of(sigmoid(logits)) == pytest.approx(logits, abs=0.02)
    assert np.isfinite(logits_of([0.0, 1.0])).all()


def test_the_temperature_that_spoiled_the_logits_is_found():
    logits, labels = overconfident(temperature=3.0)

    assert fit_temperature(logits, labels) == pytest.approx(3.0, rel=0.1)


def test_calibration_lowers_the_calibration_error():
    logits, labels = overconfident()

    before = expected_calibration_error(sigmoid(logits), labels)
    after = expected_calibration_error(sigmoid(logits / fit_temperature(logits, labels)), labels)

    assert after < 0.03 < before


def test_outside_the_band_errors_stay_acceptable():
    logits, labels = overconfident(temperature=1.0)
    p = sigmoid(logits)

    low, high = review_band(p, labels, 0.5, accepted_error=0.05)

    assert 0 < low < 0.5 < high < 1
    assert labels[p < low].mean() <= 0.05
    assert (1 - labels[p >= high]).mean() <= 0.05
    assert ((p < low) | (p >= high)).mean() > 0.25


def test_a_stricter_counter_gets_a_wider_band():
    logits, labels = overconfident(temperature=1.0)
    strict = review_band(sigmoid(logits), labels, 0.5, 0.02)
    lenient = review_band(sigmoid(logits), labels, 0.5, 0.2)

    assert strict[0] < lenient[0]
    assert strict[1] > lenient[1]


def test_separable_data_need_no_band():
    p = np.repeat(np.array([0.001, 0.002, 0.998, 0.999], np.float32), 50)
    labels = np.repeat([0, 0, 1, 1], 50)

    low, high = review_band(p, labels, 0.5, 0.01)

    assert (low, high) == (0.5, pytest.approx(0.998))
    assert 0.002 < best_threshold(p, labels) <= 0.998


def test_few_photos_promise_little():
    p = np.array([0.1, 0.2, 0.8, 0.9], np.float32)

    assert review_band(p, np.array([0, 0, 1, 1]), 0.5, 0.01) == (0.0, 1.0)


def test_other_photos_of_the_same_kind_move_the_band_less_than_if_errors_were_counted():
    logits, labels = overconfident(n=40 * 230, temperature=1.0)
    draws = list(zip(np.split(sigmoid(logits), 40), np.split(labels, 40), strict=True))

    def counted(p, labels):
        order = np.argsort(p)
        share = np.cumsum(labels[order]) / np.arange(1, len(p) + 1)
        return p[order[np.nonzero(share <= 0.05)[0][-1]]] if share.min() <= 0.05 else 0.0

    ours = [review_band(p, truth, 0.5, 0.05)[0] for p, truth in draws]

    assert np.std(ours) < 0.7 * np.std([counted(p, truth) for p, truth in draws])
    assert np.mean([truth[p < low].mean() for (p, truth), low in zip(draws, ours, strict=True)]) < (
        0.06
    )


def test_one_label_alone_proves_nothing():
    p = np.linspace(0.01, 0.4, 50).astype(np.float32)

    assert review_band(p, np.zeros(50, np.int64), 0.5, 0.05) == (0.0, 1.0)


def test_hopeless_data_are_all_for_a_person():
    p = np.linspace(0.01, 0.99, 100).astype(np.float32)
    labels = (np.arange(100) % 2 == (np.arange(100) < 50)).astype(np.int64)

    low, high = review_band(p, labels, 0.5, 0.0)

    assert low <= p[1]
    assert high >= p[-2]


def test_wilson_agrees_with_a_published_example():
    # 81 of 263: 0.2553 to 0.3662 (Newcombe, Statistics in Medicine 17, 1998, table I).
    figure = wilson(81, 263)

    assert (figure.low, figure.high) == (
        pytest.approx(0.2553, abs=1e-4),
        pytest.approx(0.3662, abs=1e-4),
    )


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_in_its_interval(successes, more):
    figure = wilson(successes, successes + more)

    assert 0 <= figure.low <= figure.value <= figure.high <= 1 or figure.n == 0


def test_sigmoid_does_not_overflow():
    assert sigmoid(np.array([-1e4, 0, 1e4], np.float32)).tolist() == [0.0, 0.5, 1.0]
