import pytest
from PySide6.QtCore import QSize

from carinspect.core.inspection import Outcome
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.picture_loader import PictureLoader
from carinspect.ui.thumbnail_store import ThumbnailStore
from tests.fakes import draw_photo

WAIT_MS = 5000


@pytest.fixture
def lane(qapp):
    lane = JobRunner("load", threads=1)
    yield lane
    lane.shutdown()


@pytest.fixture
def loader(lane):
    return PictureLoader(lane)


@pytest.fixture
def store(lane):
    return ThumbnailStore(lane, QSize(160, 88))


@pytest.fixture
def photos(draw):
    return [draw(Outcome.UNDAMAGED, f"{n}.png") for n in range(8)]


def test_a_picture_is_loaded_once(qtbot, loader, photos):
    with qtbot.waitSignal(loader.loaded, timeout=WAIT_MS):
        loader.show(photos[0], 300)
    photos[0].unlink()

    with qtbot.waitSignal(loader.loaded, timeout=0):
        loader.show(photos[0], 300)


def test_the_latest_wish_wins(qtbot, loader, photos):
    shown = []
    loader.loaded.connect(lambda photo, _picture: shown.append(photo))
    for photo in photos[:4]:
        loader.show(photo, 300)
    qtbot.waitUntil(lambda: photos[3] in shown, timeout=WAIT_MS)

    assert shown[-1] == photos[3]


def test_a_prepared_picture_shows_at_once(qtbot, loader, lane, photos):
    with qtbot.assertNotEmitted(loader.loaded):
        loader.prepare(photos[0], 300)
        qtbot.waitUntil(lambda: not lane.busy, timeout=WAIT_MS)

    with qtbot.waitSignal(loader.loaded, timeout=0):
        loader.show(photos[0], 300)


def test_a_finer_picture_is_loaded_where_more_is_wanted(qtbot, loader, tmp_path):
    photo = draw_photo(tmp_path, Outcome.DAMAGED, "large.png", (2400, 1800))
    widths = []
    loader.loaded.connect(lambda _photo, picture: widths.append(picture.image.width()))
    with qtbot.waitSignal(loader.loaded, timeout=WAIT_MS):
        loader.show(photo, 300)
    loader.show(photo, 12_000)
    qtbot.waitUntil(lambda: len(widths) == 3, timeout=WAIT_MS)

    assert widths[0] == widths[1] < 700
    assert widths[2] == 2400


def test_a_file_that_is_no_photo_is_told(qtbot, loader, draw):
    with qtbot.waitSignal(loader.failed, timeout=WAIT_MS) as caught:
        loader.show(draw(Outcome.ERROR), 300)
    assert caught.args[0].name == "error.png"


def test_thumbnails_come_when_asked_for(qtbot, store, photos):
    with qtbot.waitSignal(store.loaded, timeout=WAIT_MS) as caught:
        assert store.get(photos[0]) is None

    assert caught.args == [photos[0]]
    assert store.get(photos[0]).height() == 88


def test_the_last_asked_thumbnail_comes_first(qtbot, store, photos):
    came = []
    store.loaded.connect(came.append)
    for photo in photos:
        store.get(photo)
    qtbot.waitUntil(lambda: len(came) == 8, timeout=WAIT_MS)

    assert came[0] == photos[0]  # was under way
    assert came[1] == photos[7]


def test_what_is_no_photo_has_an_empty_thumbnail(qtbot, store, draw):
    photo = draw(Outcome.ERROR)
    with qtbot.waitSignal(store.loaded, timeout=WAIT_MS):
        store.get(photo)

    assert store.get(photo).isNull()


def test_a_forgotten_thumbnail_is_loaded_again(qtbot, store, photos):
    with qtbot.waitSignal(store.loaded, timeout=WAIT_MS):
        store.get(photos[0])
    store.forget(photos[0])

    with qtbot.waitSignal(store.loaded, timeout=WAIT_MS):
        assert store.get(photos[0]) is None


def test_the_store_does_not_grow_without_end(qtbot, store, photos, monkeypatch):
    monkeypatch.setattr("carinspect.ui.thumbnail_store._KEPT", 3)
    for photo in photos:
        with qtbot.waitSignal(store.loaded, timeout=WAIT_MS):
            store.get(photo)

    assert len(store._images) == 3
    assert store.get(photos[7]) is not None
