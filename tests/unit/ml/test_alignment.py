import numpy as np
import PIL.Image
import pytest

from carinspect.ml.alignment import align, find_features, inverse, lay_over, move, move_box, refine
from carinspect.ml.dense_alignment import match_patches
from carinspect.ml.spot import is_clear, likeness
from tests.seeing_inspector import CAR, OTHER, car, seen_again

CORNERS = np.array([[0.3, 0.4], [0.7, 0.4], [0.7, 0.7], [0.3, 0.7]], np.float32)


def pixels(picture):
    return np.asarray(picture.convert("RGB"))


@pytest.fixture(scope="module")
def whole():
    return find_features(pixels(car()))


@pytest.fixture(scope="module")
def cropped():
    """The right three quarters of the car's photo."""
    return find_features(pixels(seen_again(car(), crop=(0.25, 0.0, 1.0, 1.0), turn=0.0)))


def test_another_crop_and_light_is_laid_over_within_a_percent(whole, cropped):
    overlay = align(whole, cropped)

    assert overlay.alignment.ok
    assert overlay.precise
    expected = (CORNERS - [0.25, 0]) / [0.75, 1]
    assert np.abs(move(overlay.alignment.homography, CORNERS) - expected).max() < 0.01


def test_there_and_back_is_the_same_place(whole, cropped):
    homography = align(whole, cropped).alignment.homography

    there = move(homography, CORNERS)

    assert np.allclose(move(inverse(homography), there), CORNERS, atol=1e-5)


def test_the_surroundings_of_a_spot_are_fitted_anew(whole, cropped):
    local = refine(align(whole, cropped), (0.4, 0.5, 0.5, 0.6))

    assert local.ok
    assert local.error < 0.005
    x0, y0, x1, y1 = move_box(inverse(local.homography), (0.4, 0.5, 0.5, 0.6))
    assert (x0, x1) == pytest.approx((0.55, 0.625), abs=0.01)
    assert (y0, y1) == pytest.approx((0.5, 0.6), abs=0.01)


def test_a_spot_far_from_all_ties_is_not_placed(whole, cropped):
    assert not refine(align(whole, cropped), (-3.0, -3.0, -2.9, -2.9)).ok


def test_photos_of_different_things_are_not_laid_over_each_other(whole):
    with PIL.Image.open(OTHER) as house:
        assert not align(find_features(pixels(house)), whole).alignment.ok


def test_a_mirrored_car_is_not_the_same_side(whole):
    mirrored = find_features(pixels(car())[:, ::-1].copy())

    assert not align(mirrored, whole).alignment.ok


def test_plain_walls_have_nothing_to_align():
    plain = find_features(np.full((300, 400, 3), 128, np.uint8))

    assert not align(plain, plain).alignment.ok


def test_the_same_photos_give_the_same_answer(whole, cropped):
    assert align(whole, cropped).alignment == align(whole, cropped).alignment


def test_patches_find_a_car_whose_small_features_are_gone(whole):
    """Blurred beyond any local feature, in another place and at another size."""
    small = car().resize((64, 43)).resize((384, 256), PIL.Image.Resampling.BICUBIC)
    ground = PIL.Image.new("RGB", (480, 320), (90, 95, 90))
    ground.paste(small, (60, 40))
    other = find_features(pixels(ground))

    matches = match_patches(whole.small, other.small)

    shift = matches.return_points - matches.pickup_points * 0.8
    assert matches.contrast > 2
    assert np.median(shift, axis=0) == pytest.approx((60, 40), abs=12)


def test_damage_that_was_not_there_looks_different_and_the_rest_alike(whole):
    place = (0.5, 0.55)
    box = (place[0] - 0.04, place[1] - 0.06, place[0] + 0.04, place[1] + 0.06)
    damaged = find_features(pixels(seen_again(car([place]), turn=0.0)))
    again = find_features(pixels(seen_again(car(), turn=0.0)))

    new = likeness(whole, damaged, align(whole, damaged).alignment.homography, box)
    same = likeness(whole, again, align(whole, again).alignment.homography, box)

    assert new is not None
    assert new < 0.5
    assert same is None or same > 0.8


def test_a_blurred_or_black_spot_is_not_clear():
    sharp = pixels(car())[100:200, 150:300]
    blurred = pixels(car().resize((24, 16)).resize(car().size))[100:200, 150:300]

    assert is_clear(sharp, sharp)
    assert not is_clear(blurred, sharp)
    assert not is_clear((sharp * 0.02).astype(np.uint8), sharp)


def test_a_pickup_photo_is_warped_onto_the_return_photo(whole, cropped):
    with PIL.Image.open(CAR) as file:
        image = pixels(file)
    target = pixels(seen_again(car(), crop=(0.25, 0.0, 1.0, 1.0), turn=0.0, light=1.0))

    over = lay_over(image, align(whole, cropped).alignment.homography, target.shape[:2])

    middle = (slice(60, -60), slice(60, -60))
    apart = np.abs(over[middle].astype(int) - target[middle].astype(int)).mean()
    assert apart < 20
