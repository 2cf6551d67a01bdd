"""One handover from the first photo to the signature, in the real window on real records."""

import zipfile

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QListView,
    QSlider,
    QTabBar,
    QTableView,
)

from carinspect.core.comparison import Consent, Newness
from carinspect.core.rental import Phase, View
from carinspect.core.rental_state import RentalStage
from carinspect.services.rentals import NewRental, RentalDesk
from carinspect.ui import forgetter
from carinspect.ui.rental import photos_panel, rental_page
from tests.drops import drop, mime_of
from tests.rental_photos import BLUE, RED, draw_vehicle

WAIT_MS = 60_000


@pytest.fixture
def page(window):
    window.show_page("rentals")
    page = window.page("rentals")
    yield page
    page.close_customer()


@pytest.fixture
def settled(qtbot, session, page):
    def settled():
        lanes = session.lanes
        every = (lanes.records, lanes.load, lanes.inspect)
        qtbot.waitUntil(lambda: not any(lane.busy for lane in every), timeout=WAIT_MS)

    return settled


@pytest.fixture
def state(page):
    return lambda: page.work.rental.state


@pytest.fixture
def opened(page, settled):
    page.work.begin(NewRental("R-1", "12가 3456", "Kona", "C-77"))
    settled()
    return page


@pytest.fixture
def vehicle(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return lambda name, *look, **more: draw_vehicle(folder / name, *look, **more)


@pytest.fixture
def returned(opened, vehicle, settled):
    """A rental whose front came back red, which the fake inspector takes for damage."""
    opened.work.add(Phase.PICKUP, (vehicle("front.png", BLUE),), View.FRONT)
    settled()
    opened.work.add(Phase.RETURN, (vehicle("IMG_2.png", RED, shift=6),), View.FRONT)
    settled()
    return opened


@pytest.fixture
def compared(returned, settled):
    returned.compare()
    settled()
    return returned


@pytest.fixture
def reviewed(compared, settled, state):
    for found in state().comparison.findings:
        compared.work.review(found.id, Newness.NEW, "")
        settled()
    return compared


def test_a_handover_from_the_first_photo_to_the_evidence(  # noqa: PLR0915, PLR0917
    qtbot, monkeypatch, tmp_path, page, vehicle, settled, state
):
    page.begin_rental()
    page.dialog.number.setText("R-7")
    page.dialog.plate.setText("34나 5678")
    page.dialog.begin.click()
    settled()
    assert state().stage is RentalStage.OPENED
    assert page.dialog is None or not page.dialog.isVisible()

    # Pickup photos are dropped anywhere; names that speak are proposed, a person accepts.
    photos = [vehicle("front.png", BLUE, 1), vehicle("left side.png", BLUE, 2)]
    assert drop(page, mime_of(*photos))
    settled()
    panel = page.detail.photos
    assert len(panel.tray.tray.proposals()) == 2
    panel.accept.click()
    settled()
    assert {photo.view for photo in state().of(Phase.PICKUP)} == {View.FRONT, View.LEFT}

    # Return photos say nothing by their names; their looks do.
    page.detail.go_to(1)
    returned = [vehicle("IMG_1.png", RED, 1, shift=5), vehicle("IMG_2.png", BLUE, 2, shift=4)]
    assert drop(page, mime_of(*returned))
    settled()
    proposed = {one.photo.name: one for one in panel.tray.tray.proposals()}
    assert proposed["IMG_1.png"].view is View.FRONT
    assert proposed["IMG_2.png"].view is View.LEFT
    assert all(one.clear and one.matches >= 20 for one in proposed.values())
    panel.accept.click()
    settled()
    assert state().stage is RentalStage.RETURNED

    page._context.actions["compare"].trigger()
    settled()
    assert page.detail.shows_findings
    findings = state().comparison.findings
    assert findings
    assert state().stage is RentalStage.COMPARED
    assert not page.detail.header.customer.isEnabled()

    # Each finding is decided on by keyboard: an answer, then Return.
    listed = page.detail.findings.list
    page.window().activateWindow()
    for _finding in findings:
        listed.setFocus()
        qtbot.waitUntil(listed.hasFocus, timeout=WAIT_MS)
        qtbot.keyClick(listed, Qt.Key.Key_N)
        page.detail.findings.form.comment.setText("seen")
        page.detail.findings.form.keep.click()
        settled()
    assert state().stage is RentalStage.REVIEWED
    reviews = [found.reviews[-1] for found in state().comparison.findings]
    assert {(review.newness, review.comment) for review in reviews} == {(Newness.NEW, "seen")}

    page.show_customer()
    customer = page.customer
    customer.languages.setCurrentIndex(customer.languages.findData("ko"))
    customer.languages.activated.emit(customer.languages.currentIndex())
    assert customer.answer.answers[Consent.AGREE].text() == "동의합니다"
    assert "새로운 손상" in customer.findings.words.text()
    assert page.detail.header.compare.text() == "Compare", "the clerk's window keeps its language"
    customer.answer.answers[Consent.OBJECT].click()
    assert not customer.answer.finish.isEnabled(), "an objection needs words"
    customer.answer.comment.setText("그 흠집은 전부터 있었습니다")
    sign(qtbot, customer.answer.pad)
    customer.answer.finish.click()
    settled()
    statement = state().statement
    assert (statement.consent, statement.language) == (Consent.OBJECT, "ko")
    assert statement.signature.startswith(b"\x89PNG")
    assert "감사합니다" in customer._thanks.text()

    out = tmp_path / "evidence"
    out.mkdir()
    monkeypatch.setattr(rental_page, "ask_evidence_folder", lambda *_args: out)
    page.detail.header.export_wanted.emit("ko", False)
    settled()
    (pack,) = out.iterdir()
    assert zipfile.is_zipfile(pack)

    monkeypatch.setattr(rental_page, "ask_to_close_rental", lambda *_args: True)
    page.detail.header.close_rental.click()
    settled()
    assert state().stage is RentalStage.CLOSED
    assert page.customer is None
    assert not page.detail.header.compare.isEnabled()
    assert not page.detail.findings.form.keep.isEnabled()


def sign(qtbot, pad):
    left = Qt.MouseButton.LeftButton
    for x in (20, 60):
        qtbot.mousePress(pad, left, pos=QPoint(x, 20))
        qtbot.mouseMove(pad, QPoint(x + 20, 60))
        qtbot.mouseRelease(pad, left, pos=QPoint(x + 20, 60))


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


def test_a_comparison_can_be_stopped(returned, settled, state, qtbot, inspector):
    inspector._pause_s = 0.3
    returned.compare()
    assert returned.work.busy
    assert returned.busy_text()
    returned.handlers()["stop"]()
    settled()

    assert not returned.work.busy
    assert state().comparison is None


def test_changed_photos_ask_to_be_compared_again(compared, settled, state):
    (photo,) = state().of(Phase.RETURN)
    compared.work.take_out([photo])
    settled()
    compared.work.undo.undo()
    settled()
    compared.detail.go_to(2)

    assert state().outdated
    assert "changed" in compared.detail.findings.title.text()
    assert compared.detail.findings.compare.isEnabled()


def test_what_is_looked_at_is_shown_on_both_photos(qtbot, compared):
    comparator = compared.detail.findings.comparator
    pickup, back = comparator.panes[Phase.PICKUP].view, comparator.panes[Phase.RETURN].view
    qtbot.waitUntil(lambda: not pickup.image.isNull() and not back.image.isNull(), timeout=WAIT_MS)
    comparator.fit()
    assert pickup.place.zoom == pytest.approx(1, abs=0.01)

    for _time in range(4):
        back.zoom_in()
    assert pickup.place.zoom == pytest.approx(back.place.zoom, rel=0.02)
    assert [mark.words[0] for mark in (*back.marks, *pickup.marks)] == ["1", "1"]


def test_the_photos_blink_and_swipe(qtbot, compared, settled):
    comparator = compared.detail.findings.comparator
    assert not comparator.blink.blinking, "nothing moves unasked"

    compared.handlers()["blink"]()
    settled()
    assert comparator.laid_over
    qtbot.waitUntil(lambda: comparator.blink.blinking, timeout=WAIT_MS)
    first = comparator.blink.pickup_shows
    comparator.bar.pace.setValue(comparator.bar.pace.maximum())
    qtbot.waitUntil(lambda: comparator.blink.pickup_shows is not first, timeout=WAIT_MS)

    comparator.bar.swipe.setValue(20)
    assert not comparator.blink.blinking
    compared.handlers()["blink"]()
    assert not comparator.laid_over


def test_who_wants_no_motion_gets_one_step_a_press(monkeypatch, compared, settled):
    monkeypatch.setattr("carinspect.ui.rental.blink_view.moving_is_wanted", lambda: False)
    comparator = compared.detail.findings.comparator
    comparator.toggle_over()
    settled()

    assert not comparator.blink.blinking
    before = comparator.blink.pickup_shows
    comparator.blink.set_blinking(on=True)
    assert comparator.blink.pickup_shows is not before


def test_the_customers_signature_can_be_taken_back(qtbot, reviewed):
    reviewed.show_customer()
    pad, answer = reviewed.customer.answer.pad, reviewed.customer.answer
    sign(qtbot, pad)
    whole = pad.to_png()
    answer.undo.click()
    assert pad.to_png() not in {whole, b""}
    answer.clear.click()
    assert pad.to_png() == b""
    assert not answer.undo.isEnabled()


def test_the_customer_sees_no_other_rental(reviewed):
    reviewed.show_customer()
    assert reviewed.customer.vehicle.text().split() == ["12가", "3456", "Kona", "R-1"]
    assert reviewed.customer.window() is not reviewed.window()


def test_a_later_decision_is_told_after_the_customer_spoke(reviewed, settled, state):
    reviewed.show_customer()
    reviewed.customer.answer.answers[Consent.AGREE].click()
    reviewed.customer.answer.finish.click()
    settled()
    assert "agrees" in reviewed.detail.header.next_step.text()

    found = state().comparison.findings[0]
    reviewed.work.review(found.id, Newness.ALREADY_THERE, "")
    settled()
    assert "changed" in reviewed.detail.header.next_step.text()


def test_the_page_speaks_the_other_language_and_theme(session, compared, window):
    window.language_chosen.emit("ko")
    window.theme_chosen.emit("dark")
    try:
        assert compared.detail.header.compare.text() == "비교"
        assert compared.list.new.text() == "새 대여…"
    finally:
        window.language_chosen.emit("en")
        window.theme_chosen.emit("light")


def test_every_control_has_a_name(reviewed):
    reviewed.show_customer()
    controls = (QAbstractButton, QLineEdit, QComboBox, QSlider, QListView, QTableView)
    nameless = [
        (type(widget).__name__, widget.objectName())
        for root in (reviewed, reviewed.customer)
        for kind in controls
        for widget in root.findChildren(kind)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
        # What Qt itself puts into its widgets.
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QLineEdit | QComboBox | QTabBar | QTableView)
        and not isinstance(widget.parent().parent(), QComboBox)
    ]
    assert nameless == []


def test_a_finger_signs_too(qtbot, reviewed):
    reviewed.show_customer()
    pad = reviewed.customer.answer.pad
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(0, QPoint(20, 20), pad)
    QTest.touchEvent(pad, device).move(0, QPoint(60, 50), pad)
    QTest.touchEvent(pad, device).release(0, QPoint(60, 50), pad)

    assert not pad.is_empty


def test_comparing_again_asks_before_decisions_are_set_aside(monkeypatch, reviewed, settled, state):
    asked = []
    monkeypatch.setattr(rental_page, "ask_to_compare_again", lambda *_args: asked.append(1))
    before = state().comparison.id
    reviewed.compare()
    settled()

    assert asked == [1]
    assert state().comparison.id == before


def test_the_page_shows_what_another_counter_did(compared, session, settled, state, workspace):
    found = state().comparison.findings[0]
    other = RentalDesk(workspace.records(), "lee")
    other.review("R-1", found.id, Newness.ALREADY_THERE)
    compared.work.reload()
    settled()

    assert "lee" in compared.detail.findings.list.item(0).text()


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
