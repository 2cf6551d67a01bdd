"""What is painted over is gone, and nothing else changes."""

import numpy as np
import pytest

from carinspect.ml.geometry import fit
from carinspect.ml.hiding import paint_over

SIDE = 320


@pytest.fixture
def spotted():
    """A grey ramp with a white spot in the middle, in its square."""
    image = np.repeat(np.linspace(60, 160, 400, dtype=np.uint8)[None, :, None], 300, axis=0)
    image = np.repeat(image, 3, axis=2).copy()
    image[130:170, 180:220] = 255
    return fit(image, SIDE)


SPOT = (0.45, 0.42, 0.55, 0.58)


def test_the_spot_is_filled_from_its_surroundings(spotted):
    hidden = paint_over(spotted, [SPOT])

    middle = hidden.image[SIDE // 2 - 12 : SIDE // 2 + 12, SIDE // 2 - 12 : SIDE // 2 + 12]
    assert spotted.image[SIDE // 2, SIDE // 2].min() > 250
    assert np.abs(middle.astype(int) - 110).max() < 15


def test_nothing_outside_the_box_and_its_margin_changes(spotted):
    hidden = paint_over(spotted, [SPOT])

    changed = np.nonzero((hidden.image != spotted.image).any(axis=2))
    assert changed[0].min() >= 40 + int(240 * 0.40)
    assert changed[0].max() <= 40 + int(240 * 0.60)
    assert changed[1].min() >= int(SIDE * 0.43)
    assert changed[1].max() <= int(SIDE * 0.57)


def test_the_padding_stays_as_it_is(spotted):
    hidden = paint_over(spotted, [(0.0, 0.0, 1.0, 0.3)])

    assert (hidden.image[:40] == spotted.image[:40]).all()
    assert hidden.placement == spotted.placement
    assert (hidden.inside == spotted.inside).all()


def test_hiding_the_whole_photo_leaves_no_detail(spotted):
    hidden = paint_over(spotted, [(0.0, 0.0, 1.0, 1.0)])

    assert hidden.image[60:260, 20:300].std() < 5


def test_no_box_changes_nothing(spotted):
    assert (paint_over(spotted, []).image == spotted.image).all()
