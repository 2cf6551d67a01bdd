"""Who works at this window, for all of its parts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from carinspect.core.errors import CarInspectError
from carinspect.core.user import User
from carinspect.services.sign_in import Presence, WhoWorksHere
from carinspect.services.workspace import Workspace
from carinspect.ui.job_runner import JobHandle, JobRunner


class CurrentUser(QObject):
    """Knows the user; the records are asked in their lane.

    Signals:
        changed: the :class:`User` who works here now; None where nobody is signed in.
        unknown: nobody is signed in although there are users: they have to be asked.
        failed: why the records cannot be opened, a :class:`CarInspectError`.
    """

    changed = Signal(object)
    unknown = Signal()
    failed = Signal(object)

    def __init__(self, lane: JobRunner, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._lane = lane
        self._workspace = workspace
        self._user: User | None = None
        self._job: JobHandle | None = None

    @property
    def user(self) -> User | None:
        return self._user

    def ask(self) -> None:
        """Find out who works here."""
        job = self._lane.submit(WhoWorksHere(self._workspace))

        def on_found(presence: Presence) -> None:
            # Somebody may have signed in since it was asked.
            if self._job is job:
                self._on_found(presence)

        job.succeeded.connect(on_found)
        job.failed.connect(self._on_failed)
        self._job = job

    def take(self, user: User | None) -> None:
        """``user`` works here from now on."""
        self._job = None
        self._user = user
        self.changed.emit(user)

    def _on_found(self, presence: Presence) -> None:
        self.take(presence.user)
        if presence.user is None:
            self.unknown.emit()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self.failed.emit(error)
