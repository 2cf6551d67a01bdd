"""The window stays smooth while a run reports ten times a second and more."""

import gc

import pytest

from tests.fake_training import WAIT_MS, edit
from tests.watchdog import Watchdog


@pytest.fixture(autouse=True)
def only_its_own_heap():
    """What a thousand tests before left on the heap is not the window's to look through."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.slow  # measures processor time: not beside a thousand other tests
def test_the_window_never_stalls_while_it_trains(qtbot, ready, fake):
    """Best of six: what the window itself does too slowly, it does each time."""
    fake.pause_s = 0.04
    edit(ready.train.form, "epochs", "40")
    longest = []
    for _n in range(6):
        watchdog = Watchdog()
        ready.train.start.click()
        qtbot.waitUntil(lambda: not ready.train.control.busy, timeout=WAIT_MS)
        longest.append(watchdog.longest_work_s)
        watchdog.deleteLater()
        if longest[-1] <= 0.05:
            break

    assert len(ready.train.control.history) == 40
    assert min(longest) <= 0.05, [f"{1000 * one:.0f} ms" for one in longest]
