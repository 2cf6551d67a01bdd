"""How long the window's event loop was away."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer


class Watchdog(QObject):
    """Measures the turns of the GUI thread's event loop.

    Attributes:
        longest_s: the longest time away from the loop, less what the threads of this process
            waited for a processor: other programs of the machine are not the window's fault.
        longest_work_s: the most processor time that the GUI thread itself spent in one turn.
    """

    def __init__(self):
        super().__init__()
        self.longest_s = self.longest_work_s = 0.0
        self._last = self._now()
        timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._on_tick)
        timer.start()

    def _on_tick(self):
        now = self._now()
        away, work, waited = (new - old for new, old in zip(now, self._last, strict=True))
        self.longest_s = max(self.longest_s, away - max(0.0, waited))
        self.longest_work_s = max(self.longest_work_s, work)
        self._last = now

    @staticmethod
    def _now():
        return time.perf_counter(), time.thread_time(), _waited_for_a_processor_s()


def _waited_for_a_processor_s():
    total_ns = 0
    for file in Path("/proc/self/task").glob("*/schedstat"):  # Linux only; elsewhere nothing
        with contextlib.suppress(OSError):  # a thread may end meanwhile
            total_ns += int(file.read_text().split()[1])
    return total_ns / 1e9


LIMIT_S = 0.05
"""No turn of the window's event loop takes longer."""


def assert_smooth(work: Callable[[], object], times: int = 4) -> None:
    """Do ``work`` up to ``times`` times: what the window does too slowly, it does each time.

    The processor time of the window's own thread counts, on a heap of its own: what a thousand
    tests left behind is not the window's to look through.
    """
    longest: list[float] = []
    gc.collect()
    gc.freeze()
    try:
        for _number in range(times):
            watchdog = Watchdog()
            work()
            longest.append(watchdog.longest_work_s)
            watchdog.deleteLater()
            if longest[-1] <= LIMIT_S:
                return
    finally:
        gc.unfreeze()
    raise AssertionError(f"{[f'{1000 * one:.0f} ms' for one in longest]}")
