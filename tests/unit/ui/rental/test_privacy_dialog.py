"""Nothing redacted leaves the house before a person has looked at every photo."""

import dataclasses
import zipfile

import numpy as np
import PIL.Image
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from carinspect.core.comparison import Comparison
from carinspect.core.rental import Phase, View
from carinspect.jobs.job import run_here
from carinspect.services.find_private import FindPrivate, FoundPrivate
from carinspect.services.records import now
from carinspect.services.rentals import NewRental
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.ui.rental import rental_page
from tests.rental_photos import BLUE, draw_vehicle

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WAIT_MS = 60_000


@pytest.fixture
def page(window):
    window.show_page("rentals")
    return window.page("rentals")


@pytest.fixture
def settled(qtbot, session):
    def settled():
        lanes = session.lanes
        every = (lanes.records, lanes.load, lanes.inspect)
        qtbot.waitUntil(lambda: not any(lane.busy for lane in every), timeout=WAIT_MS)

    return settled


def draw_plain(path, number):
    """A photo on which nothing can be taken for a plate: brightness that rises evenly."""
    steps = np.linspace(40, 220 + number, 640, dtype=np.uint8)
    PIL.Image.fromarray(np.tile(steps, (480, 1))).convert("RGB").save(path)
    return path


@pytest.fixture
def reviewed(page, workspace, settled, tmp_path):
    """A rental with a photo at pickup and at return, on which nothing was found."""
    page.work.begin(NewRental("R-1", "12가 3456", "Kona", "C-77"))
    settled()
    for number, phase in enumerate(Phase):
        photo = draw_plain(tmp_path / f"{phase.value}.png", number)
        page.work.add(phase, (photo,), View.FRONT)
        settled()
    (returned,) = page.work.rental.state.of(Phase.RETURN)
    comparison = Comparison("m", (), photos_without_findings=(returned.sha256,))
    with workspace.records().database.writing() as connection:
        ComparisonStore(connection).add("R-1", comparison, by="kim", at=now())
    page.work.reload()
    settled()
    return page


@pytest.fixture
def out(tmp_path, monkeypatch):
    folder = tmp_path / "evidence"
    folder.mkdir()
    monkeypatch.setattr(rental_page, "ask_evidence_folder", lambda *_arguments: folder)
    return folder


@pytest.fixture
def dialog(reviewed, out, settled):
    reviewed.detail.header.export_wanted.emit("en", True)
    settled()
    dialog = reviewed.privacy.dialog
    yield dialog
    if reviewed.privacy.dialog is dialog:
        dialog.reject()


def drag(canvas, start, end):
    """Drag from one place of the photo to another, both in fractions of it."""
    photo = canvas._transform.rect()
    first, last = (
        QPoint(round(photo.x() + x * photo.width()), round(photo.y() + y * photo.height()))
        for x, y in (start, end)
    )
    QTest.mousePress(canvas, LEFT, NONE, first)
    QTest.mouseMove(canvas, (first + last) / 2)
    QTest.mouseMove(canvas, last)
    QTest.mouseRelease(canvas, LEFT, NONE, last)


def test_nothing_is_written_before_every_photo_was_looked_at(dialog, out, settled, qtbot):
    assert not dialog.write.isEnabled()
    qtbot.keyClick(dialog.canvas, Qt.Key.Key_PageDown)
    settled()
    assert dialog.write.isEnabled()
    assert list(out.iterdir()) == []

    dialog.reject()
    settled()

    assert list(out.iterdir()) == []


def test_boxes_are_drawn_moved_resized_and_removed_by_mouse_and_undone(dialog):
    canvas = dialog.canvas
    drag(canvas, (0.2, 0.2), (0.4, 0.3))
    (box,) = canvas.boxes
    assert box == pytest.approx((0.2, 0.2, 0.4, 0.3), abs=0.01)

    drag(canvas, (0.3, 0.25), (0.5, 0.45))
    (moved,) = canvas.boxes
    assert moved == pytest.approx((0.4, 0.4, 0.6, 0.5), abs=0.01)

    drag(canvas, (0.6, 0.5), (0.8, 0.7))
    (larger,) = canvas.boxes
    assert larger == pytest.approx((0.4, 0.4, 0.8, 0.7), abs=0.01)

    dialog.tools.remove.click()
    assert canvas.boxes == ()
    for expected in ((larger,), (moved,), (box,), ()):
        dialog.tools.back.click()
        assert canvas.boxes == expected
    dialog.tools.again.click()
    assert canvas.boxes == (box,)


def test_boxes_are_made_by_keys_alone(qtbot, dialog):
    canvas, key, shift = dialog.canvas, Qt.Key, Qt.KeyboardModifier.ShiftModifier
    for _box in range(2):
        qtbot.keyClick(canvas, key.Key_Insert)
    first, second = canvas.boxes
    qtbot.keyClick(canvas, key.Key_Space)
    assert canvas.selected == 0
    for _step in range(3):
        qtbot.keyClick(canvas, key.Key_Right)
    assert canvas.boxes[0][0] == pytest.approx(first[0] + 0.03)
    assert canvas.boxes[1] == second
    qtbot.keyClick(canvas, key.Key_Down, shift)
    assert canvas.boxes[0][3] == pytest.approx(first[3] + 0.01)

    qtbot.keyClick(canvas, key.Key_Delete)
    assert canvas.boxes == (second,)
    dialog.boxes.undo.undo()
    dialog.boxes.undo.undo()  # the arrows were one step
    assert canvas.boxes == (first, second)


def test_undo_on_another_photo_turns_to_it(qtbot, dialog, settled):
    drag(dialog.canvas, (0.2, 0.2), (0.4, 0.3))
    first = dialog.shown
    dialog.next.click()
    settled()
    assert dialog.shown != first

    dialog.boxes.undo.undo()

    assert dialog.boxes.of(first) == ()
    dialog.boxes.undo.redo()
    assert dialog.shown == first
    assert len(dialog.canvas.boxes) == 1


def test_what_is_confirmed_is_hidden_and_nothing_else(dialog, reviewed, out, settled, tmp_path):
    drag(dialog.canvas, (0.25, 0.25), (0.75, 0.75))
    (box,) = dialog.canvas.boxes
    dialog.next.click()
    settled()
    dialog.write.click()
    settled()

    (pack,) = out.iterdir()
    with zipfile.ZipFile(pack) as archive:
        (name,) = (name for name in archive.namelist() if name.startswith("photos/pickup"))
        with PIL.Image.open(archive.open(name)) as file:
            hidden = file.convert("RGB")
    with PIL.Image.open(tmp_path / "pickup.png") as file:
        whole = file.convert("RGB")
    apart = np.abs(np.asarray(hidden, int) - np.asarray(whole, int)).max(axis=2) > 2
    rows, columns = np.nonzero(apart)
    height, width = apart.shape
    assert columns.min() >= box[0] * width - 1
    assert rows.max() <= box[3] * height + 1
    assert apart[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4].mean() > 0.5

    # The pack in the other language begins with what was confirmed.
    reviewed.detail.header.export_wanted.emit("ko", True)
    settled()
    assert reviewed.privacy.dialog.canvas.boxes == (box,)
    reviewed.privacy.dialog.reject()


def test_a_photo_that_cannot_be_read_bars_the_writing(reviewed, out, settled):
    rental = reviewed.work.rental
    (pickup,) = rental.state.of(Phase.PICKUP)
    rental.files[pickup.sha256].write_bytes(b"no photo")
    reviewed.detail.header.export_wanted.emit("en", True)
    settled()
    dialog = reviewed.privacy.dialog
    dialog.next.click()
    settled()

    assert not dialog.write.isEnabled()
    assert "cannot be" in dialog.progress.text()
    dialog.reject()


def test_the_search_tells_photo_by_photo_also_what_cannot_be_read(tmp_path):
    good = draw_vehicle(tmp_path / "good.png", BLUE)
    told = []

    run_here(FindPrivate({"a": good, "b": tmp_path / "gone.png"}), told.append)

    assert [dataclasses.replace(one, boxes=(), error=None) for one in told] == [
        FoundPrivate("a"),
        FoundPrivate("b"),
    ]
    assert [one.error is None for one in told] == [True, False]


def test_every_control_of_the_dialog_has_a_name(dialog):
    widgets = [dialog.canvas, dialog.photos, *vars(dialog.tools).values()]
    named = [one for one in widgets if hasattr(one, "accessibleName")]

    assert all(one.accessibleName() or one.text() for one in named)
