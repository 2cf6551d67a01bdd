"""Job: the realised error of the active model, from the reviews."""

from __future__ import annotations

from dataclasses import dataclass

from carinspect.core.realised_error import RealisedError
from carinspect.jobs.job import JobContext
from carinspect.services.workspace import Workspace, default_model_id
from carinspect.storage.inspection_store import InspectionStore


@dataclass(frozen=True)
class ReadRealisedError:
    """Count the reviewed verdicts of a model and those that were corrected.

    Attributes:
        model_id: empty for the active model.

    Raises:
        CarInspectError: the records cannot be opened.
    """

    workspace: Workspace
    model_id: str = ""

    def run(self, ctx: JobContext, /) -> RealisedError:
        ctx.raise_if_cancelled()
        model_id = self.model_id or self.workspace.settings.model_id or default_model_id()
        with self.workspace.records().database.reading() as connection:
            reviewed, wrong = InspectionStore(connection).reviewed_verdicts(model_id)
        return RealisedError(model_id, reviewed, wrong)
