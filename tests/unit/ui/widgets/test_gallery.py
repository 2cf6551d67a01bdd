import psutil
import pytest
from PySide6.QtCore import Qt

from carinspect.core.inspection import Outcome
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.widgets.gallery import Gallery, GalleryPhoto
from tests.fakes import draw_photo

WAIT_MS = 5000


@pytest.fixture
def lane(qapp):
    # Lives as long as the application, as the lanes of the window do: a thumbnail may still come.
    runner = JobRunner("load", threads=1, parent=qapp)
    yield runner
    runner.shutdown()


@pytest.fixture
def gallery(qtbot, lane):
    made = Gallery(lane)
    made.resize(700, 500)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def photos(tmp_path, n):
    return [
        GalleryPhoto(
            draw_photo(tmp_path, Outcome.DAMAGED, f"{number}.png"), f"caption {number}",
            f"detail {number}", Outcome.DAMAGED, payload=number,
        )
        for number in range(n)
    ]  # fmt: skip


def test_an_empty_gallery_says_what_to_do(gallery):
    gallery.show_photos([], lambda: "No mistakes: nothing to look through.")

    assert gallery.current is None
    assert gallery._empty.isVisible()
    assert gallery._empty.text() == "No mistakes: nothing to look through."


def test_enter_shows_a_photo_large_and_the_arrows_turn_to_the_next(qtbot, tmp_path, gallery):
    gallery.show_photos(photos(tmp_path, 3))
    seen = []
    gallery.current_changed.connect(lambda photo: seen.append(photo.payload))

    qtbot.keyClick(gallery.grid, Qt.Key.Key_Return)
    assert gallery.is_large
    assert "detail 0" in gallery.large._words.text()
    qtbot.keyClick(gallery.large.view, Qt.Key.Key_Right)
    qtbot.keyClick(gallery.large.view, Qt.Key.Key_Right)
    qtbot.keyClick(gallery.large.view, Qt.Key.Key_Right)
    qtbot.keyClick(gallery.large.view, Qt.Key.Key_Left)

    assert seen == [1, 2, 1]
    assert gallery.large._place.text() == "2 / 3"
    qtbot.waitUntil(
        lambda: not gallery.large.view.image.isNull() and not gallery.large.view.is_preview,
        timeout=WAIT_MS,
    )


def test_escape_leads_back_to_the_grid_at_the_same_photo(qtbot, tmp_path, gallery):
    gallery.show_photos(photos(tmp_path, 3))
    gallery.go_to(1)
    gallery.show_large()

    qtbot.keyClick(gallery.large.view, Qt.Key.Key_Escape)

    assert not gallery.is_large
    assert gallery.current is not None
    assert gallery.current.payload == 1


def test_a_double_click_shows_a_photo_large(qtbot, tmp_path, gallery):
    gallery.show_photos(photos(tmp_path, 3))
    place = gallery.grid.visualRect(gallery.grid.model().index(2, 0)).center()

    qtbot.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert gallery.is_large
    assert gallery.current is not None
    assert gallery.current.payload == 2


def test_a_photo_that_cannot_be_read_says_why(qtbot, tmp_path, gallery):
    broken = draw_photo(tmp_path, Outcome.ERROR, "broken.jpg")
    gallery.show_photos([GalleryPhoto(broken, "x")])

    gallery.show_large()

    qtbot.waitUntil(lambda: "broken.jpg" in gallery.large.view._message[1], timeout=WAIT_MS)


def test_ten_thousand_photos_load_only_those_in_view(qtbot, tmp_path, gallery):
    (one,) = photos(tmp_path, 1)
    many = [
        GalleryPhoto(one.path.with_name(f"{number}-missing.png"), f"{number}")
        for number in range(10_000)
    ]
    before = psutil.Process().memory_info().rss

    gallery.show_photos([one, *many])
    qtbot.waitUntil(lambda: gallery._thumbnails.get(one.path) is not None, timeout=WAIT_MS)
    gallery.go_to(10_000)
    qtbot.waitUntil(lambda: gallery.grid.verticalScrollBar().value() > 1000, timeout=WAIT_MS)

    assert len(gallery._thumbnails._images) <= 400
    assert psutil.Process().memory_info().rss - before < 60e6
