import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QGuiApplication,
)

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome

WAIT_MS = 10_000


def names(page):
    return [entry.photo.name for entry in page.photos.entries()]


def current(page):
    return page.photos.entry(page.strip.current_row())


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page.strip, key, modifier)


def test_a_verdict_shows_all_that_was_found(page, one_of_each, inspect):
    inspect(one_of_each[0])

    panel = page.panel
    assert panel.badge.outcome is Outcome.DAMAGED
    assert panel._probability.text() == "93%"
    assert panel.scale.sentence().startswith("93% likely damaged; the threshold is 50%.")
    assert "sports car 62%" in panel.bars.accessibleDescription()
    assert "fake" in panel._facts.text()
    assert "12 ms" in panel._facts.text()
    assert "320 × 240" in panel._facts.text()


def test_an_unfit_photo_says_what_to_do_and_claims_nothing(page, draw, inspect):
    inspect(draw(Outcome.RETAKE))

    assert "too dark" in page.panel._flaws.text()
    assert page.panel._damage.isHidden()


def test_a_file_that_cannot_be_read_says_why(qtbot, page, draw, inspect):
    photo = draw(Outcome.ERROR, "letter.jpg")
    inspect(photo)

    assert page.panel.badge.outcome is Outcome.ERROR
    assert "letter.jpg" in page.panel._advice.text()
    qtbot.waitUntil(lambda: "letter.jpg" in page.area.view._message[1], timeout=WAIT_MS)


def test_no_car_shows_no_damage_probability(page, draw, inspect):
    inspect(draw(Outcome.NOT_A_CAR))

    assert page.panel._damage.isHidden()
    assert "toaster 71%" in page.panel.bars.accessibleDescription()


def test_the_photo_shows_large_and_whole(qtbot, page, draw, inspect):
    inspect(draw(Outcome.DAMAGED, size=(1600, 1200)))
    view = page.area.view
    qtbot.waitUntil(lambda: not view.is_preview and not view.image.isNull(), timeout=WAIT_MS)

    middle = view.grab().toImage().pixelColor(view.rect().center())
    assert middle.red() > 150 > middle.blue()
    assert view.fitted


def test_arrows_walk_and_enter_goes_to_what_needs_attention(qtbot, page, one_of_each, inspect):
    inspect(*one_of_each)
    page.strip.go_to(0)

    press(qtbot, page, Qt.Key.Key_Right)
    assert current(page).inspection.outcome is Outcome.UNDAMAGED
    press(qtbot, page, Qt.Key.Key_Left)
    assert page.strip.current_row() == 0

    visited = []
    for _n in range(4):
        press(qtbot, page, Qt.Key.Key_Return)
        visited.append(current(page).inspection.outcome)
    assert visited == [Outcome.REVIEW, Outcome.RETAKE, Outcome.ERROR, Outcome.DAMAGED]


def test_enter_says_so_where_nothing_needs_attention(qtbot, window, page, draw, inspect):
    inspect(draw(Outcome.UNDAMAGED))
    press(qtbot, page, Qt.Key.Key_Return)

    assert window.messages.text == "No other photo needs attention."


def test_space_switches_the_heat_map(qtbot, page, draw, inspect):
    inspect(draw(Outcome.DAMAGED))
    press(qtbot, page, Qt.Key.Key_Space)
    assert page.area.heat_map_on
    press(qtbot, page, Qt.Key.Key_Space)
    assert not page.area.heat_map_on


def test_space_on_a_button_presses_the_button(qtbot, page, draw, inspect):
    inspect(draw(Outcome.DAMAGED))
    button = page.area._buttons["zoom_in"]
    button.setFocus()
    qtbot.waitUntil(button.hasFocus, timeout=2000)
    before = page.area.view.zoom

    qtbot.keyClick(button, Qt.Key.Key_Space)

    assert page.area.view.zoom > before
    assert not page.area.heat_map_on


def test_a_removed_photo_comes_back_by_undo(qtbot, window, page, one_of_each, inspect):
    inspect(*one_of_each)
    page.strip.go_to(2)

    press(qtbot, page, Qt.Key.Key_Delete)
    assert len(page.photos) == 5
    assert all(photo.exists() for photo in one_of_each)
    assert "1 photo was taken off the list" in window.messages.text

    press(qtbot, page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert names(page) == [photo.name for photo in one_of_each]
    assert page.photos.entry(2).inspection.outcome is Outcome.REVIEW

    press(
        qtbot,
        page,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert len(page.photos) == 5


def test_a_cleared_list_shows_the_invitation_again(page, one_of_each, inspect):
    inspect(*one_of_each)
    page.handlers()["remove_all"]()

    assert page.drop_zone.isVisible()
    assert page.drop_zone._recent.count() == 3

    page.handlers()["undo"]()
    assert len(page.photos) == 6
    assert not page.drop_zone.isVisible()


def test_the_summary_counts_and_leads_to_the_photos(page, one_of_each, inspect):
    inspect(*one_of_each)
    page.strip.go_to(0)
    button = page.summary._buttons[Outcome.RETAKE]

    assert button.accessibleName() == "1 Take the photo again"
    button.click()
    assert current(page).inspection.outcome is Outcome.RETAKE


def test_a_stopped_inspection_can_be_taken_up_again(qtbot, page, inspector, draw, inspect):
    inspector._pause_s = 0.05
    photos = [draw(Outcome.UNDAMAGED, f"{n}.png") for n in range(20)]
    page.intake.take_paths(tuple(photos))
    qtbot.waitUntil(lambda: page.photos.counts()[Outcome.UNDAMAGED] >= 1, timeout=WAIT_MS)

    page.handlers()["stop"]()
    qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)
    page.strip.go_to(19)
    assert page.panel.badge.words() == "Not inspected"
    assert "F5" in page.panel._advice.text()

    page.strip.selectAll()
    page.handlers()["inspect_again"]()
    qtbot.waitUntil(lambda: page.photos.counts()[Outcome.UNDAMAGED] == 20, timeout=WAIT_MS)


def test_a_changed_file_is_read_again(qtbot, page, draw, inspect):
    photo = draw(Outcome.DAMAGED, "car.png")
    inspect(photo)
    draw(Outcome.UNDAMAGED, "car.png")

    page.handlers()["inspect_again"]()
    qtbot.waitUntil(lambda: page.panel.badge.outcome is Outcome.UNDAMAGED, timeout=WAIT_MS)

    view = page.area.view
    qtbot.waitUntil(
        lambda: view.grab().toImage().pixelColor(view.rect().center()).blue() > 150,
        timeout=WAIT_MS,
    )


def test_progress_is_shown_and_can_be_cancelled(qtbot, window, page, inspector, draw):
    inspector._pause_s = 0.1
    page.intake.take_paths(tuple(draw(Outcome.UNDAMAGED, f"{n}.png") for n in range(20)))
    qtbot.waitUntil(window.job_bar.isVisible, timeout=WAIT_MS)
    assert "of 20" in window.job_bar._label.text()

    window.job_bar._cancel.click()
    qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)

    assert not window.job_bar.isVisible()
    assert page.photos.counts()[Outcome.UNDAMAGED] < 20


def test_a_missing_model_is_told_and_can_be_tried_again(
    qtbot, window, page, workspace, one_of_each
):
    workspace.failure = CarInspectError(ErrorCode.MODEL_MISSING, model="lite9")
    page.intake.take_paths(one_of_each)
    qtbot.waitUntil(lambda: "lite9" in window.messages.text, timeout=WAIT_MS)
    assert not window.messages._action.isHidden()

    workspace.failure = None
    window.messages._action.click()
    qtbot.waitUntil(lambda: page.photos.counts().total() == 6, timeout=WAIT_MS)


def test_the_verdict_can_be_copied(page, one_of_each, inspect):
    inspect(one_of_each[0])
    page.handlers()["copy"]()

    words = QGuiApplication.clipboard().text()
    assert words.startswith(str(one_of_each[0]))
    assert "Damaged" in words
    assert "93%" in words


def test_actions_that_need_photos_wait_for_them(window, page, one_of_each, inspect):
    assert not window.actions_table["heat_map"].isEnabled()
    inspect(*one_of_each)
    assert window.actions_table["heat_map"].isEnabled()
    assert not window.actions_table["stop"].isEnabled()
    assert not window.actions_table["undo"].isEnabled()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_follows_the_language_at_once(window, page, one_of_each, inspect, language):
    inspect(*one_of_each)
    window.language_chosen.emit("ko" if language == "en" else "en")
    window.language_chosen.emit(language)

    words = {"en": ("Damaged", "6 photos"), "ko": ("손상 있음", "사진 6장")}[language]
    page.strip.go_to(0)
    assert (page.panel.badge.words(), page.summary._label.text()) == words


def test_zooming_in_brings_every_pixel(qtbot, page, draw, inspect):
    inspect(draw(Outcome.DAMAGED, size=(5000, 3000)))
    view = page.area.view
    qtbot.waitUntil(lambda: not view.is_preview and not view.image.isNull(), timeout=WAIT_MS)
    assert view.image.width() < 5000

    view.actual_size()
    qtbot.waitUntil(lambda: view.image.width() == 5000, timeout=WAIT_MS)
    assert view.zoom == pytest.approx(1.0)


def test_a_photo_taken_away_before_its_verdict_leaves_no_trace(qtbot, page, inspector, draw):
    inspector._pause_s = 0.1
    photos = [draw(Outcome.DAMAGED, f"{n}.png") for n in range(3)]
    page.intake.take_paths(tuple(photos))
    qtbot.waitUntil(lambda: len(page.photos) == 3, timeout=WAIT_MS)
    page.handlers()["remove_all"]()
    qtbot.waitUntil(lambda: not page.queue.busy, timeout=WAIT_MS)

    assert page.photos.counts().total() == 0
    page.handlers()["undo"]()
    qtbot.waitUntil(lambda: page.photos.counts()[Outcome.DAMAGED] == 3, timeout=WAIT_MS)


def test_going_to_a_photo_selects_it_alone_whatever_key_was_down(qtbot, page, one_of_each, inspect):
    inspect(*one_of_each)
    press(qtbot, page, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)

    page.strip.go_to(0)
    page.strip.go_to(2)

    assert page.strip.selected_rows() == [2]
