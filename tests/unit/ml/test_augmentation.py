import numpy as np
import pytest

from carinspect.core.training import Augmentation
from carinspect.ml.augmentation import augmented
from carinspect.ml.recipes import POSTS_AUGMENTATION


@pytest.fixture
def image():
    return np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8)


def rng():
    return np.random.default_rng(1)


def test_no_change_leaves_the_photo_alone(image):
    np.testing.assert_array_equal(augmented(image, Augmentation(), rng()), image)


def test_the_same_dice_give_the_same_view_and_other_dice_another(image):
    one, same = (augmented(image, POSTS_AUGMENTATION, rng()) for _ in range(2))
    other = augmented(image, POSTS_AUGMENTATION, np.random.default_rng(2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    assert one.shape == image.shape
    assert one.dtype == np.uint8


def test_half_of_the_photos_are_mirrored(image):
    dice = np.random.default_rng(0)
    views = [augmented(image, Augmentation(horizontal_flip=True), dice) for _ in range(40)]
    mirrored = sum((view == image[:, ::-1]).all() for view in views)
    assert 10 <= mirrored <= 30
    assert mirrored + sum((view == image).all() for view in views) == 40


def test_borders_are_filled_with_the_nearest_pixel():
    grey = np.full((40, 40, 3), 90, np.uint8)
    for seed in range(5):
        view = augmented(grey, POSTS_AUGMENTATION, np.random.default_rng(seed))
        assert (view == 90).all(), "no black corner"


def test_detail_is_lost_at_random_but_never_below_the_least(image):
    change = Augmentation(least_detail_px=40)
    sizes = {max(augmented(image, change, np.random.default_rng(s)).shape) for s in range(30)}
    assert min(sizes) >= 40
    assert max(sizes) <= 80
    assert len(sizes) > 10


def test_light_changes_brightness_within_bounds(image):
    change = Augmentation(light=0.2)
    means = [augmented(image, change, np.random.default_rng(s)).mean() for s in range(20)]
    assert np.std(means) > 1
    assert 0.75 * image.mean() < min(means) < max(means) < 1.25 * image.mean()
