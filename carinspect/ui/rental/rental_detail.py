"""One rental: header, photos of both phases, findings."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from carinspect.core.record_texts import view_text
from carinspect.core.rental import Phase, RentalPhoto
from carinspect.core.rental_state import RentalStage
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.page import PageContext
from carinspect.ui.rental.findings_panel import FindingsPanel
from carinspect.ui.rental.photos_panel import PhotosPanel
from carinspect.ui.rental.rental_header import (
    FINDINGS_TAB,
    PICKUP_TAB,
    RETURN_TAB,
    RentalHeader,
)
from carinspect.ui.rental.rental_work import RentalWork
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.large_photo import LargePhoto
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.thumbnail_strip import PICTURE

_PHOTOS, _FINDINGS, _LARGE = range(3)


class RentalDetail(Panel):
    """Shows the rental that is open.

    Signals:
        tab_changed: another part of the rental shows.
    """

    tab_changed = Signal()

    def __init__(self, context: PageContext, work: RentalWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._rental: RentalAtDesk | None = None
        ratio = max(1.0, self.devicePixelRatioF())
        self._thumbnails = ThumbnailStore(context.lanes.load, PICTURE * ratio, self)
        self.header = RentalHeader(self)
        self.photos = PhotosPanel(context, work, self._thumbnails, self)
        self.findings = FindingsPanel(context, work, self)
        self.large = LargePhoto(context.lanes.load, self)
        self._stack = QStackedLayout()
        for part in (self.photos, self.findings, self.large):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.header)
        column.addLayout(self._stack, 1)
        self.header.tab_changed.connect(self._show_tab)
        self.photos.photo_wanted.connect(self._show_large)
        self.large.back_wanted.connect(self._show_tab)
        self.large.step_wanted.connect(self._step)
        work.proposed.connect(self.photos.propose)

    @property
    def phase(self) -> Phase:
        """The phase that new photos belong to."""
        return Phase.PICKUP if self.header.tabs.currentIndex() == PICKUP_TAB else Phase.RETURN

    @property
    def shows_findings(self) -> bool:
        """Whether the findings show."""
        return self._stack.currentIndex() == _FINDINGS

    def show_rental(self, rental: RentalAtDesk, *, busy: bool) -> None:
        """Show a rental as it stands."""
        number = self._rental.state.rental.number if self._rental else ""
        self._rental = rental
        self.header.show_rental(rental, busy=busy)
        self.findings.show_rental(rental)
        if number != rental.state.rental.number:
            self.photos.propose(())
            self.header.tabs.setCurrentIndex(_first_tab(rental.state.stage))
        if self._stack.currentIndex() != _LARGE:
            self._show_tab()

    def go_to(self, tab: int) -> None:
        """Show one of the tabs."""
        self.header.tabs.setCurrentIndex(tab)
        self._show_tab()

    def show_findings(self) -> None:
        """Show the findings, with the first one ready to be decided on."""
        self.go_to(FINDINGS_TAB)
        self.findings.list.setFocus()

    def take_mime(self, mime: QMimeData) -> None:
        """Take photos that were let go anywhere on the rental."""
        self.photos.take_mime(mime)

    def veil(self, on: bool) -> None:  # noqa: FBT001 - told by a drop target
        """Say that photos which are held over the rental may be let go."""
        if on and self.shows_findings:
            self.go_to(RETURN_TAB)
        self.photos.veil.cover(on)

    def leave_large(self) -> bool:
        """Go back from the large photo; whether it showed."""
        shown = self._stack.currentIndex() == _LARGE
        if shown:
            self._show_tab()
        return shown

    def focus_work(self) -> None:
        """Put the focus where the next step is."""
        if self.shows_findings:
            self.findings.list.setFocus()
        elif self.photos.tray.tray.photos:
            self.photos.tray.setFocus()
        else:
            self.header.tabs.setFocus()

    def _show_tab(self) -> None:
        findings = self.header.tabs.currentIndex() == FINDINGS_TAB
        was_large = self._stack.currentIndex() == _LARGE
        self.large.clear()
        if not findings and self._rental is not None:
            self.photos.show_rental(self._rental, self.phase)
        self._stack.setCurrentIndex(_FINDINGS if findings else _PHOTOS)
        if was_large:
            self.focus_work()
        self.tab_changed.emit()

    def _show_large(self, photo: RentalPhoto) -> None:
        if self._rental is None:
            return
        self._stack.setCurrentIndex(_LARGE)
        file = self._rental.files[photo.sha256]
        self.large.show_photo(file, f"{photo.name} · {view_text(photo.view)}", None)
        photos = self.photos.tray.tray.photos
        self.large.show_place(photos.index(photo), len(photos))
        self.large.setFocus()
        self.tab_changed.emit()

    def _step(self, by: int) -> None:
        tray = self.photos.tray
        row = tray.currentIndex().row() + by
        if 0 <= row < len(tray.tray.photos):
            tray.setCurrentIndex(tray.tray.index(row))
            self._show_large(tray.tray.photos[row])


def _first_tab(stage: RentalStage) -> int:
    """Where the work goes on."""
    if stage is RentalStage.OPENED:
        return PICKUP_TAB
    if stage in {RentalStage.PICKED_UP, RentalStage.RETURNED}:
        return RETURN_TAB
    return FINDINGS_TAB
