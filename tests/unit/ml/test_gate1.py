import numpy as np
import pytest

from carinspect.core.model_card import ModelCard
from carinspect.core.paths import shipped_models_dir
from carinspect.core.settings import Gate1Rule
from carinspect.ml.gate1 import Gate1, get_car_categories, get_predictions
from carinspect.ml.geometry import place
from carinspect.ml.imagenet import car_categories, class_index
from carinspect.ml.inspection_net import NetOutput
from carinspect.services.workspace import default_model_id


@pytest.fixture(scope="module")
def card():
    path = shipped_models_dir() / default_model_id() / "card.json"
    return ModelCard.from_json(path.read_text(encoding="utf-8"))


def probabilities(**by_name):
    row = np.full(1000, 1e-6, np.float32)
    names = [name for _, name in class_index()]
    for name, probability in by_name.items():
        row[names.index(name)] = probability
    return row


def output(row, car=0.0):
    return NetOutput(row, car, 0.0, np.zeros((2, 2), np.float32), place(64, 64, 64))


def test_the_posts_own_example_comes_back():
    row = probabilities(racer=0.6540158, sports_car=0.26624563, convertible=0.028868116)

    (guesses,) = get_predictions(row[None])

    assert [guess.name for guess in guesses[:3]] == ["racer", "sports_car", "convertible"]
    assert guesses[0].wnid == "n04037443"
    assert guesses[0].probability == pytest.approx(0.6540158)
    assert len(guesses) == 5


@pytest.mark.parametrize("top", [1, 3, 10])
def test_as_many_as_asked_for_in_falling_order(top):
    rows = np.random.default_rng(0).random((4, 1000))

    for guesses in get_predictions(rows, top=top):
        values = [guess.probability for guess in guesses]
        assert len(values) == top
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("shape", [(1000,), (1, 999), (1, 1001), (1, 1, 1000), (0,)])
def test_any_other_shape_is_refused_and_named(shape):
    with pytest.raises(ValueError, match=r"\(n, 1000\)") as caught:
        get_predictions(np.zeros(shape))

    assert str(shape) in str(caught.value)


def test_categories_are_ranked_by_their_summed_probability():
    rows = np.stack([probabilities(minivan=0.9), probabilities(minivan=0.2, pickup=0.8)])

    sums = get_car_categories(get_predictions(rows))

    assert [name for _, name in list(sums)[:2]] == ["minivan", "pickup"]
    assert sums["n03770679", "minivan"] == pytest.approx(1.1)


def test_the_shipped_categories_are_fifty_classes():
    assert len(car_categories()) == 50
    assert car_categories() <= {wnid for wnid, _ in class_index()}


def test_the_head_decides_by_its_threshold(card):
    gate = Gate1(card)

    at = gate.judge(output(probabilities(tench=0.9), car=card.car_threshold))
    below = gate.judge(output(probabilities(minivan=0.9), car=card.car_threshold - 1e-6))

    assert at.is_car
    assert not below.is_car
    assert below.top5[0].name == "minivan"


def test_the_originals_rule_takes_any_of_the_top_five(card):
    gate = Gate1(card, Gate1Rule.TOP5)
    car = probabilities(tench=0.5, goldfish=0.2, ostrich=0.1, brambling=0.05, minivan=0.04)
    sixth = probabilities(
        tench=0.5, goldfish=0.2, ostrich=0.1, brambling=0.05, goldfinch=0.045, minivan=0.04
    )

    assert gate.judge(output(car)).is_car
    assert not gate.judge(output(sixth, car=1.0)).is_car
