"""One of the two photos side by side: caption, photo, marks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.texts import error_text
from carinspect.core.verdict import Box
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.load_picture import Picture
from carinspect.ui.picture_loader import FULL_PX, PictureLoader
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.photo_view import PhotoView
from carinspect.ui.widgets.region_marks import Mark
from carinspect.ui.widgets.view_transform import Place

_ROUND_PX: Final = 512
_SPOT_SHARE: Final = 0.3
"""Zoomed to a spot, its box fills about this part of the view."""


class PhotoPane(Panel):
    """Shows one photo of a pair.

    Signals:
        place_changed: the user went to another place of the photo.
        loaded: the photo's pixels have come.
        failed: they cannot be had; :meth:`show_caption` says so in the language spoken then.
    """

    place_changed = Signal(object)
    loaded = Signal()
    failed = Signal()

    def __init__(self, lane: JobRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._photo: Path | None = None
        self._asked_px = 0
        self._error: CarInspectError | None = None
        self._loader = PictureLoader(lane, self)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self.caption = QLabel(self)
        self.caption.setObjectName("strong")
        self.view = PhotoView(self)
        self.view.setMinimumSize(20 * GRID, 14 * GRID)
        self.view.detail_wanted.connect(self._on_detail_wanted)
        self.view.place_changed.connect(self.place_changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.caption)
        column.addWidget(self.view, 1)

    def show_caption(self, words: str) -> None:
        """Say which photo this is, and what is wrong with it."""
        self.caption.setText(words)
        self.view.setAccessibleName(words)
        if self._error is not None:
            self.view.show_message("error", error_text(self._error))

    def show_photo(self, photo: Path | None, marks: tuple[Mark, ...], nothing: str) -> None:
        """Show a photo with marks; the words ``nothing`` where there is none."""
        self.view.set_marks(marks if photo is not None else ())
        self.view.setAccessibleDescription(", ".join(mark.words for mark in marks))
        if photo is None:
            self._photo = self._error = None
            self._loader.stop()
            self.view.show_message("photos", nothing)
        elif photo != self._photo:
            self._photo, self._asked_px, self._error = photo, 0, None
            self.view.show_message("", "")
            self._ask(-(-self.view.wanted_px() // _ROUND_PX) * _ROUND_PX)

    def has_pixels(self) -> bool:
        """Whether the photo shows."""
        return not self.view.image.isNull()

    def zoom_in(self) -> None:
        self.view.zoom_in()

    def zoom_out(self) -> None:
        self.view.zoom_out()

    def fit(self) -> None:
        """Show the whole photo."""
        self.view.fit()

    def _ask(self, fit_px: int) -> None:
        if self._photo is not None and fit_px > self._asked_px:
            self._asked_px = fit_px
            self._loader.show(self._photo, fit_px)

    def _on_detail_wanted(self) -> None:
        wanted = -(-self.view.wanted_px() // _ROUND_PX) * _ROUND_PX
        self._ask(wanted if self.view.fitted else FULL_PX)

    def _on_loaded(self, photo: Path, picture: Picture) -> None:
        if photo == self._photo:
            self.view.show_image(picture.image, picture.size_px)
            self.loaded.emit()

    def _on_failed(self, photo: Path, error: Exception) -> None:
        if photo != self._photo:
            return
        if not isinstance(error, CarInspectError):
            raise error
        self._error = error
        self.view.show_message("error", error_text(error))
        self.failed.emit()


def place_of(box: Box) -> Place:
    """Where to look for a spot: its middle, as large as its surroundings allow."""
    x0, y0, x1, y1 = box
    extent = max(x1 - x0, y1 - y0, 0.02)
    return Place(QPointF((x0 + x1) / 2, (y0 + y1) / 2), max(1.0, _SPOT_SHARE / extent))
