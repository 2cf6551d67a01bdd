"""How a row of the folder table looks: thumbnail, name, outcome, damage, remark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from carinspect.ui.folder.folder_row import FolderRow
from carinspect.ui.folder.run_model import ROW_ROLE, Column
from carinspect.ui.fonts import sized
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets import table_cells
from carinspect.ui.widgets.probability_scale import percent
from carinspect.ui.widgets.table_cells import Lettering, paint_words

ROW_HEIGHT: Final = 6 * GRID
PICTURE: Final = QSize(9 * GRID, 5 * GRID)

_END: Final = Qt.TextElideMode.ElideRight
_QUIET_LEFT: Final = Lettering(quiet=True, elide=_END)
_QUIET_RIGHT: Final = Lettering(quiet=True, align=table_cells.RIGHT, elide=_END)

Index = QModelIndex | QPersistentModelIndex


class RunDelegate(QStyledItemDelegate):
    """Paints every cell; never colour alone.

    Args:
        picture_of: the thumbnail of a row; None while it loads, null where there is none.
    """

    def __init__(self, picture_of: Callable[[FolderRow], QImage | None], parent: QObject) -> None:
        super().__init__(parent)
        self._picture_of = picture_of

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(8 * GRID, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: FolderRow = index.data(ROW_ROLE)
        cell, room = table_cells.begin_cell(painter, option)
        match Column(index.column()):
            case Column.PHOTO:
                picture = QRectF(0, 0, PICTURE.width(), PICTURE.height())
                picture.moveCenter(cell.center())
                table_cells.paint_picture(painter, picture, self._picture_of(row))
            case Column.NAME:
                _paint_name(painter, room, row.name)
            case Column.OUTCOME:
                table_cells.paint_outcome(painter, room, row.outcome)
            case Column.DAMAGE:
                _paint_damage(painter, room, row)
            case column:
                lettering = _QUIET_RIGHT if column is Column.TIME else _QUIET_LEFT
                paint_words(painter, room, str(index.data()), lettering)
        painter.restore()


def _paint_name(painter: QPainter, room: QRectF, name: str) -> None:
    path = PurePath(name)
    if path.parent == PurePath():
        paint_words(painter, room, name)
        return
    half = room.height() / 2
    upper = QRectF(room.left(), room.top() + 3, room.width(), half)
    lower = QRectF(room.left(), room.top() + half - 2, room.width(), half)
    paint_words(painter, upper, path.name)
    paint_words(painter, lower, str(path.parent), Lettering(quiet=True, font=sized(85)))


def _paint_damage(painter: QPainter, room: QRectF, row: FolderRow) -> None:
    if row.probability is None:
        paint_words(painter, room, "–", _QUIET_RIGHT)
        return
    theme = colors()
    upper = room.adjusted(0, 0, 0, -GRID)
    paint_words(painter, upper, percent(row.probability), Lettering(align=table_cells.RIGHT))
    bar = QRectF(room.left(), room.bottom() - 1.5 * GRID, room.width(), 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.sunken))
    painter.drawRoundedRect(bar, 2, 2)
    bar.setWidth(max(4.0, bar.width() * row.probability))
    painter.setBrush(QColor(theme.tones[row.outcome].ink))
    painter.drawRoundedRect(bar, 2, 2)
