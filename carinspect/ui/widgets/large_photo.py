"""One photo of a gallery, large, with what there is to say about it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.load_picture import Picture
from carinspect.ui.picture_loader import FULL_PX, PictureLoader
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.fitting_words import breakable
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.photo_view import PhotoView

_ROUND_PX: Final = 256
"""Photos are asked for in steps, so that a slightly larger window needs no new decoding."""

_MIN_VIEW: Final = 14 * GRID


class LargePhoto(Panel):
    """The large photo between its buttons and its words.

    Signals:
        back_wanted: the user wants to see all photos again.
        step_wanted: the user wants another photo, so many places on.
    """

    back_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(
        self, lane: JobRunner, parent: QWidget | None = None, *, beside: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photo: Path | None = None
        self._asked_px = 0
        self._loader = PictureLoader(lane, self)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_failed)
        self._name, self._place, self._words = (QLabel(self) for _number in range(3))
        self._name.setObjectName("strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place.setObjectName("muted")
        self._words.setWordWrap(True)
        self._words.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._buttons = {
            name: IconButton(name, self)
            for name in ("grid", "previous", "next", "zoom_out", "zoom_in", "fit", "actual")
        }
        self.view = PhotoView(self)  # after its tools: so the keyboard goes
        self.view.setMinimumHeight(_MIN_VIEW)
        self.view.detail_wanted.connect(self._on_detail_wanted)
        self._keys = self._connect()
        self._lay_out(beside)
        self.focus_first(self.view)
        self.retranslate()

    def show_photo(self, photo: Path, words: str, preview: QImage | None) -> None:
        """Show ``photo``, at first by its thumbnail where there is one."""
        self._photo, self._asked_px = photo, 0
        self._loader.stop()
        self._words.setText(breakable(words))
        self._words.setVisible(bool(words))
        self._show_name()
        if preview is not None and not preview.isNull():
            self.view.show_preview(preview)
        else:
            self.view.show_message("", "")
        self._ask(photo, self._wanted_px())

    def show_place(self, row: int, total: int) -> None:
        """Say which of how many photos this is; ``row`` counts from 0."""
        self._place.setText(f"{row + 1} / {total}")
        self._buttons["previous"].setEnabled(row > 0)
        self._buttons["next"].setEnabled(row + 1 < total)

    def prepare(self, photo: Path) -> None:
        """Load a photo that the user may turn to next."""
        self._loader.prepare(photo, self._wanted_px())

    def clear(self) -> None:
        """Nothing is looked at."""
        self._photo = None
        self._loader.stop()

    def answers(self, event: QKeyEvent) -> bool:
        """Whether a key does something here."""
        return Qt.Key(event.key()) in self._keys

    def retranslate(self) -> None:
        self.view.setAccessibleName(_("Photo"))
        for name, (text, keys) in {
            "grid": (_("Back to all photos"), "Esc"),
            "previous": (_("Previous photo"), "Left"),
            "next": (_("Next photo"), "Right"),
            "zoom_out": (_("Zoom out"), "-"),
            "zoom_in": (_("Zoom in"), "+"),
            "fit": (_("Whole photo"), "0"),
            "actual": (_("Actual size (100%)"), "1"),
        }.items():
            self._buttons[name].set_words(text, keys)

    def _connect(self) -> dict[Qt.Key, str]:
        for name, slot in {
            "grid": self.back_wanted.emit,
            "previous": calling(self.step_wanted.emit, -1),
            "next": calling(self.step_wanted.emit, 1),
            "zoom_out": self.view.zoom_out,
            "zoom_in": self.view.zoom_in,
            "fit": self.view.fit,
            "actual": self.view.actual_size,
        }.items():
            self._buttons[name].clicked.connect(calling(slot))
        return {
            Qt.Key.Key_Escape: "grid",
            Qt.Key.Key_Backspace: "grid",
            Qt.Key.Key_Left: "previous",
            Qt.Key.Key_Up: "previous",
            Qt.Key.Key_Right: "next",
            Qt.Key.Key_Down: "next",
            Qt.Key.Key_Space: "next",
            Qt.Key.Key_Minus: "zoom_out",
            Qt.Key.Key_Plus: "zoom_in",
            Qt.Key.Key_Equal: "zoom_in",
            Qt.Key.Key_0: "fit",
            Qt.Key.Key_1: "actual",
        }

    def _lay_out(self, beside: QWidget | None) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        tools.setSpacing(GRID // 2)
        tools.addWidget(self._buttons["grid"])
        tools.addSpacing(GRID)
        for widget in (self._buttons["previous"], self._place, self._buttons["next"]):
            tools.addWidget(widget)
        tools.addSpacing(GRID)
        tools.addWidget(self._name, 1)
        for name in ("zoom_out", "zoom_in", "fit", "actual"):
            tools.addWidget(self._buttons[name])
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.view, 1)
        if beside is not None:
            middle.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addLayout(middle, 1)
        column.addWidget(self._words)

    def _wanted_px(self) -> int:
        return -(-self.view.wanted_px() // _ROUND_PX) * _ROUND_PX

    def _show_name(self) -> None:
        name = "" if self._photo is None else self._photo.name
        metrics = QFontMetrics(self._name.font())
        room = max(40, self._name.width())
        self._name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room))
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
        if photo == self._photo:
            self.view.show_image(picture.image, picture.size_px)

    def _on_failed(self, photo: Path, error: Exception) -> None:
        if photo != self._photo:
            return
        if not isinstance(error, CarInspectError):
            raise error
        self.view.show_message("error", error_text(error))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.answers(event):
            self._buttons[self._keys[Qt.Key(event.key())]].click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()
