"""One key says what photos really show; it is kept in the background and can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from carinspect.core.correction import Correction
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.texts import outcome_text
from carinspect.services.corrections import CorrectVerdicts, correction_of
from carinspect.ui.inspect.photo_list import Entry, PhotoList
from carinspect.ui.page import PageContext

Word = tuple[Inspection, Correction | None]


class Corrector(QObject):
    """Corrects the verdicts of photos of the list.

    Signals:
        corrected: the list shows other words than before.
    """

    corrected = Signal()

    def __init__(
        self, context: PageContext, photos: PhotoList, undo: QUndoStack, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._photos, self._undo = context, photos, undo
        self._said: dict[Path, int] = {}
        self._sayings = 0

    def correct(self, entries: Sequence[Entry], truth: Outcome) -> bool:
        """Say that the photos of ``entries`` show ``truth``; False where none has a verdict."""
        found = [one for one in entries if one.inspection is not None and one.inspection.sha256]
        if not found:
            self._context.messages.note(_("There is no verdict to correct yet."))
            return False
        self._undo.push(_Correct(self, found, truth))
        text = ngettext(
            "{count} photo is kept as: {outcome}.",
            "{count} photos are kept as: {outcome}.",
            len(found),
        ).format(count=len(found), outcome=outcome_text(truth))
        self._context.messages.offer(text, _("Undo"), self._undo.undo)
        return True

    def say(self, words: Sequence[Word]) -> None:
        """Have these words hold, at once on the screen and soon on the disk."""
        before = [(one, self._photos.correction_of(one.photo)) for one, _word in words]
        self._sayings += 1
        self._said.update({one.photo: self._sayings for one, _word in words})
        self._show(words)
        for truth in {word.truth if word else None for _one, word in words}:
            some = [pair for pair in words if (pair[1].truth if pair[1] else None) is truth]
            self._keep(some, truth, before)

    def word(self, inspection: Inspection, truth: Outcome) -> Correction:
        """What the user who works here says, until it is kept."""
        user = self._context.user.user
        return correction_of(inspection, truth, user.name if user else "")

    def _show(self, words: Sequence[Word]) -> None:
        for inspection, word in words:
            self._photos.set_correction(inspection.photo, word)
        self.corrected.emit()

    def _show_latest(self, words: Sequence[Word], saying: int) -> None:
        """Show what became of a saying, except where something was said since."""
        self._show([pair for pair in words if self._said[pair[0].photo] == saying])

    def _keep(self, words: Sequence[Word], truth: Outcome | None, before: Sequence[Word]) -> None:
        inspections = tuple(inspection for inspection, _word in words)
        ids, saying = {id(inspection) for inspection in inspections}, self._sayings

        def on_kept(made: tuple[Correction, ...]) -> None:
            kept = [one if one.truth else None for one in made]
            self._show_latest(list(zip(inspections, kept, strict=True)), saying)

        def on_failed(error: Exception) -> None:
            self._show_latest([pair for pair in before if id(pair[0]) in ids], saying)
            if not isinstance(error, CarInspectError):
                raise error
            self._context.messages.show_error(error)

        job = CorrectVerdicts(self._context.workspace, inspections, truth)
        handle = self._context.lanes.records.submit(job)
        handle.succeeded.connect(on_kept)
        handle.failed.connect(on_failed)


class _Correct(QUndoCommand):
    """Undo brings back what held before, the model's word or an earlier person's."""

    def __init__(self, corrector: Corrector, entries: Sequence[Entry], truth: Outcome) -> None:
        super().__init__()
        self._corrector = corrector
        inspections = [one.inspection for one in entries if one.inspection is not None]
        self._after: list[Word] = [(one, corrector.word(one, truth)) for one in inspections]
        self._before: list[Word] = [
            (one.inspection, one.correction) for one in entries if one.inspection is not None
        ]

    def redo(self) -> None:
        self._corrector.say(self._after)

    def undo(self) -> None:
        self._corrector.say(self._before)
