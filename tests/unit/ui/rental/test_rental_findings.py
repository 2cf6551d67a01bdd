"""Comparing, looking at both photos, deciding."""

import pytest

from carinspect.core.rental import Phase
from carinspect.ui.rental import rental_page

WAIT_MS = 60_000


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


def test_comparing_again_asks_before_decisions_are_set_aside(monkeypatch, reviewed, settled, state):
    asked = []
    monkeypatch.setattr(rental_page, "ask_to_compare_again", lambda *_args: asked.append(1))
    before = state().comparison.id
    reviewed.compare()
    settled()

    assert asked == [1]
    assert state().comparison.id == before
