import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from carinspect.ui.rental.box_edit import MIN_SIDE, Grip, between, changed, grip_at

RECT = QRectF(100, 100, 200, 80)
fractions, moves = st.floats(0, 1), st.floats(-2, 2)


def twice(values):
    return st.tuples(values, values)


@pytest.mark.parametrize(
    ("at", "grip"),
    [
        ((200, 140), Grip.WHOLE),
        ((98, 140), Grip.LEFT),
        ((303, 140), Grip.RIGHT),
        ((200, 95), Grip.TOP),
        ((200, 184), Grip.BOTTOM),
        ((101, 102), Grip.LEFT | Grip.TOP),
        ((305, 185), Grip.RIGHT | Grip.BOTTOM),
        ((320, 140), None),
    ],
)
def test_a_hand_takes_hold_of_what_is_under_it(at, grip):
    assert grip_at(QPointF(*at), RECT) == grip


@given(twice(fractions), twice(fractions), st.sampled_from(range(1, 16)), twice(moves))
def test_a_box_stays_on_the_photo_and_never_vanishes(corner, size, grip, move):
    box = between(QPointF(*corner), QPointF(corner[0] + size[0], corner[1] + size[1]))
    if box is None:
        return

    x0, y0, x1, y1 = changed(box, Grip(grip), *move)

    assert 0 <= x0 < x1 <= 1 + 1e-9
    assert 0 <= y0 < y1 <= 1 + 1e-9
    assert min(x1 - x0, y1 - y0) >= MIN_SIDE - 1e-9


def test_a_click_draws_no_box():
    assert between(QPointF(0.5, 0.5), QPointF(0.501, 0.7)) is None
    assert between(QPointF(0.7, 0.7), QPointF(0.5, 0.6)) == (0.5, 0.6, 0.7, 0.7)
