"""Job: a pickup photo laid over a return photo, for eyes to compare."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from carinspect.core.comparison import Alignment
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.verdict import Image
from carinspect.jobs.job import JobContext
from carinspect.ml.alignment import align, find_features
from carinspect.ml.warp import warp_onto


@dataclass(frozen=True, eq=False)
class LaidOver:
    """Two photos that can be shown in turn.

    Attributes:
        pickup: bent onto the return photo, of the size of ``returned``; None where they could
            not be aligned.
        returned: as it is, RGB, ``uint8``, ``(H, W, 3)``.
        size_px: width and height of the return photo itself.
    """

    alignment: Alignment
    pickup: Image | None = field(repr=False)
    returned: Image = field(repr=False)
    size_px: tuple[int, int]


@dataclass(frozen=True)
class LayOver:
    """Lay ``pickup`` over ``returned``, decoded to fill a square of ``fit_px``."""

    pickup: Path
    returned: Path
    fit_px: int

    def run(self, ctx: JobContext, /) -> LaidOver:
        """Do it.

        Raises:
            CarInspectError: one of the photos cannot be read.
        """
        pickup = decode(read_photo(self.pickup), fit_px=self.fit_px)
        ctx.raise_if_cancelled()
        returned = decode(read_photo(self.returned), fit_px=self.fit_px)
        ctx.raise_if_cancelled()
        alignment = align(find_features(pickup.image), find_features(returned.image)).alignment
        height, width = returned.image.shape[:2]
        bent = None
        if alignment.ok:
            bent = warp_onto(pickup.image, alignment.homography, (width, height))
        return LaidOver(alignment, bent, returned.image, returned.size_px)
