"""The ways by which photos come in."""

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QGuiApplication,
    QImage,
)
from PySide6.QtWidgets import QApplication

from carinspect.core.inspection import Outcome
from carinspect.ui.inspect import intake
from carinspect.ui.widgets.drop_veil import DropVeil
from tests.drops import drop, mime_of

WAIT_MS = 10_000


def names(page):
    return [entry.photo.name for entry in page.photos.entries()]


def current(page):
    return page.photos.entry(page.strip.current_row())


@pytest.fixture
def wait(qtbot, page):
    def run(count):
        qtbot.waitUntil(lambda: len(page.photos) == count and not page.queue.busy, timeout=WAIT_MS)

    return run


def test_dropped_files_are_inspected(page, one_of_each, wait):
    assert drop(page, mime_of(*one_of_each))
    wait(6)

    outcomes = [entry.inspection.outcome for entry in page.photos.entries()]
    assert outcomes == list(Outcome)


def test_a_dropped_folder_gives_its_photos_in_natural_order(page, draw, wait):
    for name in ("10.png", "9.png", "1.png"):
        photo = draw(Outcome.UNDAMAGED, name)
    (photo.parent / "notes.txt").write_text("no photo")

    drop(page, mime_of(photo.parent))
    wait(3)

    assert names(page) == ["1.png", "9.png", "10.png"]


def test_a_folder_without_photos_is_told(qtbot, window, page, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    drop(page, mime_of(empty))

    qtbot.waitUntil(lambda: str(empty) in window.messages.text, timeout=WAIT_MS)


def test_words_cannot_be_dropped(page):
    mime = QMimeData()
    mime.setText("just words")
    assert not drop(page, mime)


def test_a_veil_says_that_letting_go_works(page, one_of_each):
    mime = mime_of(*one_of_each)
    none, button = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(
        page, QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, mime, button, none)
    )
    assert page.findChild(DropVeil).isVisible()
    assert page.findChild(DropVeil).size() == page.size()

    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not page.findChild(DropVeil).isVisible()


def test_copied_files_are_pasted(page, one_of_each, wait):
    QGuiApplication.clipboard().setMimeData(mime_of(*one_of_each[:2]))
    page.handlers()["paste"]()
    wait(2)


def test_copied_pixels_are_pasted_as_a_photo(page, wait):
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(200, 40, 40))
    QGuiApplication.clipboard().setImage(image)

    page.handlers()["paste"]()
    wait(1)
    page.handlers()["paste"]()
    wait(2)

    assert {entry.inspection.outcome for entry in page.photos.entries()} == {Outcome.DAMAGED}
    assert current(page).photo.is_file()


def test_an_empty_clipboard_is_told(window, page):
    QGuiApplication.clipboard().clear()
    page.handlers()["paste"]()

    assert "clipboard" in window.messages.text


def test_the_dialog_opens_where_it_was_last(monkeypatch, page, one_of_each, workspace, wait):
    asked = []
    monkeypatch.setattr(
        intake, "ask_photos", lambda _parent, folder: (asked.append(folder), one_of_each[:2])[1]
    )
    page.handlers()["open_photos"]()
    wait(2)
    page.handlers()["open_photos"]()

    assert asked == ["", str(one_of_each[0].parent)]


def test_a_folder_can_be_chosen(monkeypatch, page, one_of_each, wait):
    monkeypatch.setattr(intake, "ask_folder", lambda *_args: one_of_each[0].parent)
    page.handlers()["open_folder"]()
    wait(6)


def test_a_cancelled_dialog_changes_nothing(monkeypatch, page):
    monkeypatch.setattr(intake, "ask_photos", lambda *_args: ())
    monkeypatch.setattr(intake, "ask_folder", lambda *_args: None)
    page.handlers()["open_photos"]()
    page.handlers()["open_folder"]()

    assert len(page.photos) == 0


def test_inspected_photos_are_the_recent_ones(page, one_of_each, workspace, inspect):
    inspect(*one_of_each)

    recent = workspace.settings.recent_photos
    assert recent[0] == str(one_of_each[-1])
    assert set(recent) == {str(photo) for photo in one_of_each}


def test_a_photo_that_is_there_already_is_shown_not_doubled(window, page, one_of_each, inspect):
    inspect(*one_of_each)
    page.strip.go_to(0)
    inspect(one_of_each[3])

    assert len(page.photos) == 6
    assert page.strip.current_row() == 3
    assert "already" in window.messages.text


def test_dropped_pixels_are_inspected(page, wait):
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor(40, 60, 200))
    mime = QMimeData()
    mime.setImageData(image)

    assert drop(page, mime)
    wait(1)

    assert current(page).inspection.outcome is Outcome.UNDAMAGED


def test_the_veil_is_painted_over_everything(page, one_of_each):
    before = page.grab().toImage()
    page.findChild(DropVeil).cover(True)
    assert page.grab().toImage() != before


def test_the_samples_are_at_hand(qtbot, page):
    page.handlers()["samples"]()
    qtbot.waitUntil(lambda: len(page.photos) >= 8, timeout=WAIT_MS)
    page.handlers()["stop"]()
    qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)


def test_a_recent_photo_of_the_invitation_is_inspected(qtbot, page, workspace, draw):
    photo = draw(Outcome.DAMAGED)
    page.drop_zone.recent_wanted.emit(photo)
    qtbot.waitUntil(lambda: page.photos.counts()[Outcome.DAMAGED] == 1, timeout=WAIT_MS)
