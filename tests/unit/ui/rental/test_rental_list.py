"""Finding and beginning rentals."""

from PySide6.QtCore import Qt

from carinspect.core.comparison import Newness
from carinspect.services.rentals import NewRental, RentalDesk
from carinspect.ui import forgetter

WAIT_MS = 60_000


def test_rentals_are_found_as_one_types(qtbot, opened, settled):
    opened.work.begin(NewRental("X-2", "99하 1111"))
    settled()
    opened.leave()
    settled()
    assert [one.rental.number for one in opened.list.model.rentals] == ["X-2", "R-1"]

    opened.list.field.setText("3456")
    qtbot.waitUntil(lambda: len(opened.list.model.rentals) == 1, timeout=WAIT_MS)
    qtbot.keyClick(opened.list.field, Qt.Key.Key_Return)
    settled()
    assert opened.work.number == "R-1"


def test_a_search_without_a_hit_offers_to_begin_that_rental(qtbot, page, settled):
    page.list.field.setText("R-99")
    page.list.search()
    settled()
    assert "R-99" in page.list._title.text()

    page.begin_rental()
    assert page.dialog.number.text() == "R-99"
    page.dialog.reject()


def test_a_number_that_is_taken_is_told_in_the_dialog(opened, settled):
    opened.leave()
    opened.begin_rental()
    opened.dialog.number.setText("R-1")
    opened.dialog.begin.click()
    settled()

    assert "R-1" in opened.dialog.message.text()
    assert opened.dialog.begin.isEnabled()
    opened.dialog.reject()


def test_the_page_shows_what_another_counter_did(compared, session, settled, state, workspace):
    found = state().comparison.findings[0]
    other = RentalDesk(workspace.records(), "lee")
    other.review("R-1", found.id, Newness.ALREADY_THERE)
    compared.work.reload()
    settled()

    assert "lee" in compared.detail.findings.list.item(0).text()


def test_a_manager_forgets_a_rental_after_a_question(reviewed, settled, window, monkeypatch):
    asked = []

    def answer(wanted):
        def ask(_parent, plan, *, is_rental):
            asked.append((plan.what, plan.photos, is_rental))
            return wanted

        monkeypatch.setattr(forgetter, "ask_to_forget", ask)

    button = reviewed.detail.header.forget
    assert button.isVisible()
    answer(wanted=False)
    button.click()
    settled()
    assert reviewed.work.rental is not None

    answer(wanted=True)
    button.click()
    settled()
    settled()

    assert asked == [("R-1", 2, True)] * 2
    assert reviewed.work.rental is None
    assert "R-1 was forgotten" in window.messages.text
    assert reviewed.list.model.rentals == ()
