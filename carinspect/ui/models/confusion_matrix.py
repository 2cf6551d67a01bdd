"""The confusion matrix as a heat map; each cell leads to its photos."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from carinspect.core.evaluation import Confusion
from carinspect.core.evaluation_texts import class_text
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.ui.fonts import sized
from carinspect.ui.theme import GRID, colors

_LEFT: Final = 3.0 * GRID
_FOOT: Final = 3.0 * GRID
_DARK_FROM: Final = 0.5
Cell = tuple[int, int]


class ConfusionMatrix(QWidget):
    """Two by two cells, coloured by their share of the row; blue is right, red is wrong.

    The arrow keys choose a cell, Enter or a click opens it.

    Signals:
        cell_wanted: (truth, verdict) of the cell whose photos are wanted.
    """

    cell_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = Confusion(0, 0, 0, 0)
        self._chosen: Cell = (1, 0)
        self._hovered: Cell | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(28 * GRID, 22 * GRID)
        self.show_counts(self._counts)

    def show_counts(self, counts: Confusion) -> None:
        """Show ``counts``."""
        self._counts = counts
        self.setAccessibleName(_("Confusion matrix"))
        self.setAccessibleDescription(self.words(self._chosen))
        self.setToolTip(_("Click a cell to see its photos."))
        self.update()

    def words(self, cell: Cell) -> str:
        """What a cell says, for those who do not see it."""
        truth, verdict = cell
        count = self._counts.rows()[truth][verdict]
        return ngettext(
            "{count} photo is {truth} and was called {verdict}.",
            "{count} photos are {truth} and were called {verdict}.",
            count,
        ).format(count=count, truth=class_text(truth), verdict=class_text(verdict))

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, 30 * GRID)

    def cell_rect(self, cell: Cell) -> QRectF:
        """Where a cell lies."""
        truth, verdict = cell
        width = (self.width() - _LEFT - 2) / 2
        height = (self.height() - _FOOT - 2) / 2
        return QRectF(_LEFT + verdict * width, 1 + truth * height, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(cell)
            self.cell_wanted.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._cell_at(event.position())
        pointing = Qt.CursorShape.PointingHandCursor
        self.setCursor(pointing if self._hovered else Qt.CursorShape.ArrowCursor)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        truth, verdict = self._chosen
        moves = {
            Qt.Key.Key_Left: (truth, 0),
            Qt.Key.Key_Right: (truth, 1),
            Qt.Key.Key_Up: (0, verdict),
            Qt.Key.Key_Down: (1, verdict),
        }
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.cell_wanted.emit(truth, verdict)
        elif event.key() in moves:
            self._choose(moves[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for truth in (0, 1):
            for verdict in (0, 1):
                self._paint_cell(painter, (truth, verdict))
        self._paint_names(painter)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        theme = colors()
        truth, verdict = cell
        counts = self._counts.rows()[truth]
        share = counts[verdict] / max(1, sum(counts))
        full = theme.accent if truth == verdict else theme.tones[Outcome.DAMAGED].fill
        room = self.cell_rect(cell).adjusted(2, 2, -2, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_mixed(theme.surface, full, 0.06 + 0.94 * share))
        painter.drawRoundedRect(room, GRID / 2, GRID / 2)
        ink = theme.on_accent if share > _DARK_FROM else theme.text
        painter.setPen(QColor(ink))
        painter.setFont(sized(160, strong=True))
        middle = room.center().y()
        upper = QRectF(room.x(), middle - 4 * GRID, room.width(), 4 * GRID)
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignCenter), str(counts[verdict]))
        painter.setFont(sized(93))
        lower = QRectF(room.x(), middle, room.width(), 3 * GRID)
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignCenter), f"{100 * share:.1f}%")
        if cell == self._hovered or (self.hasFocus() and cell == self._chosen):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawRoundedRect(room, GRID / 2, GRID / 2)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(colors().muted))
        painter.setFont(sized(93))
        for label in (0, 1):
            cell = self.cell_rect((1, label))
            room = QRectF(cell.x(), self.height() - _FOOT, cell.width(), _FOOT)
            words = _("called {name}").format(name=class_text(label))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), _short(painter, words, room))
            cell = self.cell_rect((label, 0))
            painter.save()
            painter.translate(0, cell.bottom())
            painter.rotate(-90)
            words = _("is {name}").format(name=class_text(label))
            room = QRectF(0, 0, cell.height(), _LEFT)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), _short(painter, words, room))
            painter.restore()

    def _cell_at(self, place: QPointF) -> Cell | None:
        for cell in ((0, 0), (0, 1), (1, 0), (1, 1)):
            if self.cell_rect(cell).contains(place):
                return cell
        return None

    def _choose(self, cell: Cell) -> None:
        self._chosen = cell
        self.setAccessibleDescription(self.words(cell))
        self.update()


def _mixed(ground: str, ink: str, share: float) -> QColor:
    a, b = QColor(ground), QColor(ink)
    return QColor.fromRgbF(
        a.redF() * (1 - share) + b.redF() * share,
        a.greenF() * (1 - share) + b.greenF() * share,
        a.blueF() * (1 - share) + b.blueF() * share,
    )


def _short(painter: QPainter, words: str, room: QRectF) -> str:
    metrics = QFontMetricsF(painter.font())
    return metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room.width())
