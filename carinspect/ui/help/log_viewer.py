"""What the program noted: filtered, followed as it is written, copied."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.log_lines import Level
from carinspect.core.paths import log_dir
from carinspect.core.scrubbing import scrub
from carinspect.services.follow_log import FollowLog, LogPart
from carinspect.ui.help.log_model import Column, LogModel, level_text
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.headings import Headings

_FOLLOW_MS: Final = 1000
_LEVELS: Final = (Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR)
_WIDTHS: Final = {Column.TIME: 176, Column.LEVEL: 80, Column.SOURCE: 220}


class LogViewer(QDialog):
    """A table of entries over the whole text of the chosen one."""

    def __init__(self, lane: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._lane = lane
        self._offset = 0
        self._job: JobHandle | None = None
        self.model = LogModel(self)
        self.table = QTableView(self)
        self.text = QPlainTextEdit(self)
        self.level, self.search = QComboBox(self), QLineEdit(self)
        self.follow = QCheckBox(self)
        self.copy, self.folder = QPushButton(self), QPushButton(self)
        self._note = QLabel(self)
        self._dress()
        self._lay_out()
        self._connect()
        self._retranslate()
        self._timer = QTimer(self, interval=_FOLLOW_MS)
        self._timer.timeout.connect(self._read)
        self._timer.start()
        self._read()
        self.resize(126 * GRID, 84 * GRID)

    def _dress(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.setHorizontalHeader(Headings(table))
        table.horizontalHeader().setStretchLastSection(True)
        for column, width in _WIDTHS.items():
            table.setColumnWidth(column, width)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.search.setClearButtonEnabled(True)
        self.follow.setChecked(True)
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        for level in _LEVELS:
            self.level.addItem("", level)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.level)
        bar.addWidget(self.search, 1)
        bar.addWidget(self.follow)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.addWidget(self.table)
        splitter.addWidget(self.text)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([420, 140])
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.copy)
        foot.addWidget(self.folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(splitter, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.level.currentIndexChanged.connect(self._filter)
        self.search.textChanged.connect(self._filter)
        self.table.selectionModel().selectionChanged.connect(self._show_text)
        self.model.modelReset.connect(self._show_text)
        self.copy.clicked.connect(self.copy_shown)
        self.folder.clicked.connect(_open_folder)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.search.setFocus)

    def copy_shown(self) -> None:
        """Put the chosen entries, or all that are shown, into the clipboard, without names."""
        rows = self._chosen() or range(self.model.rowCount())
        text = "\n".join(str(self.model.entry(row)) for row in rows)
        QGuiApplication.clipboard().setText(scrub(text))

    def _chosen(self) -> list[int]:
        return sorted(index.row() for index in self.table.selectionModel().selectedRows())

    def _filter(self) -> None:
        self.model.show_only(_LEVELS[self.level.currentIndex()], self.search.text().strip())
        self._go_to_end()

    def _show_text(self) -> None:
        self.text.setPlainText("\n".join(str(self.model.entry(row)) for row in self._chosen()))

    def _read(self) -> None:
        if self._job is not None or (self._offset and not self.follow.isChecked()):
            return
        self._job = self._lane.submit(FollowLog(self._offset))
        self._job.succeeded.connect(self._on_read)
        self._job.finished.connect(self._on_finished)

    def _on_read(self, part: LogPart) -> None:
        self._offset = part.offset
        bar = self.table.verticalScrollBar()
        was_at_end = bar.value() == bar.maximum()
        if part.is_whole:
            self.model.replace(part.entries)
        else:
            self.model.append(part.entries)
        if part.is_whole or was_at_end:
            self._go_to_end()

    def _on_finished(self) -> None:
        self._job = None

    def _go_to_end(self) -> None:
        if self.follow.isChecked():
            self.table.scrollToBottom()

    def _retranslate(self) -> None:
        self.setWindowTitle(_("Log"))
        self.table.setAccessibleName(_("Entries of the log"))
        self.text.setAccessibleName(_("The chosen entries"))
        self.level.setAccessibleName(_("Weight"))
        for row, level in enumerate(_LEVELS):
            words = _("From: {level}").format(level=level_text(level))
            self.level.setItemText(row, words if row else _("Everything"))
        self.search.setPlaceholderText(_("Show entries that say …"))
        self.search.setAccessibleName(_("Show entries that say …"))
        self.follow.setText(_("Follow"))
        self.follow.setToolTip(_("Show new entries as they are written"))
        self.copy.setText(_("Copy"))
        self.copy.setToolTip(_("Copy the chosen entries, or all that are shown"))
        self.folder.setText(_("Open the folder"))
        self._note.setText(
            _("Names of files, plates and passwords are left out when entries are copied.")
        )
        self.model.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()


def _open_folder() -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_dir())))
