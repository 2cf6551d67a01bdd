"""How far the background work is, and the button that stops it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from carinspect.core.i18n import _
from carinspect.ui.keys import with_keys
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel

_PATIENCE_MS: Final = 300
"""Work that is done sooner never shows a bar."""


class JobBar(Panel):
    """Appears when work takes longer than a moment.

    Args:
        cancel_words: what the button does, where it is not to stop inspecting; a function, as
            the language may change.

    Signals:
        cancel_wanted: the user pressed Cancel.
    """

    cancel_wanted = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, cancel_words: Callable[[], str] | None = None
    ) -> None:
        super().__init__(parent)
        self._cancel_words = cancel_words
        self._label = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(20 * GRID)
        self._cancel = QPushButton(self)
        self._cancel.setObjectName("small")
        self._cancel.clicked.connect(self.cancel_wanted)
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(GRID)
        for widget in (self._label, self._bar, self._cancel):
            row.addWidget(widget)
        self.retranslate()
        self.hide()

    def show_progress(self, text: str, done: int, total: int | None) -> None:
        """Say ``done`` of ``total`` steps; ``total`` None means that nobody knows."""
        self._label.setText(text)
        self._bar.setAccessibleName(text)
        self._bar.setRange(0, total or 0)
        self._bar.setValue(done)
        if self.isHidden() and not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The work is over."""
        self._timer.stop()
        self.hide()

    def retranslate(self) -> None:
        self._cancel.setText(_("Cancel"))
        words, keys = _("Stop inspecting"), "Esc"
        if self._cancel_words is not None:
            words, keys = self._cancel_words(), ""
        self._cancel.setToolTip(with_keys(words, keys))
        self._cancel.setAccessibleName(words)
