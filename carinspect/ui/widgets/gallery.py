"""Photos to look through: a grid of thumbnails, and each one large."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QStackedWidget, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.large_photo import LargePhoto
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.thumbnail_strip import PICTURE, Face, ThumbnailDelegate

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class GalleryPhoto:
    """A photo of a gallery.

    Attributes:
        caption: a few words below the thumbnail.
        detail: what there is to say about it, below the large photo.
        outcome: gives the caption its icon and colour; None for neither.
        payload: whatever the owner of the gallery wants to find again.
    """

    path: Path
    caption: str
    detail: str = ""
    outcome: Outcome | None = None
    payload: object = None


class Gallery(Panel):
    """Shows photos; ten thousand cost no more than ten, as only those in view are loaded.

    Enter or a double click shows a photo large; there the arrow keys turn to the next one, the
    zoom keys zoom, and Esc leads back to the grid.

    Args:
        lane: where photos are decoded.
        beside: a widget of the owner's to stand beside the large photo, or None.

    Signals:
        current_changed: the :class:`GalleryPhoto` that is looked at, or None.
        large_changed: one photo is shown large now, or all of them again.
    """

    current_changed = Signal(object)
    large_changed = Signal(bool)

    def __init__(
        self, lane: JobRunner, parent: QWidget | None = None, *, beside: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._empty_text: Callable[[], str] = str
        self._thumbnails = ThumbnailStore(lane, PICTURE * self.devicePixelRatioF(), self)
        self._photos = _PhotoModel(self)
        self._thumbnails.loaded.connect(self._photos.refresh)
        self.grid = _Grid(self)
        self.grid.setItemDelegate(ThumbnailDelegate(self._face_of, self.grid))
        self.grid.setModel(self._photos)
        self.large = LargePhoto(lane, self, beside=beside)
        self._empty = QLabel(self)
        self._empty.setObjectName("muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._stack = QStackedWidget(self)
        for widget in (self._empty, self.grid, self.large):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.focus_first(self.grid)
        self.grid.current_row_changed.connect(self._on_current)
        self.grid.activated.connect(calling(self.show_large))
        self.large.back_wanted.connect(self.show_grid)
        self.large.step_wanted.connect(self.step)
        self.retranslate()

    def show_photos(
        self, photos: Sequence[GalleryPhoto], empty_text: Callable[[], str] = str
    ) -> None:
        """Show ``photos`` in the grid, the first one chosen.

        Args:
            photos: in the order in which they are looked through.
            empty_text: what to say where there are none; a function, as the language may change.
        """
        self._empty_text = empty_text
        self._photos.set_photos(photos)
        self.show_grid()
        if photos:
            self.go_to(0)
        else:
            self.current_changed.emit(None)
        self.retranslate()

    @property
    def current(self) -> GalleryPhoto | None:
        """The photo that is looked at."""
        return self._photos.photo(self.grid.currentIndex().row())

    def chosen(self) -> tuple[GalleryPhoto, ...]:
        """The selected photos in order; where one is large, that one."""
        if self.is_large and self.current is not None:
            return (self.current,)
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        return tuple(photo for row in rows if (photo := self._photos.photo(row)) is not None)

    @property
    def is_large(self) -> bool:
        """Whether one photo is shown large."""
        return self._stack.currentWidget() is self.large

    def go_to(self, row: int) -> None:
        """Look at the photo at ``row``; rows beyond the ends are left alone."""
        index = self._photos.index(row, 0)
        if index.isValid():
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.grid.selectionModel().setCurrentIndex(index, alone)
            self.grid.scrollTo(index)

    def step(self, by: int) -> None:
        """Turn to the photo ``by`` places on."""
        self.go_to(self.grid.currentIndex().row() + by)

    def show_large(self) -> None:
        """Show the chosen photo large."""
        if self.current is not None:
            self._stack.setCurrentWidget(self.large)
            self.large_changed.emit(True)  # noqa: FBT003 - the signal has no name for it
            self._fill_large()
            self.large.setFocus()

    def show_grid(self) -> None:
        """Show all photos small."""
        was_large = self.is_large
        self._stack.setCurrentWidget(self.grid if len(self._photos) else self._empty)
        self.large.clear()
        if was_large:
            self.large_changed.emit(False)  # noqa: FBT003 - as above
            self.grid.setFocus()

    def retranslate(self) -> None:
        self._empty.setText(self._empty_text())
        self.grid.setAccessibleName(_("Photos"))

    def _on_current(self, _row: int) -> None:
        self.current_changed.emit(self.current)
        if self.is_large:
            self._fill_large()

    def _fill_large(self) -> None:
        photo, row = self.current, self.grid.currentIndex().row()
        if photo is None:
            return
        words = "\n".join(part for part in (photo.caption, photo.detail) if part)
        self.large.show_photo(photo.path, words, self._thumbnails.get(photo.path))
        self.large.show_place(row, len(self._photos))
        following = self._photos.photo(row + 1)
        if following is not None:
            self.large.prepare(following.path)

    def _face_of(self, index: Index) -> Face:
        photo = self._photos.photo(index.row())
        if photo is None:
            return Face(None, "photos", "", None)
        icon = "photos" if photo.outcome is None else photo.outcome.value
        return Face(self._thumbnails.get(photo.path), icon, photo.caption, photo.outcome)

    def event(self, event: QEvent) -> bool:
        # Keys that the window has for other things are the gallery's while a photo is large.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.is_large
            and self.large.answers(event)
        ):
            event.accept()
            return True
        return super().event(event)


class _Grid(QListView):
    """Thumbnails in rows.

    Signals:
        current_row_changed: the row that is looked at; -1 where there is none.
    """

    current_row_changed = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(4 * GRID)
        self.setMouseTracking(True)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.current_row_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _PhotoModel(QAbstractListModel):
    """The photos as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._photos: tuple[GalleryPhoto, ...] = ()
        self._rows: dict[Path, list[int]] = {}

    def __len__(self) -> int:
        return len(self._photos)

    def set_photos(self, photos: Sequence[GalleryPhoto]) -> None:
        self.beginResetModel()
        self._photos = tuple(photos)
        self._rows = {}
        for row, photo in enumerate(self._photos):
            self._rows.setdefault(photo.path, []).append(row)
        self.endResetModel()

    def photo(self, row: int) -> GalleryPhoto | None:
        return self._photos[row] if 0 <= row < len(self._photos) else None

    def refresh(self, path: Path) -> None:
        """Have a photo painted again, as its thumbnail has come."""
        for row in self._rows.get(path, ()):
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        photo = self.photo(index.row())
        if photo is None:
            return None
        words = ", ".join(part for part in (photo.path.name, photo.caption) if part)
        return {
            Qt.ItemDataRole.DisplayRole: photo.path.name,
            Qt.ItemDataRole.ToolTipRole: f"{photo.path}\n{photo.detail or photo.caption}",
            Qt.ItemDataRole.AccessibleTextRole: words,
        }.get(Qt.ItemDataRole(role))
