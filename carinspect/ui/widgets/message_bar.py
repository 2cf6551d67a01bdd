"""What the user should know, in one line at the top instead of a box in the way."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.texts import error_text
from carinspect.ui.icons import pixmap
from carinspect.ui.theme import GRID, Colors, colors
from carinspect.ui.widgets.fitting_words import breakable
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel

_NOTE_MS: Final = 8000


class Weight(Enum):
    """How much a message weighs; the value is its icon."""

    NOTE = "info"
    WARNING = "warning"
    ERROR = "damaged"


class MessageBar(Panel):
    """Shows the latest message; notes go away by themselves, the rest by its button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self._weight = Weight.NOTE
        self._act: Callable[[], object] = _nothing
        self._icon = QLabel(self)
        self._said = ""
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)  # it names files, which are strangers'
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.clicked.connect(self._on_action)
        self._close = IconButton("close", self, side=16)
        self._close.clicked.connect(self.dismiss)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_time)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        for widget in (self._icon, self._text, self._action, self._close):
            row.addWidget(widget)
        self.retranslate()
        self.hide()

    @property
    def text(self) -> str:
        """The message shown; empty where there is none."""
        return self._said if not self.isHidden() else ""

    def note(self, text: str) -> None:
        """Tell something that the user may miss."""
        self._show(text, Weight.NOTE, "", _nothing)

    def offer(self, text: str, action: str, act: Callable[[], object]) -> None:
        """Tell something and offer one thing to do about it."""
        self._show(text, Weight.NOTE, action, act)

    def warn(self, text: str) -> None:
        """Tell something that stays until the user has seen it."""
        self._show(text, Weight.WARNING, "", _nothing)

    def show_error(
        self, error: CarInspectError, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Tell what went wrong and what to do."""
        self._show(error_text(error), Weight.ERROR, action, act or _nothing)

    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()

    def retranslate(self) -> None:
        self._close.set_words(_("Close the message"))

    def recolor(self) -> None:
        ink, ground = _look(self._weight, colors())
        self._icon.setPixmap(
            pixmap(self._weight.value, 20, color=ink, ratio=self.devicePixelRatioF())
        )
        sheet = f"#messageBar {{ background: {ground}; }} #messageBar QLabel {{ color: {ink}; }}"
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)

    def _show(self, text: str, weight: Weight, action: str, act: Callable[[], object]) -> None:
        self._weight = weight
        self._act = act
        self._said = text
        self._text.setText(breakable(text))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.recolor()
        self.show()
        self._timer.stop()
        if weight is Weight.NOTE:
            self._timer.start(_NOTE_MS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _on_time(self) -> None:
        # Whoever is about to press its button keeps the message.
        focused = QApplication.focusWidget()
        if self.underMouse() or (focused is not None and self.isAncestorOf(focused)):
            self._timer.start(_NOTE_MS)
        else:
            self.dismiss()

    def _on_action(self) -> None:
        act = self._act
        self.dismiss()
        act()


def _nothing() -> None:
    pass


def _look(weight: Weight, theme: Colors) -> tuple[str, str]:
    if weight is Weight.NOTE:
        return theme.text, theme.accent_soft
    tone = theme.tones[Outcome.REVIEW if weight is Weight.WARNING else Outcome.DAMAGED]
    return tone.ink, tone.soft
