"""Job: a photo's pixels for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.image import Decoded, decode
from carinspect.core.photo import read_photo
from carinspect.jobs.job import JobContext


@dataclass(frozen=True)
class LoadImage:
    """Decode ``photo`` upright, large enough to fill a square of ``fit_px`` on the screen."""

    photo: Path
    fit_px: int

    def run(self, ctx: JobContext, /) -> Decoded:
        ctx.raise_if_cancelled()
        return decode(read_photo(self.photo), fit_px=self.fit_px)
