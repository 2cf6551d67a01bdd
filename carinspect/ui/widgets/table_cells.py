"""How the cells of our tables are painted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def rect_of(option: QStyleOptionViewItem) -> QRectF:
    """Where the cell is."""
    # The stubs of PySide6 6.11 do not know the members of style options.
    return QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]


def state_of(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    """Whether the cell is selected, under the mouse, and so on."""
    return option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    """The cell's ground and the line below it."""
    theme = colors()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    ground = theme.accent_soft if selected else theme.hover if hovered else theme.surface
    painter.fillRect(cell, QColor(ground))
    painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), QColor(theme.border))


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


def paint_words(
    painter: QPainter,
    room: QRectF,
    words: str,
    *,
    quiet: bool = False,
    align: Qt.AlignmentFlag = LEFT,
    font: QFont | None = None,
) -> None:
    """One line of text, shortened in its middle where it is too long."""
    chosen = font or sized(100)
    theme = colors()
    painter.setFont(chosen)
    painter.setPen(QColor(theme.muted if quiet else theme.text))
    middle = Qt.TextElideMode.ElideMiddle
    shown = QFontMetricsF(chosen).elidedText(words.replace("\n", " "), middle, room.width())
    painter.drawText(room, align, shown)
