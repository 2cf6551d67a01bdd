"""The three first steps are ticked off as they are done, and then go for good."""

import pytest

from carinspect.core.inspection import Outcome
from carinspect.ui.help.help_window import HelpWindow
from tests.window_fixtures import WAIT_MS


def test_the_steps_are_ticked_off_as_they_are_done(qtbot, page, inspect, draw, workspace):
    steps = page.first_steps
    assert steps.isVisible()
    inspect(draw(Outcome.DAMAGED))
    assert steps.done == {1}
    page.area.toggle_heat_map()
    assert steps.done == {1, 2}
    assert workspace.settings.first_steps
    page.handlers()["correct_undamaged"]()
    qtbot.waitUntil(lambda: steps.done == {1, 2, 3}, timeout=WAIT_MS)

    assert not workspace.settings.first_steps
    assert "F1" in steps._words[-1].text()


def test_whoever_knows_the_way_closes_them_for_good(page, workspace):
    page.first_steps.close_button.click()
    assert not page.first_steps.isVisible()
    assert not workspace.settings.first_steps


def test_they_explain_themselves(window, page):
    page.first_steps.help.click()
    (guide,) = window.findChildren(HelpWindow)
    assert guide.place.address == "first-steps"
    guide.close()


@pytest.mark.parametrize("code", ["en", "ko"])
def test_readers_of_the_screen_hear_what_is_done(window, page, code):
    window.language_chosen.emit(code)
    page.first_steps.tick(2)
    names = [label.accessibleName() for label in page.first_steps._words]
    assert ("done" if code == "en" else "완료") in names[1]
    assert "(" not in names[0]
