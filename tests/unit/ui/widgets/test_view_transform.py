import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from carinspect.ui.widgets.view_transform import MAX_SCALE, ViewTransform

SIDES = st.floats(50, 5000)


def transform(view=(800, 600), photo=(4000, 3000)) -> ViewTransform:
    return ViewTransform(QSizeF(*view), QSizeF(*photo))


@given(SIDES, SIDES, SIDES, SIDES)
def test_a_fitted_photo_is_whole_and_in_the_middle(width, height, photo_width, photo_height):
    fitted = transform((width, height), (photo_width, photo_height)).rect()

    assert fitted.width() <= width
    assert fitted.height() <= height
    assert fitted.center().x() == pytest.approx(width / 2)
    assert fitted.center().y() == pytest.approx(height / 2)
    assert fitted.width() / fitted.height() == pytest.approx(photo_width / photo_height)


@given(st.floats(0.6, 8), st.floats(250, 550), st.floats(200, 400))
def test_zooming_keeps_the_pixel_under_the_pointer(scale, x, y):
    moved = transform()
    moved.zoom_to(0.5, QPointF(400, 300))
    pointer = QPointF(x, y)
    before = (pointer - moved.rect().topLeft()) / moved.current_scale()

    moved.zoom_to(scale, pointer)

    after = (pointer - moved.rect().topLeft()) / moved.current_scale()
    assert after.x() == pytest.approx(before.x(), abs=0.01)
    assert after.y() == pytest.approx(before.y(), abs=0.01)


def test_a_zoomed_photo_leaves_no_gap_at_its_edges():
    moved = transform()
    moved.zoom_to(1.0, QPointF(400, 300))

    moved.pan(QPointF(1e6, 1e6))
    assert moved.rect().topLeft() == QPointF(0, 0)

    moved.pan(QPointF(-1e6, -1e6))
    assert moved.rect().bottomRight() == QPointF(800, 600)


def test_zooming_out_ends_at_the_whole_photo():
    moved = transform()
    moved.zoom_to(1.0, QPointF(10, 10))
    moved.zoom_to(0.001, QPointF(10, 10))

    assert moved.fitted


def test_zooming_in_has_an_end():
    moved = transform()
    moved.zoom_to(1e9, QPointF(10, 10))

    assert moved.current_scale() == MAX_SCALE


def test_a_tiny_photo_is_not_blown_up_to_the_view():
    assert transform(photo=(20, 15)).rect().width() < 100


def test_no_photo_is_no_problem():
    empty = ViewTransform()
    empty.zoom_to(2.0, QPointF(1, 1))
    empty.pan(QPointF(5, 5))

    assert empty.rect().isEmpty()
