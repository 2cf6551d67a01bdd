"""A row of thumbnails with their outcomes; a thousand of them cost no more than ten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from carinspect.core.inspection import Outcome
from carinspect.ui.fonts import sized
from carinspect.ui.icons import paint_icon
from carinspect.ui.theme import GRID, colors
from carinspect.ui.widgets.table_cells import ground_of, paint_picture, rect_of, state_of

PICTURE: Final = QSize(20 * GRID, 11 * GRID)
_CELL: Final = QSize(21 * GRID, 15 * GRID)
_FOOT: Final = 2.5 * GRID


@dataclass(frozen=True, slots=True)
class Face:
    """How one thumbnail looks: the picture (None while it loads), icon and words below it."""

    picture: QImage | None
    icon_name: str
    words: str
    outcome: Outcome | None


class ThumbnailStrip(QListView):
    """Shows any list model; ``face_of`` says how a row looks.

    Signals:
        current_row_changed: the row that is looked at; -1 where there is none.
    """

    current_row_changed = Signal(int)

    def __init__(
        self, face_of: Callable[[QModelIndex | QPersistentModelIndex], Face], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setItemDelegate(ThumbnailDelegate(face_of, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.horizontalScrollBar().setSingleStep(_CELL.width() // 2)
        self.setMouseTracking(True)
        self.setFixedHeight(_CELL.height() + 3 * GRID)

    def selected_rows(self) -> list[int]:
        """The selected rows, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def current_row(self) -> int:
        """The row that is looked at; -1 where there is none."""
        return self.currentIndex().row()

    def go_to(self, row: int) -> None:
        """Look at ``row``; rows beyond the ends are left alone."""
        index = self.model().index(row, 0)
        if index.isValid():
            # The view's own setCurrentIndex would extend the selection while Shift is down.
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, alone)
            self.scrollTo(index)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self.current_row_changed.emit(current.row())

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The strip has no height to scroll: the wheel moves it sideways.
        delta = event.angleDelta()
        turned = delta.x() if abs(delta.x()) > abs(delta.y()) else delta.y()
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - turned)
        event.accept()


class ThumbnailDelegate(QStyledItemDelegate):
    """Paints picture, icon and words; never colour alone."""

    def __init__(
        self, face_of: Callable[[QModelIndex | QPersistentModelIndex], Face], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._face_of = face_of

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return _CELL

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        cell = rect_of(option).adjusted(3, 3, -3, -3)
        face = self._face_of(index)
        _paint_ground(painter, cell, state_of(option))
        picture = QRectF(cell.x() + 5, cell.y() + 5, cell.width() - 10, cell.height() - _FOOT - 8)
        paint_picture(painter, picture, face.picture)
        foot = QRectF(cell.x() + 5, cell.bottom() - _FOOT - 1, cell.width() - 10, _FOOT)
        _paint_foot(painter, foot, face)
        painter.restore()


def _paint_ground(painter: QPainter, cell: QRectF, state: QStyle.StateFlag) -> None:
    theme = colors()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    painter.setBrush(ground_of(state))
    painter.setPen(QPen(QColor(theme.accent), 2) if selected else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), GRID, GRID)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 1.5))
        painter.drawRoundedRect(cell.adjusted(3.5, 3.5, -3.5, -3.5), GRID - 2, GRID - 2)


def _paint_foot(painter: QPainter, foot: QRectF, face: Face) -> None:
    theme = colors()
    ink = theme.muted if face.outcome is None else theme.tones[face.outcome].ink
    side = 2.0 * GRID
    box = QRectF(foot.x(), foot.center().y() - side / 2, side, side)
    paint_icon(painter, face.icon_name, box, color=ink)
    font = sized(85, strong=face.outcome is not None)
    room = foot.adjusted(side + 4, 0, 0, 0)
    words = QFontMetricsF(font).elidedText(face.words, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
