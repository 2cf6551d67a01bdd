"""The photos of a rental in a column: how much is hidden on each, and which were looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from carinspect.core.i18n import _, ngettext
from carinspect.core.record_texts import phase_text, view_text
from carinspect.core.rental import RentalPhoto
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore

_THUMBNAIL: Final = QSize(72, 54)


class PrivatePhotos(QListWidget):
    """Each photo once, by its bytes.

    Signals:
        turned: another photo is the current one.
    """

    turned = Signal()

    def __init__(self, lane: JobRunner, rental: RentalAtDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._files = rental.files
        self._photos: dict[str, RentalPhoto] = {}
        for photo in rental.state.photos:
            self._photos.setdefault(photo.sha256, photo)
        self.shas = tuple(self._photos)
        self._counts = dict.fromkeys(self.shas, 0)
        self._unsearched, self._unseen = set(self.shas), set(self.shas)
        self._thumbnails = ThumbnailStore(lane, _THUMBNAIL * self.devicePixelRatioF(), self)
        self._thumbnails.loaded.connect(self._on_thumbnail)
        self.setObjectName("choice")
        self.setAccessibleName(_("Photos of the rental"))
        self.setIconSize(_THUMBNAIL)
        self.setFixedWidth(31 * GRID)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        for sha256 in self.shas:
            self.addItem(QListWidgetItem())
            self._say(sha256)
            self._thumbnails.get(rental.files[sha256])
        self.currentRowChanged.connect(self.turned)

    def current(self) -> str:
        """SHA-256 of the current photo; empty where there is none."""
        row = self.currentRow()
        return self.shas[row] if row >= 0 else ""

    def go_to(self, row: int) -> None:
        """Turn to a photo; beyond the last comes the first."""
        if self.shas:
            self.setCurrentRow(row % len(self.shas))

    def set_count(self, sha256: str, count: int) -> None:
        """How many boxes hide something on a photo."""
        self._counts[sha256] = count
        self._say(sha256)

    def set_searched(self, sha256: str) -> None:
        """The program has searched this photo."""
        self._unsearched.discard(sha256)
        self._say(sha256)

    def set_seen(self, sha256: str) -> None:
        """A person has looked at this photo, with all that was found on it."""
        if sha256 not in self._unsearched:
            self._unseen.discard(sha256)
            self._say(sha256)

    def seen(self) -> int:
        """How many were looked at."""
        return len(self.shas) - len(self._unseen)

    def all_searched(self) -> bool:
        """Whether the program has searched all."""
        return not self._unsearched

    def _say(self, sha256: str) -> None:
        photo, count = self._photos[sha256], self._counts[sha256]
        boxes = ngettext("{count} box", "{count} boxes", count).format(count=count)
        state = _("looked at") if sha256 not in self._unseen else _("not looked at yet")
        if sha256 in self._unsearched:
            boxes = "…"
        names = f"{phase_text(photo.phase)}, {view_text(photo.view)}"
        item = self.item(self.shas.index(sha256))
        item.setText(f"{names}\n{boxes} · {state}")
        item.setToolTip(photo.name)

    def _on_thumbnail(self, file: Path) -> None:
        for row, sha256 in enumerate(self.shas):
            image = self._thumbnails.get(file)
            if self._files[sha256] == file and image is not None and not image.isNull():
                self.item(row).setIcon(QIcon(QPixmap.fromImage(image)))
