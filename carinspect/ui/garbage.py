"""Garbage is collected in the GUI thread alone.

Python collects cycles in whatever thread happens to allocate. A cycle may hold widgets, and one
that a background thread destroys leaves Qt with pointers to nothing: the program dies at the next
change of its style sheet, long after.
"""

from __future__ import annotations

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
_WHOLE_HEAP_EVERY_S: Final = 30.0
"""The oldest generation takes tens of milliseconds."""


class GuiGarbage(QObject):
    """Takes over from Python's automatic collection until :meth:`stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._last_whole_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(_EVERY_MS)
        gc.disable()

    def stop(self) -> None:
        """Collect what is left, and give the collection back; no thread may run any more."""
        self._timer.stop()
        gc.collect()
        if self._was_enabled:
            gc.enable()

    def _collect(self) -> None:
        counts, limits = gc.get_count(), gc.get_threshold()
        late = time.monotonic() - self._last_whole_s > _WHOLE_HEAP_EVERY_S
        if counts[2] > limits[2] and late:
            gc.collect()
            self._last_whole_s = time.monotonic()
        elif counts[1] > limits[1]:
            gc.collect(1)
        elif counts[0] > limits[0]:
            gc.collect(0)
