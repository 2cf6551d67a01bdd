import numpy as np
import PIL.Image
import PIL.ImageFilter
import pytest

from carinspect.ml.spot import (
    common_share,
    is_clear,
    is_sharp,
    overlap,
    placed_in,
    seen_from,
    tiles,
)
from tests.seeing_inspector import car


def noisy(picture, blur):
    small = picture.resize((320, 213))  # about a cut's size
    pixels = np.asarray(small.filter(PIL.ImageFilter.GaussianBlur(blur)), float)
    grain = np.random.default_rng(0).normal(0, 5, pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("blur", "clear"), [(0.5, True), (6, False)])
def test_a_blurred_photo_is_not_clear_for_all_its_noise(blur, clear):
    assert is_clear(noisy(car(), blur), noisy(car(), 0.5)) is clear


def test_a_blurred_photo_is_not_sharp_and_must_be_sharper_where_photos_fit_loosely():
    sharp, soft, blurred = (
        np.asarray(car().filter(PIL.ImageFilter.GaussianBlur(radius))) for radius in (0, 2.5, 8)
    )

    assert is_sharp(sharp, sharp, loose=True)
    assert is_sharp(soft, sharp, loose=False)
    assert not is_sharp(soft, sharp, loose=True)
    assert not is_sharp(blurred, sharp, loose=False)


def test_boxes_share_what_lies_in_both():
    assert overlap((0, 0, 0.5, 1), (0.25, 0, 1, 0.5)) == pytest.approx(0.125)
    assert common_share((0, 0, 0.5, 1), (0.25, 0, 0.75, 1)) == pytest.approx(1 / 3)
    assert common_share((0, 0, 0.5, 1), (0.5, 0, 1, 1)) == 0


def test_a_box_is_seen_from_a_part():
    assert seen_from((0.5, 0.5, 1, 1), (0.5, 0.25, 0.75, 0.75)) == (0, 0, 0.5, 0.5)


def test_a_part_is_placed_in_the_photo_again():
    tile, box = (0.5, 0.25, 0.75, 0.5), (0.6, 0.3, 0.7, 0.4)

    assert placed_in(tile, seen_from(tile, box)) == pytest.approx(box)


@pytest.mark.parametrize("box", [(0.1, 0.2, 0.9, 1.0), (0.0, 0.0, 1.0, 0.3), (0.4, 0.4, 0.5, 0.5)])
def test_tiles_cover_a_box_within_the_photo(box):
    covered = np.zeros((100, 100), bool)
    for x0, y0, x1, y1 in tiles(box):
        assert min(x0, y0) >= 0
        assert max(x1, y1) <= 1 + 1e-9
        covered[round(y0 * 100) : round(y1 * 100), round(x0 * 100) : round(x1 * 100)] = True

    assert len(tiles(box)) <= 9
    x0, y0, x1, y1 = (round(100 * edge) for edge in box)
    assert covered[y0:y1, x0:x1].all()
