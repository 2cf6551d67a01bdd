"""The buttons under the photo on which boxes are drawn, and their keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.icons import icon
from carinspect.ui.rental.private_canvas import PrivateCanvas
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel


class PrivateTools(Panel):
    """Add, remove, undo, redo and zoom."""

    def __init__(self, canvas: PrivateCanvas, undo: QUndoStack, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas, self._undo = canvas, undo
        self.add, self.remove, self.back, self.again = (QPushButton(self) for _n in range(4))
        self.keys = QLabel(self)
        self.keys.setObjectName("muted")
        self.keys.setWordWrap(True)
        self.zoom_in, self.zoom_out, self.fit = (
            IconButton(name, self) for name in ("zoom_in", "zoom_out", "fit")
        )
        self._lay_out()
        self._connect()
        self._bind_keys(parent)
        self.retranslate()
        self.recolor()
        self._refresh()

    def retranslate(self) -> None:
        for button, words, keys in (
            (self.add, _("Add a box"), _("Insert, or drag on the photo")),
            (self.remove, _("Remove the box"), _("Delete")),
            (self.back, _("Undo"), "Ctrl+Z"),
            (self.again, _("Redo"), "Ctrl+Shift+Z"),
        ):
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(keys)
        self.zoom_in.set_words(_("Zoom in"), "Ctrl++")
        self.zoom_out.set_words(_("Zoom out"), "Ctrl+-")
        self.fit.set_words(_("Whole photo"), "Ctrl+0")
        self.keys.setText(_("Space: next box · arrows move it, with Shift its size"))

    def recolor(self) -> None:
        for button, name in ((self.remove, "remove"), (self.back, "undo"), (self.again, "again")):
            button.setIcon(icon(name))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self.add, self.remove, self.back, self.again):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch()
        for button in (self.zoom_in, self.zoom_out, self.fit):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        column.addWidget(self.keys)

    def _connect(self) -> None:
        canvas, undo = self._canvas, self._undo
        for button, act in (
            (self.add, canvas.add_box),
            (self.remove, canvas.remove_box),
            (self.back, undo.undo),
            (self.again, undo.redo),
            (self.zoom_in, canvas.zoom_in),
            (self.zoom_out, canvas.zoom_out),
            (self.fit, canvas.fit),
        ):
            button.clicked.connect(self._then_back(act))
        canvas.selected_changed.connect(self._refresh)
        undo.indexChanged.connect(self._refresh)

    def _bind_keys(self, dialog: QWidget) -> None:
        standard = QKeySequence.StandardKey
        for keys, act in (
            (standard.Undo, self._undo.undo),
            (standard.Redo, self._undo.redo),
            (standard.ZoomIn, self._canvas.zoom_in),
            (standard.ZoomOut, self._canvas.zoom_out),
            (QKeySequence("Ctrl+0"), self._canvas.fit),
        ):
            QShortcut(QKeySequence(keys), dialog).activated.connect(act)

    def _then_back(self, act: Callable[[], object]) -> Callable[[], None]:
        """Do it and give the keys back to the photo."""

        def do() -> None:
            act()
            self._canvas.setFocus()

        return do

    def _refresh(self) -> None:
        self.remove.setEnabled(self._canvas.selected >= 0)
        self.back.setEnabled(self._undo.canUndo())
        self.again.setEnabled(self._undo.canRedo())
