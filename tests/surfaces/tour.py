"""A window that is led through everything it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from carinspect.ui.application import Session
from tests.fake_training import FakeTraining
from tests.fakes import FakeWorkspace

SMALLEST = (1024, 700)
"""The smallest window that is supported."""

LIMIT_MS = 30_000


@dataclass
class Tour:
    """One window with a day's work in it, and where its files lie."""

    session: Session
    workspace: FakeWorkspace
    folder: Path
    training: FakeTraining
    opened: list[QWidget] = field(default_factory=list)

    @property
    def window(self) -> Any:
        return self.session.window

    def page(self, page_id: str) -> Any:
        self.window.show_page(page_id)
        return self.window.page(page_id)

    def until(self, holds: Callable[[], bool]) -> None:
        limit = QDeadlineTimer(LIMIT_MS)
        while not holds():
            assert not limit.hasExpired(), "it did not come about"
            wait(5)

    def settle(self) -> None:
        """Wait until no lane has anything to do."""
        lanes = self.session.lanes
        every = (lanes.records, lanes.load, lanes.inspect, lanes.upkeep, lanes.folder, lanes.train)
        wait(1)
        self.until(lambda: not any(lane.busy for lane in every))

    def show(self, widget: QWidget) -> QWidget:
        """Show a dialog or window until the tour goes on."""
        self.opened.append(widget)
        widget.show()
        self.settle()
        return widget

    def find(self, kind: type[QDialog], act: Callable[[], object]) -> QWidget:
        """The dialog of a kind that ``act`` opens."""
        act()
        self.until(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        return self.show(next(w for w in self.window.findChildren(kind) if w.isVisible()))

    def close(self) -> None:
        """Take away what the last surface opened."""
        while self.opened:
            widget = self.opened.pop()
            widget.close()
            widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@dataclass(frozen=True)
class Surface:
    """One thing the program shows.

    Attributes:
        show: brings it about; what is to be examined.
        classes: the names of the classes that it shows.
    """

    name: str
    show: Callable[[Tour], QWidget]
    classes: tuple[str, ...] = ()
