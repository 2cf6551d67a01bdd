"""Photos of a rental: added, named, moved, taken out, looked at."""

from PySide6.QtCore import Qt

from carinspect.core.rental import Phase, View
from carinspect.ui.rental import photos_panel
from tests.drops import drop, mime_of
from tests.rental_photos import BLUE

WAIT_MS = 60_000


def test_photos_that_are_known_or_broken_are_told(opened, vehicle, settled, window, tmp_path):
    first = vehicle("a.png", BLUE)
    broken = tmp_path / "broken.jpg"
    broken.write_text("words")
    opened.work.add(Phase.PICKUP, (first,))
    settled()
    opened.work.add(Phase.RETURN, (first, broken))
    settled()

    assert "a.png" in window.messages.text
    assert "broken.jpg" in window.messages.text


def test_a_view_is_chosen_by_combo_by_click_and_by_drag_and_taken_back(
    qtbot, opened, vehicle, settled, state
):
    opened.work.add(Phase.PICKUP, (vehicle("IMG_1.png", BLUE),))
    settled()
    panel = opened.detail.photos

    def view():
        return state().of(Phase.PICKUP)[0].view

    panel.diagram.parts[View.REAR].click()
    settled()
    assert view() is View.REAR

    panel.view.setCurrentIndex(panel.view.findData(View.ROOF))
    panel.view.activated.emit(panel.view.currentIndex())
    settled()
    assert view() is View.ROOF

    mime = panel.tray.tray.mimeData([panel.tray.tray.index(0)])
    assert drop(panel.diagram.parts[View.LEFT], mime)
    settled()
    assert view() is View.LEFT
    assert "Pickup 1" in panel.diagram.parts[View.LEFT].accessibleName()
    assert "Still missing" in panel.missing.text()

    for expected in (View.ROOF, View.REAR, None):
        opened.work.undo.undo()
        settled()
        assert view() is expected
    opened.work.undo.redo()
    settled()
    assert view() is View.REAR


def test_photos_taken_out_come_back(returned, settled, state, window):
    panel = returned.detail.photos
    returned.detail.go_to(0)
    panel.take_out_selected()
    settled()
    assert state().of(Phase.PICKUP) == ()

    window.messages._action.click()
    settled()
    assert [photo.view for photo in state().of(Phase.PICKUP)] == [View.FRONT]


def test_files_dropped_on_a_part_show_that_part(opened, vehicle, settled, state):
    part = opened.detail.photos.diagram.parts[View.WHEELS]
    assert drop(part, mime_of(vehicle("IMG_3.png", BLUE)))
    settled()
    assert [photo.view for photo in state().of(Phase.PICKUP)] == [View.WHEELS]


def test_arrow_keys_walk_round_the_vehicle(qtbot, opened):
    parts = opened.detail.photos.diagram.parts
    parts[View.ROOF].setFocus()
    seen = [View.ROOF]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down):
        qtbot.keyClick(parts[seen[-1]], key)
        seen += [view for view, part in parts.items() if part.hasFocus()]
    assert seen[1:4] == [View.WINDSCREEN, View.FRONT, View.FRONT_LEFT]


def test_a_photo_is_looked_at_large_and_left_again(qtbot, returned, settled):
    returned.detail.go_to(0)
    tray = returned.detail.photos.tray
    tray.activated.emit(tray.tray.index(0))
    settled()
    assert returned.detail._stack.currentWidget() is returned.detail.large

    returned.handlers()["stop"]()
    assert returned.detail._stack.currentWidget() is returned.detail.photos
    returned.handlers()["stop"]()
    assert returned.work.rental is None


def test_photos_are_chosen_where_the_last_ones_lay(monkeypatch, opened, vehicle, settled, state):
    asked = []
    photo = vehicle("rear.png", BLUE)
    monkeypatch.setattr(
        photos_panel, "ask_photos", lambda _parent, folder: (asked.append(folder), (photo,))[1]
    )
    opened.handlers()["open_photos"]()
    settled()
    opened.handlers()["open_photos"]()
    settled()

    assert asked == ["", str(photo.parent)]
    assert len(state().photos) == 1


def test_photos_that_come_without_a_rental_are_told(page, settled, window, vehicle):
    page.take_photos((str(vehicle("a.png", BLUE)),))

    assert "Open the rental" in window.messages.text


def test_nothing_is_dropped_into_the_list_or_what_is_final(page, reviewed, settled, vehicle):
    photo = vehicle("late.png", BLUE)
    reviewed.work.close_rental()
    settled()
    assert not drop(reviewed, mime_of(photo))
    reviewed.leave()
    assert not drop(reviewed, mime_of(photo))
