import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from carinspect.core.verdict import Region
from carinspect.ui.widgets.photo_view import PhotoView


def plain(width=400, height=300, color="#204080"):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


@pytest.fixture
def view(qtbot):
    view = PhotoView()
    qtbot.addWidget(view)
    view.resize(416, 316)
    view.show()
    return view


@pytest.fixture
def filled(view):
    view.show_image(plain(), QSize(400, 300))
    return view


def pixel(view, x, y):
    return view.grab().toImage().pixelColor(x, y)


def turn_wheel(view, notches):
    at = QPointF(200, 150)
    event = QWheelEvent(
        at,
        view.mapToGlobal(at),
        QPoint(),
        QPoint(0, int(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_photo_is_painted_whole(filled):
    assert filled.fitted
    assert pixel(filled, 208, 158).name() == "#204080"
    assert filled.zoom == pytest.approx(1.0, abs=0.01)


def test_the_wheel_zooms(filled):
    turn_wheel(filled, 3)
    zoomed = filled.zoom
    turn_wheel(filled, -1)

    assert not filled.fitted
    assert 1.0 < filled.zoom < zoomed


def test_fit_and_actual_size(qtbot, filled):
    filled.show_image(plain(), QSize(4000, 3000))
    told = []
    filled.zoom_changed.connect(told.append)

    filled.actual_size()
    assert told[-1] == pytest.approx(1.0)

    filled.fit()
    assert told[-1] == pytest.approx(0.1, abs=0.01)


def test_zoom_in_and_out_undo_each_other(filled):
    filled.zoom_in()
    filled.zoom_in()
    zoomed = filled.zoom
    filled.zoom_in()
    filled.zoom_out()

    assert filled.zoom == pytest.approx(zoomed)


def test_dragging_pans(qtbot, filled):
    image = plain(400, 300)
    for x in range(200):
        for y in range(300):
            image.setPixelColor(x, y, QColor("#ffffff"))
    filled.show_image(image, QSize(400, 300))
    turn_wheel(filled, 6)
    assert pixel(filled, 260, 150).name() == "#204080"

    drag(filled, QPointF(200, 150), QPointF(300, 150))

    assert pixel(filled, 260, 150).name() == "#ffffff"


def drag(view, start, end):
    for kind, at, button in (
        (QEvent.Type.MouseButtonPress, start, Qt.MouseButton.LeftButton),
        (QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton),
        (QEvent.Type.MouseButtonRelease, end, Qt.MouseButton.LeftButton),
    ):
        event = QMouseEvent(
            kind,
            at,
            view.mapToGlobal(at),
            button,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(view, event)


def test_shift_and_arrows_pan(qtbot, filled):
    turn_wheel(filled, 6)
    before = filled._transform.rect().x()

    qtbot.keyClick(filled, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)

    assert filled._transform.rect().x() == pytest.approx(before - 60)


def test_a_double_click_goes_to_actual_size_and_back(qtbot, filled):
    filled.show_image(plain(), QSize(4000, 3000))

    qtbot.mouseDClick(filled, Qt.MouseButton.LeftButton)
    assert filled.zoom == pytest.approx(1.0)

    qtbot.mouseDClick(filled, Qt.MouseButton.LeftButton)
    assert filled.fitted


def test_more_pixels_are_wanted_when_the_loaded_ones_do_not_do(qtbot, view):
    with qtbot.assertNotEmitted(view.detail_wanted):
        view.show_image(plain(400, 300), QSize(4000, 3000))

    with qtbot.waitSignal(view.detail_wanted, timeout=100):
        view.actual_size()


def test_more_pixels_leave_the_place_alone(view):
    view.show_image(plain(400, 300), QSize(4000, 3000))
    view.actual_size()
    before = view._transform.rect()

    view.show_image(plain(2000, 1500), QSize(4000, 3000))

    assert view._transform.rect() == before


def test_a_preview_wants_no_more_pixels_and_gives_way(qtbot, view):
    with qtbot.assertNotEmitted(view.detail_wanted):
        view.show_preview(plain(40, 30))
    assert view.is_preview

    view.show_image(plain(), QSize(400, 300))
    assert not view.is_preview
    assert view.fitted


def test_heat_and_regions_show_only_when_switched_on(filled):
    heat = QImage(40, 30, QImage.Format.Format_ARGB32)
    heat.fill(QColor(255, 0, 0, 200))
    filled.set_evidence(heat, (Region((0.25, 0.25, 0.75, 0.75), 0.9),))
    assert pixel(filled, 208, 158).name() == "#204080"

    filled.show_evidence(True)
    assert pixel(filled, 208, 158).red() > 150
    row = [pixel(filled, x, 158).lightness() for x in range(100, 117)]
    assert max(row) > 240  # the white frame at a quarter of the photo's width

    filled.show_evidence(False)
    assert pixel(filled, 208, 158).name() == "#204080"


def test_words_stand_in_for_a_photo(view):
    empty = view.grab().toImage()

    view.show_message("error", "This file is damaged.")

    assert view.image.isNull()
    assert view.grab().toImage() != empty


def test_focus_is_visible(qtbot, filled):
    filled.clearFocus()
    without = filled.grab().toImage()
    filled.setFocus()
    qtbot.waitUntil(filled.hasFocus)

    assert filled.grab().toImage() != without
