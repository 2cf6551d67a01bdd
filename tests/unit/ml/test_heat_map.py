import numpy as np
import pytest

from carinspect.core.verdict import HeatMap
from carinspect.ml.geometry import place
from carinspect.ml.heat_map import find_regions, heat_map


@pytest.mark.parametrize(("width", "height"), [(400, 300), (300, 400), (320, 320), (1000, 50)])
def test_the_map_covers_the_photo_and_nothing_else(width, height):
    placement = place(width, height, 320)
    evidence = np.zeros((10, 10), np.float32)
    inside_top = placement.top // 32
    evidence[inside_top + (1 if placement.height >= 64 else 0)] = 1.0

    heat = heat_map(evidence, placement)

    rows, columns = heat.values.shape
    assert columns / rows == pytest.approx(width / height, rel=0.2)
    assert heat.values.max() > 0.5


def test_the_middle_of_the_square_is_the_middle_of_the_photo():
    evidence = np.zeros((10, 10), np.float32)
    evidence[4:6, 4:6] = 1.0

    heat = heat_map(evidence, place(400, 200, 320))

    row, column = np.unravel_index(heat.values.argmax(), heat.values.shape)
    assert row / heat.values.shape[0] == pytest.approx(0.5, abs=0.2)
    assert column / heat.values.shape[1] == pytest.approx(0.5, abs=0.15)


def test_two_areas_are_two_regions_most_evident_first():
    values = np.zeros((10, 20), np.float32)
    values[1:3, 1:3] = 0.6
    values[6:9, 10:15] = 0.9

    first, second = find_regions(HeatMap(values), level=0.5)

    assert first.box == (0.5, 0.6, 0.75, 0.9)
    assert first.probability == pytest.approx(0.9)
    assert second.box == (0.05, 0.1, 0.15, 0.3)


def test_areas_that_touch_by_a_corner_are_two():
    values = np.eye(2, dtype=np.float32)

    assert len(find_regions(HeatMap(values), level=0.5)) == 2


def test_weak_evidence_still_says_where_to_look():
    values = np.full((8, 8), 0.1, np.float32)
    values[2, 3] = 0.3

    (region,) = find_regions(HeatMap(values), level=0.5)

    assert region.box == (3 / 8, 2 / 8, 4 / 8, 3 / 8)


def test_at_most_five_regions_are_named():
    values = np.zeros((1, 21), np.float32)
    values[0, ::2] = 0.8

    assert len(find_regions(HeatMap(values), level=0.5)) == 5


def test_the_map_does_not_shout_where_nothing_was_found():
    from carinspect.core.model_card import ModelCard
    from carinspect.core.paths import shipped_models_dir
    from carinspect.ml.gate2 import Gate2
    from carinspect.ml.inspection_net import NetOutput
    from carinspect.services.workspace import default_model_id

    path = shipped_models_dir() / default_model_id() / "card.json"
    card = ModelCard.from_json(path.read_text(encoding="utf-8"))
    evidence = np.zeros((10, 10), np.float32)
    evidence[4:6, 4:6] = 0.9

    def judged(probability):
        output = NetOutput(np.zeros(1000), 1.0, probability, evidence, place(320, 320, 320))
        return Gate2(card).judge(output)

    calm, loud = judged(card.damage_threshold / 10), judged(0.999)

    assert calm.heat_map.values.max() < 0.15
    assert loud.heat_map.values.max() > 0.8
    assert loud.regions
