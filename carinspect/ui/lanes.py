"""The lanes of background threads that the window has."""

from __future__ import annotations

from PySide6.QtCore import QObject

from carinspect.jobs.engine import Engine
from carinspect.ui.job_runner import JobRunner


class Lanes(QObject):
    """Where jobs run.

    Attributes:
        inspect: one thread; the networks are asked one photo at a time.
        load: one thread for pixels and folders, so that pictures do not wait for verdicts.
        records: one thread for the database and what is written from it.
        upkeep: one thread for backups and verifications, so that nothing waits for them.
        folder: one thread that conducts a folder inspection, which has threads of its own.
        train: one thread that waits for the engine; a training run and what needs TensorFlow.
        engine: the child process of ``train``, for ``InEngine(job, lanes.engine)``.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.engine = Engine()
        self.inspect = JobRunner("inspect", threads=1, parent=self)
        self.load = JobRunner("load", threads=1, parent=self)
        self.records = JobRunner("records", threads=1, parent=self)
        self.upkeep = JobRunner("upkeep", threads=1, parent=self)
        self.folder = JobRunner("folder", threads=1, parent=self)
        self.train = JobRunner("train", threads=1, parent=self)

    def shutdown(self) -> None:
        """Cancel all that runs and wait for it; the last act before the application quits."""
        first = (self.train, self.folder, self.upkeep)
        for lane in (*first, self.inspect, self.load, self.records):
            lane.shutdown()
        self.engine.close()
