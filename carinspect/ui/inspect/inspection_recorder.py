"""What was inspected goes into the records, behind the window's back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Inspection
from carinspect.core.texts import error_text
from carinspect.services.record_inspections import Recorded, RecordInspections
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.page import PageContext

_AT_ONCE: Final = 16
"""Saved together, for each saving waits for the disk."""

_SIGN_IN: Final = frozenset(
    {ErrorCode.SIGN_IN_NEEDED, ErrorCode.PIN_NEEDED, ErrorCode.USER_MISSING}
)


class InspectionRecorder(QObject):
    """Saves inspections in the records' lane, in their order; what failed waits to be retried.

    Signals:
        recorded: a :class:`Record` that is kept now.
    """

    recorded = Signal(object)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: list[Inspection] = []
        self._saving = 0
        self._job: JobHandle | None = None
        context.user.changed.connect(self.retry)

    @property
    def waiting(self) -> int:
        """How many inspections are not saved yet."""
        return len(self._waiting)

    def add(self, inspection: Inspection) -> None:
        """Save ``inspection``, unless the user wants none saved or no photo could be read."""
        if self._context.workspace.settings.record and inspection.sha256:
            self._waiting.append(inspection)
            self.retry()

    def retry(self) -> None:
        """Save what waits."""
        if self._job is not None or not self._waiting:
            return
        some = tuple(self._waiting[:_AT_ONCE])
        self._saving = len(some)
        job = self._context.lanes.records.submit(RecordInspections(self._context.workspace, some))
        job.succeeded.connect(self._on_succeeded)
        job.failed.connect(self._on_failed)
        self._job = job

    def waiting_text(self) -> str:
        """What would be lost if the window closed now; empty where nothing would be."""
        if not self._waiting:
            return ""
        return ngettext(
            "{count} inspection is not saved yet.",
            "{count} inspections are not saved yet.",
            len(self._waiting),
        ).format(count=len(self._waiting))

    def _on_succeeded(self, recorded: Recorded) -> None:
        self._job = None
        del self._waiting[: self._saving]
        for record in recorded.records:
            self.recorded.emit(record)
        # A full disk can be emptied; a file that has changed has to be inspected again.
        full = [one for one, error in recorded.left_out if error.code is ErrorCode.CANNOT_WRITE]
        self._waiting += full
        for _inspection, error in recorded.left_out:
            self._tell(error)
        if not full:
            self.retry()

    def _on_failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, CarInspectError):
            raise error
        self._tell(error)

    def _tell(self, error: CarInspectError) -> None:
        messages = self._context.messages
        if error.code in _SIGN_IN:
            act = self._context.actions["sign_in"].trigger
            messages.show_error(error, _("Sign in"), act)
        elif self._waiting:
            messages.show_error(error, _("Save again"), self.retry)
        else:
            messages.warn(error_text(error))
