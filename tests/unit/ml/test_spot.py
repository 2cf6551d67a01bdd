import numpy as np
import PIL.Image
import PIL.ImageFilter
import pytest

from carinspect.core.comparison import IDENTITY
from carinspect.ml.spot import is_clear, paint_distance
from tests.seeing_inspector import car

BOX = (0.4, 0.5, 0.5, 0.6)


def noisy(picture, blur):
    small = picture.resize((320, 213))  # about a cut's size
    pixels = np.asarray(small.filter(PIL.ImageFilter.GaussianBlur(blur)), float)
    grain = np.random.default_rng(0).normal(0, 5, pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("blur", "clear"), [(0.5, True), (6, False)])
def test_a_blurred_photo_is_not_clear_for_all_its_noise(blur, clear):
    assert is_clear(noisy(car(), blur), noisy(car(), 0.5)) is clear


def test_other_light_moves_the_colour_around_a_spot_less_than_other_paint():
    image = np.asarray(car())
    darker = (image * 0.7).astype(np.uint8)
    repainted = np.ascontiguousarray(image[..., ::-1])

    assert paint_distance(image, image, IDENTITY, BOX) == 0
    assert paint_distance(darker, image, IDENTITY, BOX) < 15
    assert paint_distance(repainted, image, IDENTITY, BOX) > 30


def test_damage_itself_is_no_other_paint():
    assert paint_distance(np.asarray(car()), np.asarray(car([(0.45, 0.55)])), IDENTITY, BOX) < 10
