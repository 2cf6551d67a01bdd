"""The page of a part that this edition lacks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from carinspect.ui.icons import pixmap
from carinspect.ui.page import Page
from carinspect.ui.theme import GRID, colors


class AbsentPage(Page):
    """Says in one sentence what is missing and how to get it.

    Args:
        icon: of the page in the rail.
        title: what is absent; a function, as the language may change.
        words: the sentence, likewise.
        parent: the stack of pages.
    """

    def __init__(
        self, icon: str, title: Callable[[], str], words: Callable[[], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._words = (title, words)
        self._icon = icon
        self._picture, self._title, self._text = (QLabel(self) for _number in range(3))
        self._title.setObjectName("title")
        self._text.setObjectName("muted")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.focus_first(self._text)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch()
        for label in (self._picture, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch()
        self.retranslate()
        self.recolor()

    def retranslate(self) -> None:
        title, words = self._words
        self._title.setText(title())
        self._text.setText(words())
        self._text.setAccessibleName(title())

    def recolor(self) -> None:
        ratio = self.devicePixelRatioF()
        self._picture.setPixmap(pixmap(self._icon, 9 * GRID, color=colors().accent, ratio=ratio))
