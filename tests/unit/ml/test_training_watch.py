import pytest

from carinspect.ml.training_watch import Tally


def test_sums_begin_anew_and_the_smoothed_values_go_on():
    first = Tally()
    for _ in range(10):
        first.add(8, 1.0, 4, 0.0)

    second = first.next_epoch()
    second.add(8, 0.0, 8, 0.0)

    assert (second.loss, second.right, second.photos) == (0.0, 8, 8)
    assert second.smooth is not None
    assert second.smooth.tolist() == pytest.approx([0.9, 0.55])
