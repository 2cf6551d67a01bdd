"""The window stays smooth while a run reports ten times a second and more."""

import pytest

from tests.fake_training import WAIT_MS, edit
from tests.watchdog import assert_smooth


@pytest.mark.slow  # measures processor time: not beside a thousand other tests
def test_the_window_never_stalls_while_it_trains(qtbot, ready, fake):
    fake.pause_s = 0.04
    edit(ready.train.form, "epochs", "40")

    def train():
        ready.train.start.click()
        qtbot.waitUntil(lambda: not ready.train.control.busy, timeout=WAIT_MS)

    assert_smooth(train, times=6)
    assert len(ready.train.control.history) == 40
