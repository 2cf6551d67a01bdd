"""The photos of one phase, as a grid: dropped in, given views, dragged onto the diagram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from carinspect.core.i18n import _
from carinspect.core.record_texts import view_text
from carinspect.core.rental import RentalPhoto, View
from carinspect.core.view_proposal import ProposalSource, ViewProposal
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.rental.photo_mime import mime_of_photos
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.thumbnail_strip import Face, ThumbnailDelegate

Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()


class TrayModel(QAbstractListModel):
    """Photos with the views that somebody chose or that are proposed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.photos: tuple[RentalPhoto, ...] = ()
        self._proposals: dict[str, ViewProposal] = {}

    def show_photos(self, photos: tuple[RentalPhoto, ...]) -> None:
        """Show these; where only views have changed, the selection stays."""
        same = [p.sha256 for p in photos] == [p.sha256 for p in self.photos]
        if same:
            self.photos = photos
            self.refresh()
            return
        self.beginResetModel()
        self.photos = photos
        self.endResetModel()

    def propose(self, proposals: Sequence[ViewProposal]) -> None:
        """Show what photos without a view probably show."""
        self._proposals = {one.photo.sha256: one for one in proposals}
        self.refresh()

    def proposal(self, photo: RentalPhoto) -> ViewProposal | None:
        """What ``photo`` probably shows, where nobody has said it."""
        return self._proposals.get(photo.sha256) if photo.view is None else None

    def proposals(self) -> tuple[ViewProposal, ...]:
        """The proposals that wait for a person."""
        return tuple(one for photo in self.photos if (one := self.proposal(photo)))

    def refresh(self) -> None:
        """Have all painted anew."""
        if self.photos:
            self.dataChanged.emit(self.index(0), self.index(len(self.photos) - 1))

    def words(self, photo: RentalPhoto) -> str:
        """What stands below a photo."""
        proposal = self.proposal(photo)
        if proposal is None:
            return view_text(photo.view)
        return _("{view}?").format(view=view_text(proposal.view))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        photo = self.photos[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return photo.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{photo.name}: {self.words(photo)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (photo.name, self.words(photo), self._why(photo))))
        return None

    def _why(self, photo: RentalPhoto) -> str:
        proposal = self.proposal(photo)
        if proposal is None:
            return ""
        if proposal.source is ProposalSource.NAME:
            return _("Proposed from the file's name.")
        sure = _("clearly ahead") if proposal.clear else _("not clearly ahead: look closely")
        return _("Proposed from {count} matching points, {sure}.").format(
            count=proposal.matches, sure=sure
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        return [mime_of_photos(()).formats()[0]]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return mime_of_photos(self.photos[index.row()].sha256 for index in indexes)


class PhotoTray(QListView):
    """A grid of thumbnails.

    Signals:
        selection_changed: other photos are selected.
        photo_wanted: the user wants to look at a photo (:class:`RentalPhoto`).
    """

    selection_changed = Signal()
    photo_wanted = Signal(object)

    def __init__(self, thumbnails: ThumbnailStore, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._rental: RentalAtDesk | None = None
        self.tray = TrayModel(self)
        self.setModel(self.tray)
        self.setItemDelegate(ThumbnailDelegate(self._face, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.selectionModel().selectionChanged.connect(calling(self.selection_changed.emit))
        self.activated.connect(self._on_activated)
        thumbnails.loaded.connect(self.tray.refresh)

    def show_photos(self, rental: RentalAtDesk, photos: tuple[RentalPhoto, ...]) -> None:
        """Show some photos of a rental."""
        self._rental = rental
        self.tray.show_photos(photos)
        if photos and not self.currentIndex().isValid():
            self.setCurrentIndex(self.tray.index(0))
        self.selection_changed.emit()

    def selected(self) -> tuple[RentalPhoto, ...]:
        """The selected photos, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.tray.photos[row] for row in rows)

    def select_view(self, view: View) -> bool:
        """Select the photos that show ``view``; whether there are any."""
        rows = [row for row, photo in enumerate(self.tray.photos) if photo.view is view]
        if rows:
            self.clearSelection()
            self.setCurrentIndex(self.tray.index(rows[0]))
            select = self.selectionModel().SelectionFlag.Select
            for row in rows:
                self.selectionModel().select(self.tray.index(row), select)
        return bool(rows)

    def _face(self, index: Index) -> Face:
        photo = self.tray.photos[index.row()]
        icon_name = "check" if photo.view else "help"
        picture = None
        if self._rental is not None:
            picture = self._thumbnails.get(self._rental.files[photo.sha256])
        return Face(picture, icon_name, self.tray.words(photo), None)

    def _on_activated(self, index: QModelIndex) -> None:
        self.photo_wanted.emit(self.tray.photos[index.row()])

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID, 18 * GRID)
