"""Qt's classes, made before a thread of a job asks for them.

PySide6 makes a Python class of Qt when it is first asked for (6.11), and two threads that ask at
once crash the program. pyqtgraph asks for all of them while it is imported, in a background
thread, beside a window that is asking too: so the window makes them all before.
"""

from __future__ import annotations

import time
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, QTimer, Signal

_TURN_S: Final = 0.005


class QtClasses(QObject):
    """Makes them a few at a time: all of them take a tenth of a second.

    Signals:
        made: all are made.
    """

    made = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left = [
            (module, name) for module in (QtCore, QtGui, QtWidgets) for name in dir(module)
        ]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._make_some)
        self._timer.start(0)

    def _make_some(self) -> None:
        end = time.perf_counter() + _TURN_S
        while self._left and time.perf_counter() < end:
            getattr(*self._left.pop())
        if not self._left:
            self._timer.stop()
            self.made.emit()
