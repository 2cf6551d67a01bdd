import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter
from carinspect.services.corrections import open_corrections
from carinspect.storage.inspection_store import InspectionStore
from tests.window_fixtures import WAIT_MS


@pytest.fixture
def kept(qtbot):
    """Waits until this many lines were written."""

    def wait(count):
        qtbot.waitUntil(lambda: len(open_corrections().history()) == count, timeout=WAIT_MS)
        return open_corrections().history()

    return wait


def focus(qtbot, window, page):
    window.activateWindow()
    page.strip.setFocus()
    qtbot.waitUntil(page.strip.hasFocus, timeout=WAIT_MS)  # keys go to the active window only


@pytest.mark.parametrize(
    ("key", "truth"),
    [(Qt.Key.Key_D, Outcome.DAMAGED), (Qt.Key.Key_U, Outcome.UNDAMAGED),
     (Qt.Key.Key_N, Outcome.NOT_A_CAR)],
)  # fmt: skip
def test_one_key_corrects_the_photo_in_view(  # noqa: PLR0917 - fixtures
    qtbot, window, page, inspect, draw, workspace, kept, key, truth
):
    inspect(draw(Outcome.REVIEW))
    focus(qtbot, window, page)
    qtbot.keyClick(page.strip, key)

    assert page.panel.badge.outcome is truth  # at once
    (made,) = kept(1)
    assert (made.said, made.truth, made.model_id) == (Outcome.REVIEW, truth, "fake")
    qtbot.waitUntil(lambda: made.by in page.panel.corrections.note, timeout=WAIT_MS)
    assert "A person must look" in page.panel.corrections.note
    assert page.photos.counts() == {truth: 1}
    assert made.by in page.strip.model().index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_the_word_of_a_person_is_the_review_of_the_record(  # noqa: PLR0917 - fixtures
    qtbot, window, page, inspect, draw, workspace, kept
):
    inspect(draw(Outcome.UNDAMAGED))
    qtbot.waitUntil(lambda: not page.recorder.waiting, timeout=WAIT_MS)
    page.panel.corrections.buttons[Outcome.DAMAGED].click()
    kept(1)

    with workspace.records().database.reading() as connection:
        (record,) = InspectionStore(connection).find(HistoryFilter())
    assert (record.outcome, record.inspection.outcome) == (Outcome.DAMAGED, Outcome.UNDAMAGED)


def test_a_correction_is_undone_and_done_again(qtbot, window, page, inspect, draw, kept):
    inspect(draw(Outcome.UNDAMAGED))
    page.panel.corrections.buttons[Outcome.DAMAGED].click()
    kept(1)
    assert window.messages.text == "1 photo is kept as: Damaged."

    window.actions_table["undo"].trigger()
    assert page.panel.badge.outcome is Outcome.UNDAMAGED
    assert page.panel.corrections.note == ""
    kept(2)
    assert open_corrections().holding() == {}
    window.actions_table["redo"].trigger()
    kept(3)

    assert page.panel.badge.outcome is Outcome.DAMAGED
    assert len(open_corrections().holding()) == 1


def test_undo_brings_the_earlier_word_back(qtbot, window, page, inspect, draw, kept):
    inspect(draw(Outcome.REVIEW))
    buttons = page.panel.corrections.buttons
    buttons[Outcome.DAMAGED].click()
    buttons[Outcome.UNDAMAGED].click()
    kept(2)
    window.actions_table["undo"].trigger()
    kept(3)

    assert page.panel.badge.outcome is Outcome.DAMAGED
    assert buttons[Outcome.DAMAGED].isChecked()
    assert not buttons[Outcome.UNDAMAGED].isChecked()


def test_selected_photos_are_corrected_together(qtbot, window, page, inspect, draw, kept):
    inspect(draw(Outcome.DAMAGED), draw(Outcome.UNDAMAGED), draw(Outcome.REVIEW))
    focus(qtbot, window, page)
    page.strip.selectionModel().select(
        page.photos.index(1), QItemSelectionModel.SelectionFlag.Select
    )
    page.strip.selectionModel().select(
        page.photos.index(2), QItemSelectionModel.SelectionFlag.Select
    )
    rows = page.strip.selected_rows()
    qtbot.keyClick(page.strip, Qt.Key.Key_U)

    kept(len(rows))
    assert len(rows) >= 2
    assert all(page.photos.entry(row).outcome is Outcome.UNDAMAGED for row in rows)


def test_agreeing_is_told_apart_from_correcting(qtbot, page, inspect, draw, kept):
    inspect(draw(Outcome.DAMAGED))
    page.panel.corrections.buttons[Outcome.DAMAGED].click()
    kept(1)

    assert page.panel.corrections.note.startswith("Confirmed by")


def test_it_turns_to_the_next_photo_where_wanted(  # noqa: PLR0917 - fixtures
    qtbot, window, page, inspect, draw, kept, workspace
):
    inspect(draw(Outcome.DAMAGED), draw(Outcome.UNDAMAGED))
    page.strip.go_to(0)
    page.panel.corrections.advance.setChecked(True)
    assert workspace.settings.next_after_correction
    focus(qtbot, window, page)
    qtbot.keyClick(page.strip, Qt.Key.Key_U)

    assert page.strip.current_row() == 1
    kept(1)


def test_a_photo_that_was_replaced_since_keeps_its_verdict(qtbot, window, page, inspect, draw):
    photo = draw(Outcome.DAMAGED)
    inspect(photo)
    qtbot.waitUntil(lambda: not page.recorder.waiting, timeout=WAIT_MS)
    photo.unlink()
    page.panel.corrections.buttons[Outcome.UNDAMAGED].click()
    qtbot.waitUntil(lambda: "not there any more" in window.messages.text, timeout=WAIT_MS)

    assert page.panel.badge.outcome is Outcome.DAMAGED
    assert open_corrections().history() == ()


def test_without_a_verdict_there_is_nothing_to_correct(window, page, inspect, draw):
    inspect(draw(Outcome.ERROR))
    assert page.panel.corrections.isHidden()
    page.handlers()["correct_damaged"]()

    assert window.messages.text == "There is no verdict to correct yet."


def test_the_copied_verdict_names_the_person(qtbot, page, inspect, draw, kept):
    inspect(draw(Outcome.UNDAMAGED))
    page.panel.corrections.buttons[Outcome.DAMAGED].click()
    (made,) = kept(1)

    qtbot.waitUntil(lambda: f"Corrected by {made.by}" in page.panel.words(), timeout=WAIT_MS)
    assert "Damaged" in page.panel.words()
