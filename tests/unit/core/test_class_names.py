import unicodedata

import pytest

from carinspect.core.class_names import label_of, split_of
from carinspect.core.dataset import DAMAGED, UNDAMAGED, Split


@pytest.mark.parametrize(
    "name",
    ["damaged", "Damage", "00-damage", "01_DAMAGED", "손상", "파손 차량",
     unicodedata.normalize("NFD", "손상")],
)  # fmt: skip
def test_words_for_damaged_are_known_however_they_are_spelled(name):
    assert label_of(name) == DAMAGED


@pytest.mark.parametrize(
    "name",
    ["undamaged", "whole", "01-whole", "Normal", "no_damage", "Not Damaged", "무손상", "정상"],
)
def test_words_for_undamaged_are_known_however_they_are_spelled(name):
    assert label_of(name) == UNDAMAGED


@pytest.mark.parametrize("name", ["front", "0", "", "severity", "차"])
def test_other_words_are_not_guessed(name):
    assert label_of(name) is None


def test_a_stated_class_is_damaged_and_every_other_is_not():
    assert label_of("B-ware", damaged_class="b ware") == DAMAGED
    assert label_of("damaged", damaged_class="b ware") == UNDAMAGED


def test_splits_are_known_by_their_usual_names():
    assert [split_of(name) for name in ("train", "Val", "02-test", "검증", "x")] == [
        Split.TRAINING, Split.VALIDATION, Split.TEST, Split.VALIDATION, None,
    ]  # fmt: skip
