"""A counter gets the band of the error that it accepts."""

import numpy as np
import pytest

from carinspect.core.model_card import ModelCard
from carinspect.core.paths import shipped_models_dir
from carinspect.core.settings import ACCEPTED_ERRORS, Settings
from carinspect.ml.gate2 import Gate2
from carinspect.ml.geometry import place
from carinspect.ml.inspection_net import NetOutput
from carinspect.services.workspace import default_model_id


@pytest.fixture(scope="module")
def card():
    path = shipped_models_dir() / default_model_id() / "card.json"
    return ModelCard.from_json(path.read_text(encoding="utf-8"))


def band(card, accepted_error):
    nothing = np.zeros((28, 28), np.float32)
    output = NetOutput(np.zeros(1000), 1.0, 0.01, nothing, place(448, 448, 448))
    return Gate2(card, accepted_error).judge(output).review_band


def test_a_counter_that_chose_nothing_gets_the_band_that_the_card_was_measured_with(card):
    assert band(card, Settings().accepted_error) == card.review_band


def test_each_choice_is_another_band_and_a_stricter_one_is_wider(card):
    bands = [band(card, error) for error in ACCEPTED_ERRORS]
    lows, highs = zip(*bands, strict=True)
    assert sorted(set(lows)) == list(lows)
    assert sorted(set(highs), reverse=True) == list(highs)
