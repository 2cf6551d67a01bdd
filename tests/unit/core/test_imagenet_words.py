"""ImageNet's classes in the user's language."""

import pytest

from carinspect.core.i18n import speaking
from carinspect.core.imagenet_words import imagenet_text
from carinspect.ml.imagenet import class_index


def test_english_names_are_words():
    assert imagenet_text("n04285008", "sports_car") == "sports car"


def test_korean_tells_the_two_cranes_apart():
    with speaking("ko"):
        assert imagenet_text("n02012849", "crane") == "두루미"
        assert imagenet_text("n03126707", "crane") == "크레인"


def test_what_a_language_does_not_know_stays_english():
    with speaking("ko"):
        assert imagenet_text("n99999999", "moon_buggy") == "moon buggy"


@pytest.mark.parametrize("language", ["ko"])
def test_no_two_classes_are_called_alike(language):
    with speaking(language):
        names = [imagenet_text(wnid, name) for wnid, name in class_index()]
    assert len(set(names)) == len(names)
