"""A folder or CSV file of photos that the user chooses by button or drop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from carinspect.core.i18n import _
from carinspect.ui.gate1 import gate1_dialogs
from carinspect.ui.icons import icon
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.drop_target import DropTarget, has_local_paths, local_paths
from carinspect.ui.widgets.panel import Panel


class PathField(Panel):
    """Shows what was chosen; nothing at first.

    Args:
        context: gives the folder where the dialogs open.
        title: what is to be chosen; a function, as the language may change.

    Signals:
        chosen: the path.
    """

    chosen = Signal(object)

    def __init__(
        self, context: PageContext, title: Callable[[], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._title_words = title
        self.path: Path | None = None
        self._title, self._path = QLabel(self), QLabel(self)
        self._title.setObjectName("strong")
        self._title.setFixedWidth(18 * GRID)
        self._title.setWordWrap(True)
        self._path.setObjectName("muted")
        self._path.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.folder, self.list = QPushButton(self), QPushButton(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._title)
        row.addWidget(self.folder)
        row.addWidget(self.list)
        row.addWidget(self._path, 1)
        self.folder.clicked.connect(self._on_folder)
        self.list.clicked.connect(self._on_list)
        DropTarget(self, has_local_paths, self._take_mime)
        self.retranslate()
        self.recolor()

    def choose(self, path: Path | None) -> None:
        """Take ``path``; None, as from a cancelled dialog, changes nothing."""
        if path is None:
            return
        self.path = path
        self._context.workspace.change(last_folder=str(path.parent))
        self.retranslate()
        self.chosen.emit(path)

    def retranslate(self) -> None:
        title = self._title_words()
        self._title.setText(title)
        for button, text in ((self.folder, _("Folder…")), (self.list, _("CSV file…"))):
            button.setText(text)
            button.setAccessibleName(f"{title}: {text.rstrip('…')}")
        self._path.setText(str(self.path) if self.path else _("or drop it here"))
        self._path.setToolTip(str(self.path) if self.path else "")

    def recolor(self) -> None:
        self.folder.setIcon(icon("folder"))

    def _on_folder(self) -> None:
        start = self._context.workspace.settings.last_folder
        self.choose(gate1_dialogs.ask_photos_folder(self, start))

    def _on_list(self) -> None:
        start = self._context.workspace.settings.last_folder
        self.choose(gate1_dialogs.ask_photos_list(self, start))

    def _take_mime(self, mime: QMimeData) -> None:
        self.choose(local_paths(mime)[0])
