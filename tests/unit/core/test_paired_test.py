import math
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.paired_test import (
    PairedTest,
    PairedVerdict,
    compare,
    exact_p_value,
    least_difference,
)


def evaluation(model, rights, threshold=0.5):
    """Photos of which every second is damaged, each judged rightly or not."""
    photos = []
    for number, right in enumerate(rights):
        label = number % 2
        called = label if right else 1 - label
        photos.append(
            JudgedPhoto(
                Path(f"{number}.jpg"), label, 0.9 if called else 0.1, sha256=f"{number:064x}"
            )
        )
    return Evaluation(model, "frozen", threshold, tuple(photos))


def paired(both, only_new, only_old, neither=0) -> PairedTest:
    old = [True] * both + [False] * only_new + [True] * only_old + [False] * neither
    new = [True] * both + [True] * only_new + [False] * only_old + [False] * neither
    return compare(evaluation("old", old), evaluation("new", new))


def test_the_counts_are_those_of_the_pairs():
    test = paired(380, 7, 3, 10)

    assert (test.photos, test.both_right, test.both_wrong) == (400, 380, 10)
    assert (test.challenger_only, test.champion_only) == (7, 3)
    assert test.difference == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((390, 10, 0), PairedVerdict.BETTER),
        ((380, 7, 3), PairedVerdict.NOT_WORSE),
        ((400, 0, 0), PairedVerdict.NOT_WORSE),
        ((380, 3, 17), PairedVerdict.WORSE),
        ((20, 0, 0), PairedVerdict.UNDECIDED),  # too few photos to tell anything
        ((360, 18, 22), PairedVerdict.UNDECIDED),
        ((390, 0, 5), PairedVerdict.UNDECIDED),
    ],
)
def test_the_verdict_says_no_more_than_the_photos(numbers, verdict):
    test = paired(*numbers)

    assert test.verdict is verdict
    assert test.may_replace is (verdict in {PairedVerdict.BETTER, PairedVerdict.NOT_WORSE})


@pytest.mark.parametrize(("one", "other"), [(0, 0), (0, 5), (7, 3), (10, 10), (30, 12), (1, 999)])
def test_the_p_value_is_the_binomial_tests(one, other):
    stats = pytest.importorskip("scipy.stats")
    expected = stats.binomtest(one, one + other, 0.5).pvalue if one + other else 1.0

    assert exact_p_value(one, other) == pytest.approx(expected)


def test_the_interval_is_tangos():
    # His formula solved in closed form where nothing differs.
    z = 1.644854
    assert least_difference(0, 0, 100) == pytest.approx(-(z**2) / (100 + z**2), abs=1e-9)


@pytest.mark.parametrize(("b", "c", "n"), [(12, 2, 50), (3, 9, 400), (1, 0, 60)])
def test_at_the_interval_s_end_the_score_is_z_by_brute_force(b, c, n):
    delta = least_difference(b, c, n, z=1.959964)

    def log_likelihood(q):
        parts = ((b, q + delta), (c, q), (n - b - c, 1 - 2 * q - delta))
        return sum(count * math.log(max(p, 1e-300)) for count, p in parts if count)

    low, high = max(0.0, -delta), (1 - delta) / 2
    q = max((low + (high - low) * step / 200_000 for step in range(200_001)), key=log_likelihood)
    score = (b - c - n * delta) / math.sqrt(n * (2 * q + delta - delta**2))
    assert score == pytest.approx(1.959964, abs=1e-3)


def test_more_photos_make_the_interval_narrower():
    assert least_difference(7, 3, 100) < least_difference(70, 30, 1000) < 0.04


def test_photos_are_paired_by_content_not_by_order():
    old = evaluation("old", [True, False, True])
    new = evaluation("new", [True, False, True])
    new = Evaluation("new", "frozen", 0.5, tuple(reversed(new.photos)))

    assert compare(old, new).both_right == 2


def test_each_model_is_judged_by_its_own_threshold():
    photos = (JudgedPhoto(Path("a.jpg"), 1, 0.4, sha256="a"),)
    test = compare(Evaluation("old", "", 0.5, photos), Evaluation("new", "", 0.4, photos))
    assert test.challenger_only == 1


def test_evaluations_without_a_common_photo_cannot_be_compared():
    with pytest.raises(CarInspectError) as caught:
        compare(evaluation("old", []), evaluation("new", [True]))
    assert caught.value.code is ErrorCode.FROZEN_SET_EMPTY
