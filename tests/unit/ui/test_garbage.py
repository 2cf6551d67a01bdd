"""Cycles are collected by the GUI thread, whatever other threads allocate."""

import gc
import threading

from carinspect.ui.garbage import GuiGarbage

LIMIT_MS = 5000


class Dying:
    """Part of a cycle; notes the thread that it dies in."""

    def __init__(self, threads):
        self._threads, self.cycle = threads, self

    def __del__(self):
        self._threads.append(threading.current_thread())


def allocate():
    for _ in range(50_000):
        _cycle = []
        _cycle.append(_cycle)


def test_a_background_thread_collects_nothing(qtbot, qapp):
    died = []
    garbage = GuiGarbage(qapp)
    Dying(died)
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert died == []

    qtbot.waitUntil(lambda: died != [], timeout=LIMIT_MS)
    garbage.stop()

    assert died == [threading.main_thread()]


def test_the_collection_is_given_back(qapp):
    gc.enable()
    garbage = GuiGarbage(qapp)
    assert not gc.isenabled()

    garbage.stop()

    assert gc.isenabled()
