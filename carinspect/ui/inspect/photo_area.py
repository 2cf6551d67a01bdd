"""The large photo with its tools: name, zoom, heat map."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.texts import error_text
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.load_picture import Picture
from carinspect.ui.picture_loader import FULL_PX, PictureLoader
from carinspect.ui.qimage import heat_to_qimage
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.photo_view import PhotoView

_ROUND_PX: Final = 512
"""Sizes asked for are rounded up, so that a slightly larger window needs no new decoding."""

_LEAST_NAME_PX: Final = 7 * GRID


class PhotoArea(Panel):
    """Shows one photo of the strip and what speaks for damage on it.

    Signals:
        heat_map_toggled: the heat map is switched on or off.
        previous_wanted, next_wanted: another photo of the strip.
    """

    heat_map_toggled = Signal(bool)
    previous_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Path | None = None
        self._caption = ""
        self._asked_px = 0
        self._loader = PictureLoader(lane, self)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setObjectName("strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place = QLabel(self)
        self._place.setObjectName("muted")
        self._zoom = QLabel(self)
        self._zoom.setObjectName("muted")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(6 * GRID)
        self._buttons = {
            name: IconButton(name, self)
            for name in ("previous", "next", "zoom_out", "zoom_in", "fit", "actual", "heat_map")
        }
        self.view = PhotoView(self)  # after its tools: so the keyboard goes
        self.view.detail_wanted.connect(self._on_detail_wanted)
        self.view.zoom_changed.connect(self._on_zoom_changed)
        self._connect()
        self._lay_out()
        self.retranslate()

    @property
    def heat_map_on(self) -> bool:
        return self._buttons["heat_map"].isChecked()

    def toggle_heat_map(self) -> None:
        """Switch the heat map and the marked places on or off."""
        self._buttons["heat_map"].toggle()

    def show_place(self, row: int, total: int) -> None:
        """Say which of how many photos this is; ``row`` counts from 0."""
        self._place.setText(f"{row + 1} / {total}" if row >= 0 else "")
        self._buttons["previous"].setEnabled(row > 0)
        self._buttons["next"].setEnabled(row + 1 < total)

    def show_photo(self, photo: Path | None, preview: QImage | None, *, name: str = "") -> None:
        """Show ``photo``, at first by its thumbnail; None for nothing.

        Args:
            photo: the file.
            preview: its thumbnail; None where there is none yet.
            name: what to call it, where the file's name says nothing.
        """
        self._photo, self._asked_px = photo, 0
        self._caption = name or (photo.name if photo is not None else "")
        self._loader.stop()
        self.view.set_evidence(QImage(), ())
        self._show_name()
        if preview is not None and not preview.isNull():
            self.view.show_preview(preview)
        else:
            self.view.show_message("", "")
        if photo is not None:
            self._ask(photo, self._wanted_px())

    def show_inspection(self, inspection: Inspection | None) -> None:
        """Show what was found on the photo."""
        # What an unfit photo seems to show is not to be believed.
        believed = inspection is not None and inspection.outcome is not Outcome.RETAKE
        gate2 = inspection.gate2 if inspection is not None and believed else None
        heat = QImage()
        if inspection is not None and inspection.size_px and gate2 and gate2.heat_map:
            heat = heat_to_qimage(gate2.heat_map, inspection.size_px)
        self.view.set_evidence(heat, gate2.regions if gate2 else ())
        self._buttons["heat_map"].setEnabled(gate2 is not None)

    def prepare(self, photo: Path) -> None:
        """Load a photo that the user may turn to next."""
        self._loader.prepare(photo, self._wanted_px())

    def forget(self, photo: Path) -> None:
        """Read ``photo`` from its file again next time."""
        self._loader.forget(photo)

    def retranslate(self) -> None:
        self.view.setAccessibleName(_("Photo"))
        words = {
            "previous": (_("Previous photo"), "Left"),
            "next": (_("Next photo"), "Right"),
            "zoom_out": (_("Zoom out"), "-"),
            "zoom_in": (_("Zoom in"), "+"),
            "fit": (_("Whole photo"), "0"),
            "actual": (_("Actual size (100%)"), "1"),
            "heat_map": (_("Heat map"), "Space"),
        }
        for name, (text, keys) in words.items():
            self._buttons[name].set_words(text, keys)
        self._show_heat_map_words()

    def _connect(self) -> None:
        for name, slot in {
            "previous": self.previous_wanted,
            "next": self.next_wanted,
            "zoom_out": self.view.zoom_out,
            "zoom_in": self.view.zoom_in,
            "fit": self.view.fit,
            "actual": self.view.actual_size,
        }.items():
            self._buttons[name].clicked.connect(slot)
        heat_map = self._buttons["heat_map"]
        heat_map.setCheckable(True)
        heat_map.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        heat_map.setIconSize(QSize(18, 18))
        heat_map.setMinimumWidth(4 * GRID)  # its words give way, see below
        heat_map.toggled.connect(self.view.show_evidence)
        heat_map.toggled.connect(self.heat_map_toggled)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        tools.setSpacing(GRID // 2)
        for widget in (self._buttons["previous"], self._place, self._buttons["next"]):
            tools.addWidget(widget)
        tools.addSpacing(GRID)
        tools.addWidget(self._name, 1)
        for name in ("zoom_out", "zoom", "zoom_in", "fit", "actual"):
            tools.addWidget(self._zoom if name == "zoom" else self._buttons[name])
        tools.addSpacing(GRID)
        tools.addWidget(self._buttons["heat_map"])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self.view, 1)

    def _wanted_px(self) -> int:
        return -(-self.view.wanted_px() // _ROUND_PX) * _ROUND_PX

    def _show_name(self) -> None:
        name = self._caption
        self._name.ensurePolished()  # bold letters are known only then
        metrics = self._name.fontMetrics()
        room = self._name.width()
        # A letter or two of a name say nothing.
        words = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room)
        self._name.setText(words if room >= _LEAST_NAME_PX or words == name else "")
        self._name.setToolTip("" if self._photo is None else str(self._photo))
        self.view.setAccessibleDescription(name)

    def _on_detail_wanted(self) -> None:
        if self._photo is not None:
            self._ask(self._photo, self._wanted_px() if self.view.fitted else FULL_PX)

    def _ask(self, photo: Path, fit_px: int) -> None:
        # A photo that has no more pixels to give is not asked again.
        if fit_px > self._asked_px:
            self._asked_px = fit_px
            self._loader.show(photo, fit_px)

    def _on_loaded(self, photo: Path, picture: Picture) -> None:
        if photo != self._photo:
            return
        self.view.show_image(picture.image, picture.size_px)

    def _on_failed(self, photo: Path, error: Exception) -> None:
        if photo != self._photo:
            return
        if not isinstance(error, CarInspectError):
            raise error
        self.view.show_message("error", error_text(error))

    def _on_zoom_changed(self, zoom: float) -> None:
        unknown = self.view.image.isNull() or self.view.is_preview
        self._zoom.setText("" if unknown else f"{round(zoom * 100)}%")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_heat_map_words()
        self._show_name()

    def _show_heat_map_words(self) -> None:
        """Leave the words to the tooltip where there is no room for them."""
        heat_map = self._buttons["heat_map"]
        others = (*self._buttons.values(), self._place, self._zoom)
        needed = sum(one.sizeHint().width() + GRID // 2 for one in others if one is not heat_map)
        needed += heat_map.fontMetrics().horizontalAdvance(heat_map.text()) + 10 * GRID
        style = Qt.ToolButtonStyle
        wide = needed <= self.width()
        heat_map.setToolButtonStyle(
            style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly
        )
