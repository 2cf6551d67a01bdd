"""Three first steps over the inspect page, ticked off as they are done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.icons import pixmap
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel

_ICON: Final = 20
_STEPS: Final = 3


class FirstSteps(Panel):
    """What to try, in one line; goes when it is closed, and for good once all is done.

    Signals:
        finished: the user needs it no more.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("firstSteps")
        self._done: set[int] = set()
        self._pictures = [QLabel(self) for _number in range(_STEPS)]
        self._words = [QLabel(self) for _number in range(_STEPS)]
        self.help, self.close_button = IconButton("help", self), IconButton("close", self, side=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        for picture, words in zip(self._pictures, self._words, strict=True):
            words.setWordWrap(True)
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(words, 1)
        row.addWidget(self.help)
        row.addWidget(self.close_button)
        self.close_button.clicked.connect(self._close)
        self.retranslate()
        self.recolor()

    @property
    def done(self) -> frozenset[int]:
        """The numbers of the steps that are done, from 1."""
        return frozenset(self._done)

    def tick(self, step: int) -> None:
        """Step ``step`` is done, counted from 1."""
        if step in self._done or self.isHidden():
            return
        self._done.add(step)
        self.retranslate()
        self.recolor()
        if len(self._done) == _STEPS:
            self.finished.emit()

    def retranslate(self) -> None:
        texts = (
            _("Drop a photo, or try the samples"),
            _("Space shows where the damage is"),
            _("You decide: D damage, U none, N no car"),
        )
        for number, (label, text) in enumerate(zip(self._words, texts, strict=True), start=1):
            label.setText(f"{number}. {text}")
            is_done = number in self._done
            label.setAccessibleName(_("{step} (done)").format(step=text) if is_done else text)
        if len(self._done) == _STEPS:
            self._words[-1].setText(_("All three done. F1 helps on every page."))
        self.setAccessibleName(_("First steps"))
        self.help.set_words(_("First steps"))
        self.close_button.set_words(_("Do not show the first steps again"))

    def recolor(self) -> None:
        theme = colors()
        for number, picture in enumerate(self._pictures, start=1):
            is_done = number in self._done
            ink = theme.tones[Outcome.UNDAMAGED].ink if is_done else theme.muted
            name = "undamaged" if is_done else "waiting"
            picture.setPixmap(pixmap(name, _ICON, color=ink, ratio=self.devicePixelRatioF()))

    def _close(self) -> None:
        self.hide()
        self.finished.emit()
