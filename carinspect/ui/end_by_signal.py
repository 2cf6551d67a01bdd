"""The end of a session, or Ctrl+C in a terminal, closes the window as its button does."""

from __future__ import annotations

import contextlib
import signal
import socket
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_ENDS: Final = (signal.SIGINT, signal.SIGTERM)


class EndBySignal(QObject):
    """Turns SIGTERM and SIGINT into a Qt signal.

    Signals:
        wanted: the process is asked to end.
    """

    wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Python runs its handlers between two lines of Python, and an idle event loop runs none:
        # the C handler writes to this socket, which wakes the loop.
        self._ear, self._mouth = socket.socketpair()
        self._ear.setblocking(False)  # noqa: FBT003
        self._mouth.setblocking(False)  # noqa: FBT003
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._wakeup = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _nothing) for number in _ENDS}

    def close(self) -> None:
        """Leave everything as it was before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ear.close()
        self._mouth.close()

    def _on_byte(self) -> None:
        with contextlib.suppress(BlockingIOError):
            if set(self._ear.recv(64)) & set(_ENDS):
                self.wanted.emit()


def _nothing(*_arguments: object) -> None:
    pass
