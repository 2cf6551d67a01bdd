"""How a row of the folder table looks: thumbnail, name, outcome, damage, remark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.folder.folder_row import FolderRow
from carinspect.ui.folder.run_model import ROW_ROLE, Column
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.probability_scale import percent

ROW_HEIGHT: Final = 6 * GRID
PICTURE: Final = QSize(9 * GRID, 5 * GRID)

_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE: Final = Qt.TextElideMode.ElideMiddle
_END: Final = Qt.TextElideMode.ElideRight


class RunDelegate(QStyledItemDelegate):
    """Paints every cell; never colour alone.

    Args:
        picture_of: the thumbnail of a row; None while it loads, null where there is none.
    """

    def __init__(self, picture_of: Callable[[FolderRow], QImage | None], parent: QObject) -> None:
        super().__init__(parent)
        self._picture_of = picture_of

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(8 * GRID, ROW_HEIGHT)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: FolderRow = index.data(ROW_ROLE)
        cell = QRectF(_rect(option))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        _paint_ground(painter, cell, _state(option))
        room = cell.adjusted(GRID, 0, -GRID, -1)
        match Column(index.column()):
            case Column.PHOTO:
                _paint_picture(painter, cell, self._picture_of(row))
            case Column.NAME:
                _paint_name(painter, room, row.name)
            case Column.OUTCOME:
                _paint_outcome(painter, room, row.outcome)
            case Column.DAMAGE:
                _paint_damage(painter, room, row)
            case column:
                words = str(index.data())
                align = _RIGHT if column is Column.TIME else _LEFT
                _paint_words(painter, room, words, ink=colors().muted, align=align)
        painter.restore()


def _rect(option: QStyleOptionViewItem) -> QRectF:
    # The stubs of PySide6 6.11 do not know the members of style options.
    return QRectF(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]


def _state(option: QStyleOptionViewItem) -> QStyle.StateFlag:
    return option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType]


def _paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    theme = colors()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    ground = theme.accent_soft if selected else theme.hover if hovered else theme.surface
    painter.fillRect(cell, QColor(ground))
    painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), QColor(theme.border))


def _paint_picture(painter: QPainter, cell: QRectF, picture: QImage | None) -> None:
    room = QRectF(0, 0, PICTURE.width(), PICTURE.height())
    room.moveCenter(cell.center())
    if picture is None or picture.isNull():
        theme = colors()
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


def _paint_name(painter: QPainter, room: QRectF, name: str) -> None:
    path = PurePath(name)
    if path.parent == PurePath():
        _paint_words(painter, room, name, ink=colors().text, elide=_MIDDLE)
        return
    half = room.height() / 2
    upper = QRectF(room.left(), room.top() + 3, room.width(), half)
    lower = QRectF(room.left(), room.top() + half - 2, room.width(), half)
    _paint_words(painter, upper, path.name, ink=colors().text, elide=_MIDDLE)
    small = sized(85)
    _paint_words(painter, lower, str(path.parent), ink=colors().muted, elide=_MIDDLE, font=small)


def _paint_outcome(painter: QPainter, room: QRectF, outcome: Outcome) -> None:
    tone = colors().tones[outcome]
    font = sized(93, strong=True)
    metrics = QFontMetricsF(font)
    side = 2.0 * GRID
    free = room.width() - side - 2.5 * GRID
    words = metrics.elidedText(outcome_text(outcome), _END, free)
    wide = metrics.horizontalAdvance(words) + side + 2.5 * GRID
    pill = QRectF(room.left(), room.center().y() - 1.625 * GRID, wide, 3.25 * GRID)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tone.soft))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    box = QRectF(pill.left() + GRID, pill.center().y() - side / 2, side, side)
    paint_icon(painter, outcome.value, box, color=tone.ink)
    text = pill.adjusted(side + 1.5 * GRID, 0, 0, 0)
    painter.setFont(font)
    painter.setPen(QColor(tone.ink))
    painter.drawText(text, _LEFT, words)


def _paint_damage(painter: QPainter, room: QRectF, row: FolderRow) -> None:
    if row.probability is None:
        _paint_words(painter, room, "–", ink=colors().muted, align=_RIGHT)
        return
    theme = colors()
    upper = room.adjusted(0, 0, 0, -GRID)
    _paint_words(painter, upper, percent(row.probability), ink=theme.text, align=_RIGHT)
    bar = QRectF(room.left(), room.bottom() - 1.5 * GRID, room.width(), 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.sunken))
    painter.drawRoundedRect(bar, 2, 2)
    bar.setWidth(max(4.0, bar.width() * row.probability))
    painter.setBrush(QColor(theme.tones[row.outcome].ink))
    painter.drawRoundedRect(bar, 2, 2)


def _paint_words(  # noqa: PLR0913 - what a line of text needs
    painter: QPainter,
    room: QRectF,
    words: str,
    *,
    ink: str,
    align: int = _LEFT,
    elide: Qt.TextElideMode = _END,
    font: QFont | None = None,
) -> None:
    chosen = font or sized(100)
    painter.setFont(chosen)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(chosen).elidedText(words.replace("\n", " "), elide, room.width())
    painter.drawText(room, align, shown)
