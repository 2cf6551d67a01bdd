import numpy as np
import pytest

from carinspect.core.comparison import IDENTITY
from carinspect.core.verdict import HeatMap
from carinspect.ml.as_at_pickup import as_at_pickup
from carinspect.ml.changed_parts import changed_parts, largest_fall
from tests.seeing_inspector import DAMAGE, car

DOOR = (0.5, 0.55)
BOX = (0.46, 0.49, 0.54, 0.61)


def magenta(image):
    return int((np.abs(image.astype(int) - DAMAGE).sum(axis=2) < 120).sum())


def test_new_damage_is_gone_and_the_rest_of_the_photo_stays():
    before, after = np.asarray(car()), np.asarray(car([DOOR, (0.2, 0.5)]))

    painted = as_at_pickup(before, after, IDENTITY, BOX, 0.0)

    assert magenta(painted) == magenta(np.asarray(car([(0.2, 0.5)])))
    assert (painted[:, :120] == after[:, :120]).all()


def test_old_damage_stays():
    photo = np.asarray(car([DOOR]))

    painted = as_at_pickup(photo, photo, IDENTITY, BOX, 0.0)

    assert magenta(painted) > 0.95 * magenta(photo)


def test_the_spot_takes_the_light_of_the_return_photo():
    before = np.asarray(car())
    after = (before * 0.6).astype(np.uint8)

    painted = as_at_pickup(before, after, IDENTITY, BOX, 0.0).astype(float)

    rows, columns = after.shape[:2]
    spot = (
        slice(int(BOX[1] * rows), int(BOX[3] * rows)),
        slice(int(BOX[0] * columns), int(BOX[2] * columns)),
    )
    assert np.abs(painted[spot] - after[spot]).mean() < 4


def test_without_anything_around_the_spot_nothing_is_told():
    photo = np.asarray(car())
    elsewhere = ((1.0, 0.0, 3.0), (0.0, 1.0, 3.0), (0.0, 0.0, 1.0))

    assert as_at_pickup(photo, photo, elsewhere, BOX, 0.0) is None


def heat(*spots):
    values = np.zeros((20, 20), np.float32)
    for row, column in spots:
        values[row : row + 3, column : column + 3] = 0.9
    return HeatMap(values)


def test_only_what_is_more_at_return_is_a_changed_part():
    (part,) = changed_parts(heat((2, 2)), heat((2, 2), (10, 12)), IDENTITY)

    assert part.box == (0.6, 0.5, 0.75, 0.65)
    assert not changed_parts(heat((2, 2)), heat((3, 3)), IDENTITY)


def test_what_pickup_does_not_show_is_no_changed_part():
    half = ((0.5, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

    assert not changed_parts(heat(), heat((10, 15)), half)


def test_evidence_falls_where_it_falls_most_and_a_neighbouring_cell_is_no_fall():
    before, after = heat((2, 2)), heat((2, 3), (10, 12))

    assert largest_fall(before, after, (0.5, 0.4, 0.9, 0.9)) == pytest.approx(0.9)
    assert largest_fall(before, after, (0.0, 0.0, 0.4, 0.4)) == 0
