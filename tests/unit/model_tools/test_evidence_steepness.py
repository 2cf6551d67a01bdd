"""Two nets whose cells are on scales of their own count alike in the end."""

import numpy as np
import pytest
from evidence_steepness import QUARTER_PEAK, made_even

from carinspect.ml.localized_export import Calibration, DamageNet


def peaks_of(scales):
    """A stand-in for judging photos: each net's logits are its scale times its own randomness."""

    def peaks(nets):
        told = [
            net.calibration.steepness * scales[net.later] * np.abs(_random(net.later))
            for net in nets
        ]
        return np.mean(told, axis=0)

    return peaks


def _random(name):
    return np.random.default_rng(ord(name)).normal(size=400)


def test_both_nets_count_alike_and_together_are_as_the_limits_expect():
    nets = [DamageNet("a", Calibration(1.0, 0.0)), DamageNet("b", Calibration(2.0, 0.5))]
    peaks = peaks_of({"a": 1.0, "b": 5.0})

    even = made_even(nets, peaks)

    first, second = (np.quantile(peaks([net]), 0.75) for net in even)
    assert first == pytest.approx(second)
    assert np.quantile(peaks(even), 0.75) == pytest.approx(QUARTER_PEAK)
    assert [net.calibration.scale for net in even] == [1.0, 2.0], "the photo's logit is left alone"


def test_one_net_is_brought_to_the_same():
    even = made_even([DamageNet("a", Calibration(1.0, 0.0))], peaks_of({"a": 0.3}))

    assert np.quantile(peaks_of({"a": 0.3})(even), 0.75) == pytest.approx(QUARTER_PEAK)


def test_a_net_that_sees_no_damage_is_refused():
    with pytest.raises(ValueError, match="no cell over"):
        made_even([DamageNet("a", Calibration(1.0, 0.0))], lambda _nets: np.full(10, -1.0))
