"""The lanes of background threads that the window has."""

from __future__ import annotations

from PySide6.QtCore import QObject

from carinspect.ui.job_runner import JobRunner


class Lanes(QObject):
    """Where jobs run.

    Attributes:
        inspect: one thread; the networks are asked one photo at a time.
        load: one thread for pixels and folders, so that pictures do not wait for verdicts.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.inspect = JobRunner("inspect", threads=1, parent=self)
        self.load = JobRunner("load", threads=1, parent=self)

    def shutdown(self) -> None:
        """Cancel all that runs and wait for it; the last act before the application quits."""
        self.inspect.shutdown()
        self.load.shutdown()
