"""How the cells of our tables and lists are painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Lettering:
    """How a line of text is written; ``font`` None is that of body text."""

    quiet: bool = False
    align: Qt.AlignmentFlag = LEFT
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle
    font: QFont | None = None


PLAIN: Final = Lettering()


def rect_of(option: QStyleOptionViewItem) -> QRectF:
    """Where the cell is."""
    # The stubs of PySide6 6.11 do not know the members of style options.
    return QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """Whether the cell is selected, under the mouse, and so on."""
    return option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def ground_of(state: QStyle.StateFlag) -> QColor:
    """The colour below a cell."""
    theme = colors()
    if state & QStyle.StateFlag.State_Selected:
        return QColor(theme.accent_soft)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    return QColor(theme.hover if hovered else theme.surface)


def begin_cell(painter: QPainter, option: QStyleOptionViewItem) -> tuple[QRectF, QRectF]:
    """Save the painter and paint the ground: (the cell, the room for what it holds)."""
    cell = rect_of(option)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_ground(painter, cell, state_of(option))
    return cell, cell.adjusted(GRID, 0, -GRID, -1)


def paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    """The cell's ground, the line below it, and a frame where the keyboard is."""
    theme = colors()
    painter.fillRect(cell, ground_of(state))
    painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), QColor(theme.border))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawRect(cell.adjusted(1, 1, -1, -2))


def paint_picture(painter: QPainter, room: QRectF, picture: QImage | None) -> None:
    """A thumbnail, whole; an icon while it loads (None) and where there is none (null)."""
    theme = colors()
    if picture is None or picture.isNull():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.sunken))
        painter.drawRoundedRect(room, 4, 4)
        box = QRectF(0, 0, 2.5 * GRID, 2.5 * GRID)
        box.moveCenter(room.center())
        paint_icon(painter, "photos" if picture is None else "error", box, color=theme.muted)
        return
    size = QSizeF(picture.size()).scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(0, 0, size.width(), size.height())
    target.moveCenter(room.center())
    painter.drawImage(target, picture)


def paint_outcome(painter: QPainter, room: QRectF, outcome: Outcome) -> None:
    """An outcome by colour, icon and words."""
    tone = colors().tones[outcome]
    font = sized(93, strong=True)
    metrics = QFontMetricsF(font)
    side = 2.0 * GRID
    beside = side + 2.5 * GRID
    elide = Qt.TextElideMode.ElideRight
    words = metrics.elidedText(outcome_text(outcome), elide, room.width() - beside)
    wide = metrics.horizontalAdvance(words) + beside
    pill = QRectF(room.left(), room.center().y() - 1.625 * GRID, wide, 3.25 * GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.soft))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    box = QRectF(pill.left() + GRID, pill.center().y() - side / 2, side, side)
    paint_icon(painter, outcome.value, box, color=tone.ink)
    painter.setFont(font)
    painter.setPen(QColor(tone.ink))
    painter.drawText(pill.adjusted(side + 1.5 * GRID, 0, 0, 0), LEFT, words)


def paint_words(painter: QPainter, room: QRectF, words: str, lettering: Lettering = PLAIN) -> None:
    """One line of text, shortened where it is too long."""
    chosen = lettering.font or sized(100)
    theme = colors()
    painter.setFont(chosen)
    painter.setPen(QColor(theme.muted if lettering.quiet else theme.text))
    line = words.replace("\n", " ")
    shown = QFontMetricsF(chosen).elidedText(line, lettering.elide, room.width())
    painter.drawText(room, lettering.align, shown)
