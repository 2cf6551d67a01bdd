import numpy as np

from carinspect.core.comparison import IDENTITY
from carinspect.core.newness import LIMITS
from carinspect.ml.paint import paint_distance
from tests.seeing_inspector import car

BOX = (0.4, 0.5, 0.5, 0.6)


def test_other_light_moves_the_colour_around_a_spot_less_than_other_paint():
    image = np.asarray(car())
    darker = (image * 0.7).astype(np.uint8)
    repainted = np.ascontiguousarray(image[..., ::-1])

    assert paint_distance(image, image, IDENTITY, BOX) == 0
    assert paint_distance(darker, image, IDENTITY, BOX) < 15
    assert paint_distance(repainted, image, IDENTITY, BOX) > 30


def test_a_sunset_repaints_no_vehicle():
    noon = np.asarray(car(), float)
    sunset = np.clip(noon * (1.3, 1.0, 0.65), 0, 255).astype(np.uint8)

    assert paint_distance(noon.astype(np.uint8), sunset, IDENTITY, BOX) < LIMITS.same_paint / 2


def test_damage_itself_is_no_other_paint():
    assert paint_distance(np.asarray(car()), np.asarray(car([(0.45, 0.55)])), IDENTITY, BOX) < 10
