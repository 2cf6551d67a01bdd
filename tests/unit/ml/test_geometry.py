import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carinspect.ml.geometry import fit, place


def test_the_whole_photo_is_inside_and_upright():
    image = np.zeros((60, 120, 3), np.uint8)
    image[:, :60, 0] = 255  # left half red

    square = fit(image, 128)

    assert square.image.shape == (128, 128, 3)
    np.testing.assert_array_equal(square.image[64, [5, 120], 0], [255, 0])
    np.testing.assert_array_equal(square.image[[0, 127], 64], 127)


def test_inside_tells_how_much_of_a_cell_shows_the_photo():
    square = fit(np.zeros((100, 200, 3), np.uint8), 128)

    np.testing.assert_array_equal(square.inside[:, 0, 0], [0, 1, 1, 0])
    assert square.inside.shape == (4, 4, 1)
    assert square.inside.dtype == np.float32


@given(width=st.integers(1, 5000), height=st.integers(1, 5000))
def test_any_photo_fills_one_side_and_stays_within(width, height):
    placement = place(width, height, 224)

    assert max(placement.width, placement.height) == 224
    assert placement.left >= 0
    assert placement.left + placement.width <= 224
    assert placement.top + placement.height <= 224


@given(width=st.integers(1, 300), height=st.integers(1, 300))
def test_the_cells_add_up_to_the_photos_area(width, height):
    square = fit(np.zeros((height, width, 3), np.uint8), 96)

    area = square.placement.width * square.placement.height / 32**2
    assert square.inside.sum() == pytest.approx(area, rel=1e-5)


def test_the_image_is_not_modified():
    image = np.random.default_rng(0).integers(0, 256, (50, 40, 3), dtype=np.uint8)
    before = image.copy()

    fit(image, 64)

    np.testing.assert_array_equal(image, before)
