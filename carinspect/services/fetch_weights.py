"""Job: pretrained weights from their publisher, or from a file the user brings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.jobs.job import JobContext, Progress
from carinspect.ml.weights_fetch import SOURCES, Source, fetch, take_from


@dataclass(frozen=True)
class FetchWeights:
    """Put the weights of ``backbone`` into the user's data folder; reports ``Progress``.

    Attributes:
        file: a copy that the user brings; None to download.
        source: another publisher than the backbone's own (tests, mirrors).
    """

    backbone: str
    file: Path | None = None
    source: Source | None = None

    def run(self, ctx: JobContext, /) -> Path:
        if self.source is None and self.backbone not in SOURCES:
            known = ", ".join(SOURCES)
            raise CarInspectError(ErrorCode.WEIGHTS_SHIPPED, backbone=self.backbone, known=known)
        if self.file is not None:
            return take_from(self.file, self.backbone, self.source)

        def on_bytes(there: int, total: int) -> None:
            ctx.raise_if_cancelled()
            ctx.report(Progress(there, total))

        return fetch(self.backbone, on_bytes, self.source)
