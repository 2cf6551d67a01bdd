"""Job: a photo as Qt paints it, made in the background."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from carinspect.jobs.job import JobContext
from carinspect.services.load_image import LoadImage
from carinspect.ui.qimage import to_qimage


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo for the screen; ``size_px`` is the photo's own size, the image may be smaller."""

    image: QImage
    size_px: QSize


@dataclass(frozen=True, slots=True)
class LoadPicture:
    """Decode ``photo`` upright, large enough to fill a square of ``fit_px``."""

    photo: Path
    fit_px: int

    def run(self, ctx: JobContext, /) -> Picture:
        decoded = LoadImage(self.photo, self.fit_px).run(ctx)
        ctx.raise_if_cancelled()
        return Picture(to_qimage(decoded.image), QSize(*decoded.size_px))


@dataclass(frozen=True, slots=True)
class LoadThumbnail:
    """Decode ``photo`` to fit into ``size_px``, whole."""

    photo: Path
    size_px: QSize

    def run(self, ctx: JobContext, /) -> QImage:
        picture = LoadPicture(self.photo, max(self.size_px.width(), self.size_px.height())).run(ctx)
        return picture.image.scaled(
            self.size_px,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
