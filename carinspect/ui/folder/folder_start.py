"""What the folder page shows before a folder is chosen: the invitation and earlier runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.folder_run import FolderRunRecord
from carinspect.core.i18n import _
from carinspect.ui.folder.runs_list import RunsList
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.keys import with_keys
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.button_words import set_button_words
from carinspect.ui.widgets.drop_zone import paint_drop_frame
from carinspect.ui.widgets.fitting_words import short_name
from carinspect.ui.widgets.panel import Panel

_ICON: Final = 8 * GRID


class FolderStart(Panel):
    """Says what to drop and offers the other ways in.

    Signals:
        folder_wanted: the user wants the folder dialog.
        watch_wanted: the user wants to choose a folder to watch.
        again_wanted: the user wants the last folder, given as a path.
        recursive_toggled: sub-folders are taken too, or no longer.
        run_wanted: an earlier run, a :class:`FolderRunRecord`.
    """

    folder_wanted = Signal()
    watch_wanted = Signal()
    again_wanted = Signal(object)
    recursive_toggled = Signal(bool)
    run_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = Path()
        self._zone = _Zone(self)
        self._picture = QLabel(self._zone)
        self._title = QLabel(self._zone)
        self._title.setObjectName("title")
        self._hint = QLabel(self._zone)
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._open, self._watch, self._again = (QPushButton(self._zone) for _number in range(3))
        self._open.setObjectName("primary")
        self.recursive = QCheckBox(self._zone)
        self._runs_title = QLabel(self)
        self._runs_title.setObjectName("heading")
        self._look = QPushButton(self)
        self.runs = RunsList(self)
        self.focus_first(self._open)
        self._connect()
        self._lay_out()
        self.show_runs(())
        self.show_last(Path())
        self.retranslate()
        self.recolor()

    def show_last(self, folder: Path) -> None:
        """Offer the folder of the last time."""
        self._last = folder
        self._again.setVisible(folder != Path())
        self.retranslate()

    def show_runs(self, runs: Sequence[FolderRunRecord]) -> None:
        """Show the earlier runs."""
        self.runs.show_runs(runs)
        for part in (self._runs_title, self.runs, self._look):
            part.setVisible(bool(runs))

    def retranslate(self) -> None:
        self._title.setText(_("Drop a folder with photos here"))
        self._zone.setAccessibleName(self._title.text())
        self._hint.setText(
            _(
                "Every photo is inspected once and kept in the records. You can stop at any"
                " time and continue later."
            )
        )
        self.recursive.setText(_("With its sub-folders"))
        self._runs_title.setText(_("Earlier folder inspections"))
        self.runs.retranslate()
        again = _("{folder} again").format(folder=short_name(self._last.name, self))
        for button, text, tip in (
            (
                self._open,
                _("Choose a folder…"),
                with_keys(_("Inspect all photos of a folder"), "Ctrl+Shift+O"),
            ),
            (self._watch, _("Watch a folder…"), _("Inspect what lands in a folder from now on")),
            (self._again, again, str(self._last)),
            (self._look, _("Look at it"), _("Show what was found in this folder")),
        ):
            set_button_words(button, text, tip)

    def recolor(self) -> None:
        theme = colors()
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap("folders", _ICON, color=theme.accent, ratio=ratio))
        self._open.setIcon(icon("folder", color=theme.on_accent))
        self._watch.setIcon(icon("watch"))
        self._again.setIcon(icon("again"))

    def _connect(self) -> None:
        self._open.clicked.connect(self.folder_wanted)
        self._watch.clicked.connect(self.watch_wanted)
        self._again.clicked.connect(lambda: self.again_wanted.emit(self._last))
        self.recursive.toggled.connect(self.recursive_toggled)
        self.runs.run_wanted.connect(self.run_wanted)
        self._look.clicked.connect(self.runs.open_current)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch()
        for button in (self._open, self._watch, self._again):
            button.setIconSize(QSize(20, 20))
            buttons.addWidget(button)
        buttons.addStretch()
        zone = QVBoxLayout(self._zone)
        zone.setContentsMargins(6 * GRID, 4 * GRID, 6 * GRID, 4 * GRID)
        zone.setSpacing(GRID)
        zone.addStretch()
        for label in (self._picture, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            zone.addWidget(label)
        zone.addSpacing(GRID)
        zone.addLayout(buttons)
        zone.addWidget(self.recursive, alignment=Qt.AlignmentFlag.AlignHCenter)
        zone.addStretch()
        title = QHBoxLayout()
        title.addWidget(self._runs_title, 1)
        title.addWidget(self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self._zone, 3)
        column.addLayout(title)
        column.addWidget(self.runs, 2)


class _Zone(Panel):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        paint_drop_frame(painter, QRectF(self.rect()), color=colors().control_border, width=1.5)
        painter.end()
