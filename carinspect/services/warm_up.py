"""Job: load the active model before the first photo comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carinspect.jobs.job import JobContext
from carinspect.services.inspector import Inspector


@dataclass(frozen=True)
class WarmUp:
    """Have ``inspector`` load its model; the result is the model's id."""

    inspector: Callable[[], Inspector]

    def run(self, ctx: JobContext, /) -> str:
        ctx.raise_if_cancelled()
        return self.inspector().model_id
