from dataclasses import replace

import pytest

from carinspect.core.inspection import Outcome, join_verdicts
from carinspect.core.quality import Flaw, Quality
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict

FIT = Quality(1.0, 0.5, 0.0, 480)
CAR = Gate1Verdict(is_car=True, car_probability=0.9, top5=())
NO_CAR = Gate1Verdict(is_car=False, car_probability=0.1, top5=())


def gate2(probability):
    return Gate2Verdict(probability >= 0.5, probability, 0.5, review_band=(0.4, 0.6))


@pytest.mark.parametrize(
    ("probability", "outcome"),
    [
        (0.0, Outcome.UNDAMAGED),
        (0.39, Outcome.UNDAMAGED),
        (0.4, Outcome.REVIEW),
        (0.5, Outcome.REVIEW),
        (0.6, Outcome.DAMAGED),
        (1.0, Outcome.DAMAGED),
    ],
)
def test_the_probability_and_the_review_band_decide(probability, outcome):
    assert join_verdicts(FIT, CAR, gate2(probability)) is outcome


def test_an_unfit_photo_is_told_so_whatever_the_gates_say():
    unfit = Quality(0.0, 0.5, 0.0, 480, flaws=(Flaw.BLURRED,))

    assert join_verdicts(unfit, CAR, gate2(0.99)) is Outcome.RETAKE
    assert join_verdicts(unfit, NO_CAR, None) is Outcome.RETAKE


def test_what_is_no_car_is_not_judged_further():
    assert join_verdicts(FIT, NO_CAR, None) is Outcome.NOT_A_CAR


@pytest.mark.parametrize(
    ("without", "outcome"),
    [
        (0.1, Outcome.DAMAGED),
        (0.85, Outcome.DAMAGED),
        (0.89, Outcome.REVIEW),
        (0.99, Outcome.REVIEW),
    ],
)
def test_damage_that_stays_when_its_regions_are_hidden_is_left_to_a_person(without, outcome):
    verdict = replace(gate2(0.9), probability_without=without)

    assert join_verdicts(FIT, CAR, verdict) is outcome


@pytest.mark.parametrize("probability", [0.0, 0.9])
def test_a_photo_unlike_those_learnt_from_is_left_to_a_person(probability):
    verdict = replace(gate2(probability), familiar=False)

    assert join_verdicts(FIT, CAR, verdict) is Outcome.REVIEW
