import numpy as np
import pytest

from carinspect.ml.linear_head import LinearHead, fit_linear_head, held_out_logits

pytest.importorskip("sklearn", reason="training needs the `train` extra")


def separable(n=200, size=8):
    rng = np.random.default_rng(0)
    labels = np.arange(n) % 2
    rows = rng.normal(0, 1, (n, size)).astype(np.float32)
    rows[:, 2] += 6 * labels
    return rows, labels


def test_the_head_learns_what_separates_the_classes():
    rows, labels = separable()

    head = fit_linear_head(rows, labels, 0.1)

    assert ((head.logits(rows) > 0) == labels).all()
    assert np.abs(head.weights).argmax() == 2


def test_a_rare_class_is_not_outvoted():
    rows, labels = separable(400)
    few = np.r_[np.nonzero(labels == 0)[0], np.nonzero(labels == 1)[0][:10]]

    head = fit_linear_head(rows[few], labels[few], 0.1)

    assert (head.logits(rows[labels == 1]) > 0).mean() > 0.95


def test_features_that_never_vary_do_no_harm():
    rows, labels = separable()
    rows[:, 5] = 3

    assert np.isfinite(fit_linear_head(rows, labels, 0.1).weights).all()


def test_a_temperature_divides_the_logits():
    rows, _ = separable()
    head = LinearHead(np.linspace(-1, 1, 8).astype(np.float32), 0.5)

    np.testing.assert_allclose(head.cooled(2).logits(rows), head.logits(rows) / 2, atol=1e-6)


def test_held_out_logits_know_nothing_of_their_group():
    """Random labels that a group shares can be learned by heart, but not from other groups."""
    rng = np.random.default_rng(1)
    groups = np.repeat(np.arange(60), 4)
    rows = rng.normal(0, 1, (60, 64)).astype(np.float32)[groups]
    labels = rng.integers(0, 2, 60)[groups]

    by_heart = fit_linear_head(rows, labels, 10).logits(rows)
    held_out = held_out_logits(rows, labels, groups, 10)

    assert ((by_heart > 0) == labels).mean() > 0.95
    assert ((held_out > 0) == labels).mean() < 0.75
