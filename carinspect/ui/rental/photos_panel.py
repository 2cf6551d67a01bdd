"""The photos of one phase: checklist with the vehicle, tray, and what one does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _, ngettext
from carinspect.core.record_texts import phase_text, view_text
from carinspect.core.rental import Phase, RentalPhoto, View
from carinspect.core.view_proposal import ViewProposal
from carinspect.services.rentals import RentalAtDesk, ViewChoice
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon
from carinspect.ui.inspect.dialogs import ask_folder, ask_photos
from carinspect.ui.keys import with_keys
from carinspect.ui.page import PageContext
from carinspect.ui.rental.photo_invitation import PhotoInvitation
from carinspect.ui.rental.photo_mime import photos_of_mime
from carinspect.ui.rental.photo_tray import PhotoTray
from carinspect.ui.rental.rental_work import RentalWork
from carinspect.ui.rental.vehicle_diagram import DiagramLegend, VehicleDiagram
from carinspect.ui.theme import GRID
from carinspect.ui.thumbnail_store import ThumbnailStore
from carinspect.ui.widgets.drop_target import local_paths
from carinspect.ui.widgets.drop_veil import DropVeil
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.tab_order import set_tab_order

_SIDE_WIDTH: Final = 32 * GRID


class PhotosPanel(Panel):
    """Diagram and checklist on the left, photos on the right.

    Signals:
        photo_wanted: the user wants to look at a photo, large.
    """

    photo_wanted = Signal(object)

    def __init__(
        self, context: PageContext, work: RentalWork, thumbnails: ThumbnailStore, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context, self._work = context, work
        self._rental: RentalAtDesk | None = None
        self.phase = Phase.PICKUP
        self.diagram = VehicleDiagram(self)
        self._legend = DiagramLegend(self)
        self.missing = QLabel(self)
        self.missing.setObjectName("muted")
        self.missing.setWordWrap(True)
        self.tray = PhotoTray(thumbnails, self)
        self._empty = PhotoInvitation(self)
        self.view = QComboBox(self)
        for view in (None, *View):
            self.view.addItem("", view)
        self.accept, self.add, self.remove = (QPushButton(self) for _number in range(3))
        self._view_label = QLabel(self)
        self._view_label.setBuddy(self.view)
        self._lay_out()
        self._connect()
        self.retranslate()
        self.recolor()

    def show_rental(self, rental: RentalAtDesk, phase: Phase) -> None:
        """Show the photos of one phase."""
        self._rental, self.phase = rental, phase
        self.diagram.show_state(rental.state, phase)
        self.tray.show_photos(rental, rental.state.of(phase))
        self._stack.setCurrentIndex(1 if rental.state.of(phase) else 0)
        self._show_words()
        self._refresh()

    def take_mime(self, mime: QMimeData, view: View | None = None) -> None:
        """Take photos that were dropped: from outside, or of this rental onto a view."""
        shas = photos_of_mime(mime)
        if shas and self._rental is not None:
            if view is not None:
                photos = [p for p in self._rental.state.of(self.phase) if p.sha256 in shas]
                self._work.choose_views([ViewChoice(photo, view) for photo in photos])
        else:
            self._work.add(self.phase, local_paths(mime), view)

    def ask_for_photos(self, view: View | None = None) -> None:
        """Let the user choose photos on this computer."""
        chosen = ask_photos(self, self._context.workspace.settings.last_folder)
        if chosen:
            self._remember(chosen[0].parent)
            self._work.add(self.phase, chosen, view)

    def ask_for_folder(self) -> None:
        """Let the user choose a folder of photos."""
        folder = ask_folder(self, self._context.workspace.settings.last_folder)
        if folder is not None:
            self._remember(folder)
            self._work.add(self.phase, (folder,))

    def take_out_selected(self) -> None:
        """Take the selected photos out of the rental; can be undone."""
        photos = self.tray.selected()
        if photos and self.remove.isEnabled():
            self._work.take_out(photos)
            words = ngettext(
                "{count} photo was taken out of the rental.",
                "{count} photos were taken out of the rental.",
                len(photos),
            )
            self._context.messages.offer(
                words.format(count=len(photos)), _("Undo"), self._work.undo.undo
            )

    def propose(self, proposals: tuple[ViewProposal, ...]) -> None:
        """Show what photos without a view probably show."""
        self.tray.tray.propose(proposals)
        self._refresh()

    def accept_proposals(self) -> None:
        """Take all proposals of this phase as the clerk's own."""
        self._work.choose_views(
            [ViewChoice(one.photo, one.view) for one in self.tray.tray.proposals()]
        )

    def retranslate(self) -> None:
        self._view_label.setText(_("Shows"))
        self.view.setAccessibleName(_("What the selected photos show"))
        for number, view in enumerate((None, *View)):
            self.view.setItemText(number, view_text(view))
        self.add.setText(_("Add photos…"))
        self.add.setToolTip(with_keys(_("Choose photos on this computer"), "Ctrl+O"))
        self.remove.setText(_("Take out"))
        self.remove.setToolTip(with_keys(_("Take the selected photos out of the rental"), "Del"))
        self.tray.setAccessibleName(_("Photos of the rental"))
        self.tray.tray.refresh()
        self._show_words()
        self._refresh()

    def recolor(self) -> None:
        self.accept.setIcon(icon("check"))
        self.add.setIcon(icon("photos"))
        self.remove.setIcon(icon("remove"))

    def _lay_out(self) -> None:
        side = QWidget(self)
        side.setFixedWidth(_SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self.diagram, 1)
        column.addWidget(self._legend)
        column.addWidget(self.missing)
        rest = QWidget(self)
        self.veil = DropVeil(
            rest,
            lambda: _("Let go to add: {phase}").format(phase=phase_text(self.phase)),
            "photos",
        )
        self._stack = QStackedLayout(rest)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._work_area())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(rest, 1)

    def _work_area(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.setContentsMargins(GRID, GRID, 2 * GRID, GRID)
        bar.addWidget(self._view_label)
        bar.addWidget(self.view)
        bar.addWidget(self.accept)
        bar.addStretch()
        bar.addWidget(self.remove)
        bar.addWidget(self.add)
        area = QWidget(self)
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tray, 1)
        column.addLayout(bar)
        set_tab_order(self.tray, self.view, self.accept, self.remove, self.add)
        return area

    def _connect(self) -> None:
        self.diagram.view_wanted.connect(self._on_view_wanted)
        self.diagram.photos_dropped.connect(self._on_dropped)
        self.tray.selection_changed.connect(self._refresh)
        self.tray.photo_wanted.connect(self.photo_wanted)
        self.view.activated.connect(self._on_view_chosen)
        self.accept.clicked.connect(self.accept_proposals)
        self.add.clicked.connect(calling(self.ask_for_photos))
        self.remove.clicked.connect(self.take_out_selected)
        self._empty.open_wanted.connect(calling(self.ask_for_photos))
        self._empty.folder_wanted.connect(self.ask_for_folder)

    def _on_dropped(self, view: View, mime: QMimeData) -> None:
        self.take_mime(mime, view)

    def _on_view_wanted(self, view: View) -> None:
        """Show the photos of a part; where none shows it, say that one does, or ask for one."""
        if self._rental is None or self.tray.select_view(view):
            return
        if self._rental.state.is_closed:
            return
        unnamed = [photo for photo in self.tray.selected() if photo.view is None]
        if unnamed:
            self._work.choose_views([ViewChoice(photo, view) for photo in unnamed])
        else:
            self.ask_for_photos(view)

    def _on_view_chosen(self) -> None:
        view: View | None = self.view.currentData()
        view = None if view is None else View(view)
        self._work.choose_views([ViewChoice(photo, view) for photo in self.tray.selected()])

    def _remember(self, folder: Path) -> None:
        self._context.workspace.change(last_folder=str(folder))

    def _show_words(self) -> None:
        if self._rental is None:
            return
        missing = self._rental.state.missing(self.phase)
        names = ", ".join(view_text(view) for view in missing)
        words = _("Still missing: {views}").format(views=names) if missing else _("All views shown")
        self.missing.setText(words)
        self._empty.show_phase(self.phase, closed=self._rental.state.is_closed)

    def _refresh(self) -> None:
        selected = self.tray.selected()
        open_ = self._rental is not None and not self._rental.state.is_closed
        self.view.setEnabled(open_ and bool(selected))
        self.remove.setEnabled(open_ and bool(selected))
        self.add.setEnabled(open_)
        proposals = self.tray.tray.proposals()
        self.accept.setVisible(open_ and bool(proposals))
        self.accept.setText(
            ngettext("Accept {count} proposal", "Accept {count} proposals", len(proposals)).format(
                count=len(proposals)
            )
        )
        self._show_common_view(selected)

    def _show_common_view(self, selected: tuple[RentalPhoto, ...]) -> None:
        views = {photo.view for photo in selected}
        view = next(iter(views)) if len(views) == 1 else None
        index = 0 if view is None else 1 + list(View).index(view)
        if len(selected) == 1 and (proposal := self.tray.tray.proposal(selected[0])):
            index = 1 + list(View).index(proposal.view)
        self.view.setCurrentIndex(index)
