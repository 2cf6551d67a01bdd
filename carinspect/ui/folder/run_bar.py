"""The head of a folder inspection: which folder, how far, and what can be done about it."""

from __future__ import annotations

import time
from collections import deque
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.folder_run import FolderRun
from carinspect.core.i18n import _, ngettext
from carinspect.ui.calling import calling
from carinspect.ui.folder.conductor import Stage
from carinspect.ui.icons import icon
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel

_REMEMBERED: Final = 60
"""Progress is told ten times a second; the rate is that of the last seconds."""


class RunBar(Panel):
    """Folder, progress, and the buttons.

    Signals:
        back_wanted: to the choice of a folder.
        pause_wanted, continue_wanted, watch_wanted: as the buttons say.
        export_wanted: a report in this format: ``csv``, ``json`` or ``pdf``.
        show_folder_wanted: in the system's file manager.
    """

    back_wanted = Signal()
    pause_wanted = Signal()
    continue_wanted = Signal()
    watch_wanted = Signal()
    export_wanted = Signal(str)
    show_folder_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: FolderRun | None = None
        self._stage = Stage.IDLE
        self._done, self._total = 0, 0
        self._pace: deque[tuple[float, int]] = deque(maxlen=_REMEMBERED)
        self.back = IconButton("previous", self)
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setObjectName("strong")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._words = QLabel(self)
        self._words.setObjectName("muted")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.pause, self.go_on = QPushButton(self), QPushButton(self)
        self.go_on.setObjectName("primary")
        self.watch = IconButton("watch", self)
        self.show_folder = IconButton("folder", self)
        self.export = QToolButton(self)
        self._formats = {name: QAction(self) for name in ("csv", "json", "pdf")}
        self._connect()
        self._lay_out()
        self.retranslate()
        self.recolor()

    def show_run(self, run: FolderRun) -> None:
        """Another folder inspection is shown."""
        self._run = run
        self._done = self._total = 0
        self._pace.clear()
        self.retranslate()

    def show_stage(self, stage: Stage) -> None:
        """Offer what can be done now."""
        if stage is not self._stage:
            self._pace.clear()
        self._stage = stage
        busy = stage in {Stage.RUNNING, Stage.WATCHING, Stage.STOPPING}
        self.pause.setVisible(busy)
        self.pause.setEnabled(stage is not Stage.STOPPING)
        self.go_on.setVisible(stage is Stage.STOPPED)
        self.back.setEnabled(not busy)
        self.watch.setVisible(not busy)
        self._bar.setVisible(busy)
        self.retranslate()

    def show_progress(self, done: int, total: int) -> None:
        """Say how far it is; ``total`` 0 means that nobody knows."""
        self._done, self._total = done, total
        self._pace.append((time.monotonic(), done))
        self._bar.setRange(0, 0 if self._stage is Stage.WATCHING else total)
        self._bar.setValue(done)
        self._show_words()

    def retranslate(self) -> None:
        self.back.set_words(_("Choose another folder"))
        self.watch.set_words(_("Watch this folder"))
        self.show_folder.set_words(_("Show in the file manager"))
        watching = self._stage is Stage.WATCHING
        self.pause.setText(_("Stop watching") if watching else _("Pause"))
        self.pause.setToolTip(_("What is inspected is kept; you can continue at any time."))
        self.go_on.setText(_("Continue"))
        self.go_on.setToolTip(_("Inspect the photos that are left"))
        self.export.setText(_("Export"))
        self.export.setToolTip(_("Write a report of this folder"))
        self.export.setAccessibleName(_("Export"))
        names = {"csv": _("Table (CSV)…"), "json": _("For programs (JSON)…"), "pdf": _("PDF…")}
        for name, action in self._formats.items():
            action.setText(names[name])
        self._show_name()
        self._show_words()

    def recolor(self) -> None:
        self.pause.setIcon(icon("pause"))
        self.go_on.setIcon(icon("continue"))
        self.export.setIcon(icon("export"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_name()

    def _show_name(self) -> None:
        path = "" if self._run is None else str(self._run.folder)
        metrics = QFontMetrics(self._name.font())
        room = max(40, self._name.width())
        self._name.setText(metrics.elidedText(path, Qt.TextElideMode.ElideMiddle, room))
        self._name.setToolTip(path)

    def _show_words(self) -> None:
        words = _stage_words(self._stage, self._done, self._total)
        seconds = self._seconds_left()
        if seconds is not None:
            words += "  ·  " + time_left(seconds)
        self._words.setText(words)
        self._bar.setAccessibleName(words)

    def _seconds_left(self) -> float | None:
        if self._stage is not Stage.RUNNING or len(self._pace) < 2 or not self._total:
            return None
        (begun, first), (now, last) = self._pace[0], self._pace[-1]
        if now - begun < 1 or last <= first:
            return None
        return (self._total - last) * (now - begun) / (last - first)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_wanted)
        self.pause.clicked.connect(self.pause_wanted)
        self.go_on.clicked.connect(self.continue_wanted)
        self.watch.clicked.connect(self.watch_wanted)
        self.show_folder.clicked.connect(self.show_folder_wanted)
        for name, action in self._formats.items():
            action.triggered.connect(calling(self.export_wanted.emit, name))

    def _lay_out(self) -> None:
        menu = QMenu(self)
        menu.addActions(list(self._formats.values()))
        self.export.setMenu(menu)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._words)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.back)
        row.addLayout(names, 1)
        for widget in (self.pause, self.go_on, self.watch, self.show_folder, self.export):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self._bar)


def time_left(seconds: float) -> str:
    """How long it takes yet, roughly."""
    if seconds < 90:
        count = max(10, round(seconds / 10) * 10)
        return _("about {count} seconds left").format(count=count)
    minutes = round(seconds / 60)
    if minutes < 90:
        return _("about {count} minutes left").format(count=minutes)
    hours = round(minutes / 60)
    return ngettext("about {count} hour left", "about {count} hours left", hours).format(
        count=hours
    )


def _stage_words(stage: Stage, done: int, total: int) -> str:
    counted = f"{done:,}"
    if stage is Stage.WATCHING:
        return _("Watching: {done} inspected; photos that land here are inspected at once").format(
            done=counted
        )
    if stage is Stage.STOPPING:
        return _("Finishing the photos in work…")
    of = _("{done} of {total} done").format(done=counted, total=f"{total:,}") if total else counted
    if stage is Stage.RUNNING:
        return _("Inspecting: {photos}").format(photos=of)
    if stage is Stage.STOPPED:
        return _("Stopped after {photos}").format(photos=of)
    return _("Inspected: {done}").format(done=counted)
