"""Job: photos -> inspections, one report each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carinspect.core.inspection import Inspection
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.inspector import Inspector


@dataclass(frozen=True)
class InspectPhotos:
    """Inspect ``photos`` in their order, reporting ``Progress`` and each ``Inspection``.

    Runs in a thread of the window's process: ``inspector`` gives the loaded model, loading it
    at the first call.
    """

    inspector: Callable[[], Inspector]
    photos: tuple[Path, ...]

    def run(self, ctx: JobContext, /) -> tuple[Inspection, ...]:
        inspector = self.inspector()
        done: list[Inspection] = []
        for number, photo in enumerate(self.photos, start=1):
            ctx.raise_if_cancelled()
            inspection = inspector.inspect(photo)
            done.append(inspection)
            ctx.report(inspection)
            ctx.report(Progress(number, len(self.photos)))
        return tuple(done)
