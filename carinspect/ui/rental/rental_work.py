"""What the rentals page does, in the background: every question to the records is a job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from carinspect.core.comparison import CustomerStatement, Newness
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.rental import Phase, RentalPhoto, View
from carinspect.core.rental_state import RentalSummary
from carinspect.core.verdict import Box
from carinspect.jobs.job import Job, Progress
from carinspect.services.add_rental_photos import AddedPhotos, AddRentalPhotos
from carinspect.services.propose_views import ProposeViews
from carinspect.services.rental_jobs import CompareAtDesk, ExportAtDesk
from carinspect.services.rentals import AtDesk, NewRental, RentalAtDesk, RentalDesk, ViewChoice
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.page import PageContext
from carinspect.ui.rental.rental_changes import ChangeViews, TakeOut

R = TypeVar("R")

_SIGN_IN: Final = frozenset(
    {ErrorCode.SIGN_IN_NEEDED, ErrorCode.PIN_NEEDED, ErrorCode.USER_MISSING}
)


class RentalWork(QObject):
    """The rental that is open, and the jobs on it.

    Signals:
        shown: the :class:`RentalAtDesk` as it is now; None where none is open.
        listed: the text that was searched and the rentals found (:class:`RentalSummary`).
        opened: a rental was opened on the page.
        added: :class:`AddedPhotos`.
        proposed: tuple of :class:`ViewProposal`.
        compared: a comparison has ended well.
        exported: path of the evidence pack.
        stated: the customer's statement is kept.
        refused: the :class:`CarInspectError` that a form should show.
        busy_changed: whether something long runs.
    """

    shown = Signal(object)
    listed = Signal(str, object)
    opened = Signal()
    added = Signal(object)
    proposed = Signal(object)
    compared = Signal()
    exported = Signal(object)
    stated = Signal()
    refused = Signal(object)
    busy_changed = Signal()

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._long: JobHandle | None = None
        self._proposing: JobHandle | None = None
        self.rental: RentalAtDesk | None = None
        self.undo = QUndoStack(self)

    @property
    def number(self) -> str:
        """The number of the open rental; empty where none is."""
        return self.rental.state.rental.number if self.rental else ""

    @property
    def busy(self) -> bool:
        """Whether something runs that can be stopped."""
        return self._long is not None

    def search(self, text: str) -> None:
        """List the rentals that contain ``text``."""

        def on_found(found: tuple[RentalSummary, ...]) -> None:
            self.listed.emit(text, found)

        self._ask(lambda desk: desk.find(text), on_found)

    def begin(self, new: NewRental) -> None:
        """Begin a rental and open it; ``refused`` where it cannot be."""
        job = self._submit(AtDesk(self._context.workspace, lambda desk: desk.open(new)))
        job.succeeded.connect(self._on_opened)
        job.failed.connect(self._on_refused)

    def open(self, number: str) -> None:
        """Open a rental."""
        self._ask(lambda desk: desk.load(number), self._on_opened)

    def reload(self) -> None:
        """Look at the open rental anew: another counter may have changed it."""
        self.change(lambda desk, number: desk.load(number))

    def leave(self) -> None:
        """Close the view of the open rental."""
        self._stop_proposing()
        self.rental = None
        self.undo.clear()
        self.shown.emit(None)

    def change(self, act: Callable[[RentalDesk, str], RentalAtDesk]) -> None:
        """Do something with the open rental and show it as it is afterwards."""
        number = self.number
        if number:
            self._ask(lambda desk: act(desk, number), self._on_changed)

    def add(self, phase: Phase, paths: tuple[Path, ...], view: View | None = None) -> None:
        """Add photos to the open rental."""
        if not self._may_add(paths):
            return
        job = AddRentalPhotos(self._context.workspace, self.number, phase, paths, view)
        self._run(self._context.lanes.records, job, self._on_added, _("Adding photos"))

    def _may_add(self, paths: tuple[Path, ...]) -> bool:
        messages = self._context.messages
        if not self.number:
            messages.note(_("Open the rental that the photos belong to first."))
        elif self.busy:
            messages.note(_("Something is still running: wait for it, or stop it with Esc."))
        return bool(paths and self.number and not self.busy)

    def propose(self) -> None:
        """Have the views proposed that nobody has chosen."""
        self._stop_proposing()
        if self.rental is None or self.rental.state.is_closed:
            return
        job = ProposeViews(self.rental.state.photos, dict(self.rental.files))
        # Not among the pictures' jobs: the photo that is looked at must not wait for it.
        handle = self._submit(job, self._context.lanes.inspect)
        handle.succeeded.connect(self.proposed)
        handle.reported.connect(self.proposed)
        handle.failed.connect(self._on_failed)
        handle.finished.connect(self._on_proposing_ended)
        self._proposing = handle

    def _stop_proposing(self) -> None:
        if self._proposing is not None:
            self._proposing.cancel()
            self._proposing = None

    def _on_proposing_ended(self) -> None:
        if self.sender() is self._proposing:
            self._proposing = None

    def choose_views(self, choices: Sequence[ViewChoice]) -> None:
        """Say what photos show; can be undone."""
        changed = [choice for choice in choices if choice.photo.view is not choice.view]
        if changed:
            self.undo.push(ChangeViews(self.change, changed))

    def take_out(self, photos: Sequence[RentalPhoto]) -> None:
        """Take photos out of the rental; can be undone."""
        if photos:
            self.undo.push(TakeOut(self.change, photos))

    def compare(self) -> None:
        """Compare the open rental; stopped by :meth:`stop`."""
        if self.number and not self.busy:
            self._stop_proposing()
            job = CompareAtDesk(self._context.workspace, self.number)
            self._run(self._context.lanes.inspect, job, self._on_compared, _("Comparing"))

    def stop(self) -> None:
        """Stop what takes long."""
        if self._long is not None:
            self._long.cancel()

    def review(self, finding_id: int, newness: Newness, comment: str) -> None:
        """Decide on a finding in the name of the current user."""
        self.change(lambda desk, number: desk.review(number, finding_id, newness, comment))

    def state_customer(self, number: str, statement: CustomerStatement) -> None:
        """Keep what the customer of rental ``number`` said."""

        def on_stated(rental: RentalAtDesk) -> None:
            self._on_changed(rental)
            self.stated.emit()

        job = self._submit(
            AtDesk(self._context.workspace, lambda desk: desk.state_customer(number, statement))
        )
        job.succeeded.connect(on_stated)
        job.failed.connect(self._on_refused)
        job.failed.connect(self._on_failed)

    def close_rental(self) -> None:
        """Make the open rental final."""
        self.undo.clear()
        self.change(lambda desk, number: desk.close(number))

    def export(
        self, folder: Path, language: str, hidden: Mapping[str, tuple[Box, ...]] | None = None
    ) -> None:
        """Write the evidence pack; with ``hidden``, the redacted one, these boxes hidden."""
        if self.number and not self.busy:
            workspace, redacted = self._context.workspace, hidden is not None
            job = ExportAtDesk(workspace, self.number, folder, language, redacted, hidden)
            self._run(
                self._context.lanes.records, job, self.exported.emit, _("Writing the evidence")
            )

    def _ask(self, act: Callable[[RentalDesk], R], then: Callable[[R], object]) -> None:
        job = self._submit(AtDesk(self._context.workspace, act))
        job.succeeded.connect(then)
        job.failed.connect(self._on_failed)

    def _submit(self, job: Job[object], lane: JobRunner | None = None) -> JobHandle:
        return (lane or self._context.lanes.records).submit(job)

    def _run(self, lane: JobRunner, job: Job[R], then: Callable[[R], object], words: str) -> None:
        handle = lane.submit(job)
        self._long = handle

        def on_report(report: object) -> None:
            if isinstance(report, Progress):
                self._context.job_bar.show_progress(words, report.done, report.total)

        handle.reported.connect(on_report)
        handle.succeeded.connect(then)
        handle.failed.connect(self._on_failed)
        handle.cancelled.connect(self.reload)
        handle.finished.connect(self._on_long_ended)
        self._context.job_bar.show_progress(words, 0, None)
        self.busy_changed.emit()

    def _on_long_ended(self) -> None:
        self._long = None
        self._context.job_bar.stop()
        self.busy_changed.emit()

    def _on_opened(self, rental: RentalAtDesk) -> None:
        self.undo.clear()
        self.rental = rental
        self.shown.emit(rental)
        self.opened.emit()
        self.propose()

    def _on_changed(self, rental: RentalAtDesk) -> None:
        # The user may have gone on to another rental meanwhile.
        if rental.state.rental.number == self.number:
            self.rental = rental
            self.shown.emit(rental)

    def _on_added(self, done: AddedPhotos) -> None:
        self._on_changed(done.rental)
        self.added.emit(done)
        self.propose()

    def _on_compared(self, rental: RentalAtDesk) -> None:
        self._on_changed(rental)
        if rental.state.rental.number == self.number:
            self.compared.emit()

    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self.refused.emit(error)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        messages = self._context.messages
        if error.code in _SIGN_IN:
            act = self._context.actions["sign_in"].trigger
            messages.show_error(error, _("Sign in"), act)
        else:
            messages.show_error(error)
        # What was to be undone was not done.
        self.undo.clear()
        if self.number and error.code is not ErrorCode.RENTAL_MISSING:
            self._quietly_reload()

    def _quietly_reload(self) -> None:
        number = self.number
        job = self._submit(AtDesk(self._context.workspace, lambda desk: desk.load(number)))
        job.succeeded.connect(self._on_changed)
