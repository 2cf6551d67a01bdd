"""Job: two photos laid over each other, as Qt paints them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from carinspect.core.comparison import Alignment
from carinspect.jobs.job import JobContext
from carinspect.services.lay_over import LayOver
from carinspect.ui.qimage import to_qimage


@dataclass(frozen=True, slots=True)
class LaidPictures:
    """Two pictures of one size; where they could not be aligned, both are the return photo.

    Attributes:
        size_px: the return photo's own size.
    """

    alignment: Alignment
    pickup: QImage
    returned: QImage
    size_px: QSize


@dataclass(frozen=True, slots=True)
class LayPictures:
    """Lay ``pickup`` over ``returned``, large enough to fill a square of ``fit_px``."""

    pickup: Path
    returned: Path
    fit_px: int

    def run(self, ctx: JobContext, /) -> LaidPictures:
        laid = LayOver(self.pickup, self.returned, self.fit_px).run(ctx)
        returned = to_qimage(laid.returned)
        pickup = returned if laid.pickup is None else to_qimage(laid.pickup)
        return LaidPictures(laid.alignment, pickup, returned, QSize(*laid.size_px))
