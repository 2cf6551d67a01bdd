"""What a redacted evidence pack hides: each photo with its boxes, for a person to check."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.core.verdict import Box
from carinspect.services.find_private import FindPrivate, FoundPrivate
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.job_runner import JobHandle
from carinspect.ui.lanes import Lanes
from carinspect.ui.load_picture import Picture
from carinspect.ui.picture_loader import FULL_PX, PictureLoader
from carinspect.ui.rental.private_boxes import PrivateBoxes
from carinspect.ui.rental.private_canvas import PrivateCanvas
from carinspect.ui.rental.private_photos import PrivatePhotos
from carinspect.ui.rental.private_tools import PrivateTools
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.tab_order import set_tab_order


class PrivacyDialog(QDialog):
    """Nothing is written until every photo was looked at and the person has said so.

    Signals:
        confirmed: the boxes by SHA-256.
    """

    confirmed = Signal(object)

    def __init__(
        self,
        lanes: Lanes,
        rental: RentalAtDesk,
        known: Mapping[str, tuple[Box, ...]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What is hidden"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lanes, self._rental = lanes, rental
        self._asked_px = 0
        self._errors: dict[str, CarInspectError] = {}
        self.boxes = PrivateBoxes(self)
        self.photos = PrivatePhotos(lanes.load, rental, self)
        self.canvas = PrivateCanvas(self)
        self.canvas.setAccessibleName(_("Photo with what is hidden on it"))
        self.tools = PrivateTools(self.canvas, self.boxes.undo, self)
        self._loader = PictureLoader(lanes.load, self)
        self.progress = QLabel(self)
        self.next = QPushButton(_("Next photo"), self)
        self.write = QPushButton(_("Hide these and write the evidence"), self)
        self.cancel = QPushButton(_("Cancel"), self)
        self._lay_out()
        self._connect()
        self._searching = self._search(known)
        self.photos.go_to(0)
        self.canvas.setFocus()

    @property
    def shown(self) -> str:
        """SHA-256 of the photo that shows; empty where the rental has none."""
        return self.photos.current()

    def _search(self, known: Mapping[str, tuple[Box, ...]]) -> JobHandle | None:
        """Have the photos searched that no person has checked before."""
        for sha256 in self.photos.shas:
            if sha256 in known:
                self.boxes.begin(sha256, known[sha256])
                self.photos.set_searched(sha256)
        left = {sha: self._rental.files[sha] for sha in self.photos.shas if sha not in known}
        if not left:
            return None
        job = self._lanes.inspect.submit(FindPrivate(left))
        job.reported.connect(self._on_found)
        job.failed.connect(self._on_failed)
        return job

    def _lay_out(self) -> None:
        title = QLabel(_("What is hidden"), self)
        title.setObjectName("title")
        hint = QLabel(
            _(
                "Plates and faces are searched for, but not all are found. Draw a box over each"
                " that is left, and remove boxes that hide something else."
            ),
            self,
        )
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        right = QVBoxLayout()
        right.setSpacing(GRID)
        right.addWidget(self.canvas, 1)
        right.addWidget(self.tools)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self.photos)
        middle.addLayout(right, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(GRID)
        bottom.addWidget(self.progress, 1)
        for button in (self.next, self.write, self.cancel):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        set_tab_order(self.next, self.write, self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(GRID + GRID // 2)
        column.addWidget(title)
        column.addWidget(hint)
        column.addLayout(middle, 1)
        column.addLayout(bottom)
        parent = self.parentWidget()
        room = parent.window().size() if parent else self.sizeHint()
        self.resize(max(100 * GRID, room.width() - 8 * GRID), max(70 * GRID, room.height()))

    def _connect(self) -> None:
        canvas, boxes = self.canvas, self.boxes
        self.photos.turned.connect(self._on_turned)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.failed.connect(self._on_unreadable)
        canvas.detail_wanted.connect(self._on_detail_wanted)
        canvas.drawn.connect(self._on_drawn)
        canvas.edited.connect(self._on_edited)
        canvas.nudged.connect(self._on_nudged)
        canvas.removed.connect(self._on_removed)
        boxes.changed.connect(self._on_changed)
        self.next.clicked.connect(calling(self._step, 1))
        self.write.clicked.connect(self._on_write)
        self.cancel.clicked.connect(self.reject)

    def _step(self, by: int) -> None:
        self.photos.go_to(self.photos.currentRow() + by)
        self.canvas.setFocus()

    def _on_turned(self) -> None:
        """Another photo was turned to."""
        error = self._errors.get(self.shown)
        if error is not None:
            self.canvas.show_message("error", error_text(error))
        elif self.shown:
            self.canvas.show_message("", "")
            self._asked_px = 0
            self._ask(self.canvas.wanted_px())
        self.canvas.set_boxes(self.boxes.of(self.shown), -1)
        self._refresh()

    def _on_detail_wanted(self) -> None:
        if self.shown:
            self._ask(self.canvas.wanted_px() if self.canvas.fitted else FULL_PX)

    def _ask(self, fit_px: int) -> None:
        if fit_px > self._asked_px:
            self._asked_px = fit_px
            self._loader.show(self._file(), fit_px)

    def _on_loaded(self, photo: Path, picture: Picture) -> None:
        if photo == self._file():
            self.canvas.show_image(picture.image, picture.size_px)
            self.photos.set_seen(self.shown)
            self._refresh()

    def _on_unreadable(self, photo: Path, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        if photo == self._file():
            self._errors[self.shown] = error
            self._on_turned()

    def _on_found(self, found: object) -> None:
        if isinstance(found, FoundPrivate):
            self.photos.set_searched(found.sha256)
            # What a person drew meanwhile stays, after what was found.
            drawn = self.boxes.of(found.sha256)
            if found.error is not None:
                self._errors[found.sha256] = found.error
            self.boxes.begin(found.sha256, (*drawn, *found.boxes))
            if found.sha256 == self.shown and not self.canvas.image.isNull():
                self.photos.set_seen(found.sha256)
                self._refresh()

    def _on_failed(self, error: Exception) -> None:
        raise error

    def _on_drawn(self, box: Box) -> None:
        self.boxes.add(self.shown, box)

    def _on_edited(self, index: int, box: Box) -> None:
        self.boxes.replace(self.shown, index, box)

    def _on_nudged(self, index: int, box: Box) -> None:
        self.boxes.replace(self.shown, index, box, key=True)

    def _on_removed(self, index: int) -> None:
        self.boxes.remove(self.shown, index)

    def _on_changed(self, sha256: str, index: int) -> None:
        self.photos.set_count(sha256, len(self.boxes.of(sha256)))
        if sha256 != self.shown:
            if index >= 0:  # undone on another photo: show what was
                self.photos.go_to(self.photos.shas.index(sha256))
        else:
            self.canvas.set_boxes(self.boxes.of(sha256), index)
        self._refresh()

    def _refresh(self) -> None:
        seen, total = self.photos.seen(), len(self.photos.shas)
        words = _("{seen} of {total} photos looked at").format(seen=seen, total=total)
        if not self.photos.all_searched():
            words = _("Searching for plates and faces…") + "  " + words
        elif self._errors:
            words = _("A photo cannot be read: the evidence cannot be written.")
        self.progress.setText(words)
        done = seen == total and self.photos.all_searched() and not self._errors
        self.write.setEnabled(done)
        self.next.setEnabled(total > 1)
        for button, primary in ((self.write, done), (self.next, not done and total > 1)):
            button.setObjectName("primary" if primary else "")
            button.style().unpolish(button)
            button.style().polish(button)

    def _on_write(self) -> None:
        hidden = {sha256: self.boxes.of(sha256) for sha256 in self.photos.shas}
        self.accept()
        self.confirmed.emit(hidden)

    def _file(self) -> Path:
        return self._rental.files[self.shown]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._step(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        if self._searching is not None:
            self._searching.cancel()
        self._loader.stop()
        # The stack's end is a change of it too, and comes when the buttons are gone.
        self.boxes.undo.blockSignals(True)  # noqa: FBT003
        super().done(result)
