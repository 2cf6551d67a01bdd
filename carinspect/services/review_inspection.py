"""Job: a person's decision on one inspection, kept in the records."""

from __future__ import annotations

from dataclasses import dataclass, replace

from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.record import Decision, Record, decide
from carinspect.jobs.job import JobContext
from carinspect.services.record_inspections import keep_photo, number_of
from carinspect.services.records import Records, now
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore


@dataclass(frozen=True)
class ReviewInspection:
    """Agree with an inspection, correct it, or ask for another photo; the record as it is then.

    The reviewer is whoever works here.

    Attributes:
        target: a record's id, or an inspection just made, which is kept first where it is not yet.
        correction: what holds instead; given exactly with ``CORRECT``.

    Raises:
        CarInspectError: nobody is signed in, the record is not there, the photo cannot be kept,
            or the records cannot be written; nothing is kept then.
    """

    workspace: Workspace
    target: int | Inspection
    decision: Decision
    correction: Outcome | None = None
    comment: str = ""

    def run(self, ctx: JobContext, /) -> Record:
        ctx.raise_if_cancelled()
        by = self.workspace.current_user().name
        records = self.workspace.records()
        if isinstance(self.target, Inspection):
            keep_photo(records, self.target)
        return self._review(records, by)

    def _review(self, records: Records, by: str) -> Record:
        with records.database.writing() as connection:
            store = InspectionStore(connection)
            if isinstance(self.target, Inspection):
                keep_photo(records, self.target)  # equal bytes may just have been forgotten
            number = (
                number_of(store, self.target, by=by)
                if isinstance(self.target, Inspection)
                else self.target
            )
            before = store.get(number).outcome
            made = decide(before, by, self.decision, correction=self.correction, at=now())
            store.review(number, replace(made, comment=self.comment.strip()))
            return store.get(number)
