"""A threshold that single photos do not move, from groups that count alike."""

import localized_figures
import numpy as np
import pytest
from localized_figures import VALIDATION, Result, threshold_over_groups


def results(group, logits, *, damaged):
    return [Result(group, damaged, float(logit), 0.0, None) for logit in logits]


def spread(middle, count, seed):
    return middle + np.random.default_rng(seed).normal(size=count)


def two_groups():
    return [
        *results(f"{VALIDATION}, even", spread(2, 200, 1), damaged=True),
        *results(f"{VALIDATION}, even", spread(-2, 200, 2), damaged=False),
    ]


def test_the_threshold_lies_between_groups_that_are_alike():
    assert threshold_over_groups(two_groups(), [f"{VALIDATION}, even"]) == pytest.approx(0, abs=0.4)


def test_other_photos_of_the_same_kind_move_it_less_than_they_move_a_step(monkeypatch):
    def spread_over_draws():
        drawn = [
            [
                *results("car-damage, whole", spread(1, 100, 2 * seed), damaged=True),
                *results("listings, whole", spread(-1, 100, 2 * seed + 1), damaged=False),
            ]
            for seed in range(40)
        ]
        groups = ["car-damage, whole", "listings, whole"]
        return np.std([threshold_over_groups(one, groups) for one in drawn])

    smooth = spread_over_draws()
    monkeypatch.setattr(localized_figures, "SOFTNESS", 1e-4)

    assert smooth < 0.85 * spread_over_draws()


def test_a_group_that_alarms_raises_it_and_its_number_of_photos_does_not_count():
    def with_close_ups(count):
        more = results("close-ups", spread(0, count, 3), damaged=False)
        return threshold_over_groups([*two_groups(), *more], [f"{VALIDATION}, even", "close-ups"])

    assert with_close_ups(200) > threshold_over_groups(two_groups(), [f"{VALIDATION}, even"]) + 0.2
    assert with_close_ups(200) == pytest.approx(with_close_ups(2000), abs=0.25)


def test_groups_that_are_not_named_have_no_part():
    more = [*two_groups(), *results("elsewhere", spread(5, 500, 4), damaged=False)]
    assert threshold_over_groups(more, [f"{VALIDATION}, even"]) == threshold_over_groups(
        two_groups(), [f"{VALIDATION}, even"]
    )
