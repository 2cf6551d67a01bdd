"""One handover from the first photo to the signature, in the real window on real records."""

import zipfile

from PySide6.QtCore import Qt
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
from carinspect.ui.rental import rental_page
from tests.drops import drop, mime_of
from tests.rental_photos import BLUE, RED
from tests.signatures import sign

WAIT_MS = 60_000


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
