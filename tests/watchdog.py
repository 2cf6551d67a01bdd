"""How long the window's event loop was away."""

from __future__ import annotations

import contextlib
import time
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
