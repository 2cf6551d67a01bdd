"""The customer's screen."""

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from carinspect.core.comparison import Consent, Newness
from tests.signatures import sign

WAIT_MS = 60_000


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


def test_a_finger_signs_too(qtbot, reviewed):
    reviewed.show_customer()
    pad = reviewed.customer.answer.pad
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(0, QPoint(20, 20), pad)
    QTest.touchEvent(pad, device).move(0, QPoint(60, 50), pad)
    QTest.touchEvent(pad, device).release(0, QPoint(60, 50), pad)

    assert not pad.is_empty
