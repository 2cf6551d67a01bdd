"""Which photos a run learns from: a folder with a sub-folder a class, or CSV files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.dataset import DatasetSource
from carinspect.core.i18n import _
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel


class SourceChooser(Panel):
    """Asks for a dataset.

    Signals:
        source_chosen: a :class:`DatasetSource`.
    """

    source_chosen = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.source: DatasetSource | None = None
        self._title, self._chosen = QLabel(self), QLabel(self)
        self._title.setObjectName("heading")
        self._chosen.setObjectName("muted")
        self._chosen.setWordWrap(True)
        self.folder, self.table = QPushButton(self), QPushButton(self)
        for button in (self.folder, self.table):
            button.setObjectName("small")
        row = QHBoxLayout()
        row.addWidget(self.folder)
        row.addWidget(self.table)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self._title)
        column.addWidget(self._chosen)
        column.addLayout(row)
        self.folder.clicked.connect(self._on_folder)
        self.table.clicked.connect(self._on_table)
        self.setAcceptDrops(True)
        self.retranslate()

    def choose(self, source: DatasetSource) -> None:
        """Take ``source``."""
        self.source = source
        self._show()
        self.source_chosen.emit(source)

    def retranslate(self) -> None:
        self._title.setText(_("Photos to learn from"))
        self.folder.setText(_("Folder…"))
        self.table.setText(_("CSV files…"))
        self._show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._choose_paths([Path(url.toLocalFile()) for url in event.mimeData().urls()])

    def _show(self) -> None:
        if self.source is None:
            self._chosen.setText(
                _("A folder with one sub-folder for damaged and one for undamaged photos.")
            )
            return
        parts = [str(self.source.path)]
        if self.source.validation is not None:
            parts.append(_("validation: {path}").format(path=self.source.validation))
        self._chosen.setText("\n".join(parts))

    def _on_folder(self) -> None:
        start = self._context.workspace.settings.last_folder
        chosen = QFileDialog.getExistingDirectory(self, _("Photos to learn from"), start)
        self._choose_paths([Path(chosen)] if chosen else [])

    def _on_table(self) -> None:
        start = self._context.workspace.settings.last_folder
        chosen, _filter = QFileDialog.getOpenFileNames(
            self, _("Training, and perhaps validation, as CSV"), start, "CSV (*.csv)"
        )
        self._choose_paths([Path(name) for name in chosen])

    def _choose_paths(self, paths: list[Path]) -> None:
        if not paths:
            return
        # The file dialog sorts by name; "…validation.csv" is the one to validate on.
        ordered = sorted(paths, key=lambda path: "val" in path.stem.lower())
        self._context.workspace.change(last_folder=str(ordered[0].parent))
        self.choose(DatasetSource(ordered[0], ordered[1] if len(ordered) > 1 else None))
