"""The likeliest ImageNet classes as bars."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.verdict import Guess
from carinspect.ui.fonts import sized
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.probability_scale import percent

_ROW = 3 * GRID


class ClassBars(QWidget):
    """One row a class: name, bar behind it, probability."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guesses: tuple[Guess, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_guesses(self, guesses: tuple[Guess, ...]) -> None:
        """Show ``guesses``, most likely first."""
        self._guesses = guesses
        self.setAccessibleName(_("Likeliest classes"))
        lines = [f"{class_words(guess)} {percent(guess.probability)}" for guess in guesses]
        self.setAccessibleDescription(", ".join(lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(30 * GRID, int(_ROW * max(1, len(self._guesses))))

    def minimumSizeHint(self) -> QSize:
        return QSize(16 * GRID, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(sized(93))
        for row, guess in enumerate(self._guesses):
            self._paint_row(painter, QRectF(0, row * _ROW, self.width(), _ROW - 2), guess)
        painter.end()

    def _paint_row(self, painter: QPainter, rect: QRectF, guess: Guess) -> None:
        theme = colors()
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(rect)
        bar.setWidth(max(4.0, rect.width() * min(1.0, guess.probability)))
        painter.setBrush(QColor(theme.accent_soft))
        painter.drawRoundedRect(bar, 4, 4)
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(painter.font())
        number = percent(guess.probability)
        room = rect.adjusted(GRID, 0, -GRID, 0)
        painter.drawText(room, int(_RIGHT), number)
        room.setRight(room.right() - metrics.horizontalAdvance(number) - GRID)
        name = metrics.elidedText(class_words(guess), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), name)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def class_words(guess: Guess) -> str:
    """The class's name in the user's language."""
    return imagenet_text(guess.wnid, guess.name)
