"""The invitation of an empty page: what to do, and where to begin."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.keys import with_keys
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.button_words import set_button_words
from carinspect.ui.widgets.fitting_words import short_name
from carinspect.ui.widgets.panel import Panel

_ICON: Final = 9 * GRID
_MAX_RECENT: Final = 3


class DropZone(Panel):
    """Says what to drop and offers the other ways in.

    Signals:
        open_wanted: the user wants the file dialog.
        folder_wanted: the user wants the folder dialog.
        paste_wanted: the user wants what is in the clipboard.
        samples_wanted: the user wants to see drawn samples.
        recent_wanted: the user wants a recent photo, given as a path.
    """

    open_wanted = Signal()
    folder_wanted = Signal()
    paste_wanted = Signal()
    samples_wanted = Signal()
    recent_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel(self)
        self._title = QLabel(self)
        self._title.setObjectName("title")
        self._hint = QLabel(self)
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._privacy = QLabel(self)
        self._privacy.setObjectName("muted")
        self._privacy.setWordWrap(True)
        self._open = QPushButton(self)
        self._open.setObjectName("primary")
        self._folder, self._paste, self._samples = (QPushButton(self) for _number in range(3))
        self._recent_title = QLabel(self)
        self._recent_title.setObjectName("heading")
        self._recent = QHBoxLayout()
        self._recent.setSpacing(GRID // 2)
        self.focus_first(self._open)
        self._connect()
        self._lay_out()
        self.retranslate()
        self.recolor()

    def show_recent(self, photos: tuple[Path, ...]) -> None:
        """Offer ``photos``, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._recent_title.setVisible(bool(photos))
        for photo in photos[:_MAX_RECENT]:
            button = QPushButton(icon("recent"), short_name(photo.name, self), self)
            button.setObjectName("link")
            button.setToolTip(str(photo))
            button.setAccessibleName(_("Inspect {photo}").format(photo=photo.name))
            button.clicked.connect(calling(self.recent_wanted.emit, photo))
            self._recent.addWidget(button)

    def retranslate(self) -> None:
        self._title.setText(_("Drop photos of the car here"))
        self._hint.setText(_("Files or whole folders: JPEG, PNG, WebP, HEIC and more"))
        self._privacy.setText(_("The photos stay on this computer; nothing is sent anywhere."))
        self._recent_title.setText(_("Recent photos"))
        for button, text, tip in (
            (
                self._open,
                _("Open photos…"),
                with_keys(_("Choose photos on this computer"), "Ctrl+O"),
            ),
            (
                self._folder,
                _("Open folder…"),
                with_keys(_("Inspect all photos of a folder"), "Ctrl+Shift+O"),
            ),
            (self._paste, _("Paste"), with_keys(_("Inspect a copied photo"), "Ctrl+V")),
            (self._samples, _("Try the samples"), _("See drawn examples of every verdict")),
        ):
            set_button_words(button, text, tip)

    def recolor(self) -> None:
        theme = colors()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("inspect", _ICON, color=theme.accent, ratio=ratio))
        self._open.setIcon(icon("photos", color=theme.on_accent))
        for button, name in (
            (self._folder, "folder"),
            (self._paste, "paste"),
            (self._samples, "car"),
        ):
            button.setIcon(icon(name))

    def _connect(self) -> None:
        self._open.clicked.connect(self.open_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._paste.clicked.connect(self.paste_wanted)
        self._samples.clicked.connect(self.samples_wanted)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        for button in (self._open, self._folder, self._paste, self._samples):
            button.setIconSize(QSize(20, 20))
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(6 * GRID, 5 * GRID, 6 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch(2)
        for label in (self._picture, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(2 * GRID)
        column.addLayout(buttons)
        column.addSpacing(3 * GRID)
        column.addWidget(self._recent_title, alignment=Qt.AlignmentFlag.AlignHCenter)
        recent = QHBoxLayout()
        recent.addStretch()
        recent.addLayout(self._recent)
        recent.addStretch()
        column.addLayout(recent)
        column.addStretch(3)
        self._privacy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._privacy)
        self._recent_title.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_drop_frame(painter, QRectF(self.rect()), color=colors().control_border, width=1.5)
        painter.end()


def paint_drop_frame(painter: QPainter, room: QRectF, *, color: str, width: float) -> None:
    """Draw the dashed frame that says "drop here"."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(color), width, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([5, 4])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    frame = room.adjusted(1.5 * GRID, 1.5 * GRID, -1.5 * GRID, -1.5 * GRID)
    painter.drawRoundedRect(frame, 1.5 * GRID, 1.5 * GRID)
