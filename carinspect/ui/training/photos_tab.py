"""The photos to learn from, what the doctor finds in them, and the way on to training."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from carinspect.core.dataset import DatasetSource
from carinspect.core.i18n import _
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.training.dataset_panel import DatasetPanel
from carinspect.ui.widgets.panel import Panel


class PhotosTab(Panel):
    """Holds the :class:`DatasetPanel`.

    Signals:
        source_chosen: a :class:`DatasetSource` that can be read.
        train_wanted: the user wants to go on to training.
    """

    source_chosen = Signal(object)
    train_wanted = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = DatasetPanel(context, self)
        self.next = QPushButton(self)
        self.next.setObjectName("primary")
        self.next.setEnabled(False)
        self.next.clicked.connect(self.train_wanted)
        self.panel.source_chosen.connect(self._on_chosen)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        foot.addStretch()
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.panel, 1)
        column.addLayout(foot)
        self.retranslate()

    def retranslate(self) -> None:
        self.next.setText(_("Train with these photos"))

    def _on_chosen(self, source: DatasetSource) -> None:
        self.next.setEnabled(True)
        self.source_chosen.emit(source)
