"""The findings as a customer sees them: one at a time, both photos, plain words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.comparison import StoredFinding
from carinspect.core.i18n import _
from carinspect.core.record_texts import newness_text, phase_text, view_text
from carinspect.core.rental import Phase
from carinspect.core.rental_texts import doubt_text
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.calling import calling
from carinspect.ui.icons import icon, pixmap
from carinspect.ui.job_runner import JobRunner
from carinspect.ui.rental.finding_pairs import pair_of, view_of
from carinspect.ui.rental.newness_look import ICONS, tone_of
from carinspect.ui.rental.photo_pane import PhotoPane, place_of
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.region_marks import Mark
from carinspect.ui.widgets.view_transform import Place


class CustomerFindings(QWidget):
    """Shows one finding after the other.

    Its texts are set by :meth:`say`, in whatever language is spoken around the call.

    Signals:
        stepped: another finding shows, or a photo of it cannot be; its texts are to be set.
    """

    stepped = Signal()

    def __init__(
        self,
        lane: JobRunner,
        rental: RentalAtDesk,
        findings: tuple[StoredFinding, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._rental, self._findings = rental, findings
        self.row = 0
        self.panes = {phase: PhotoPane(lane, self) for phase in Phase}
        self.words, self.person, self._icon, self._rule = (QLabel(self) for _n in range(4))
        self.words.setObjectName("title")
        self._rule.setObjectName("muted")
        self._rule.setWordWrap(True)
        self.previous, self.next = QPushButton(self), QPushButton(self)
        self._lay_out()
        self.previous.clicked.connect(calling(self._step, -1))
        self.next.clicked.connect(calling(self._step, 1))
        for phase, pane in self.panes.items():
            pane.loaded.connect(calling(self._show_whole, phase))
            pane.failed.connect(self.stepped)
        self._nothing = ""
        self._show_photos()

    def say(self) -> None:
        """Set all texts."""
        for phase, pane in self.panes.items():
            pane.show_caption(phase_text(phase))
        self._rule.setText(doubt_text())
        self.previous.setText(_("Previous finding"))
        self.next.setText(_("Next finding"))
        self._nothing = _("No pickup photo shows this spot.")
        if not self._findings:
            self.words.setText(_("No damage was found on the return photos."))
            self.person.setText("")
            return
        found = self._findings[self.row]
        number = _("{number} of {total}").format(number=self.row + 1, total=len(self._findings))
        view = view_text(view_of(self._rental, found))
        self.words.setText(f"{newness_text(found.newness)}  ({number}, {view})")
        review = found.reviews[-1]
        self.person.setText(_("Decided by {user}").format(user=review.reviewer))
        self._show_photos()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._icon)
        head.addWidget(self.words)
        head.addWidget(self.person, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        pair = QHBoxLayout()
        pair.setSpacing(2 * GRID)
        for pane in self.panes.values():
            pair.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addLayout(pair, 1)
        column.addWidget(self._rule)
        for button, name in ((self.previous, "previous"), (self.next, "next")):
            button.setIcon(icon(name))
            button.setIconSize(QSize(22, 22))
            button.setVisible(len(self._findings) > 1)
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if not self._findings:
            for pane in self.panes.values():
                pane.hide()
            self._rule.hide()

    def _step(self, by: int) -> None:
        self.row = (self.row + by) % len(self._findings)
        self.stepped.emit()

    def _show_photos(self) -> None:
        if not self._findings:
            return
        found = self._findings[self.row]
        tone = tone_of(found.newness)
        name = ICONS[found.newness]
        self._icon.setPixmap(pixmap(name, 28, color=tone.ink, ratio=self.devicePixelRatioF()))
        pair = pair_of(self._rental, found, self.row + 1)
        finding, number = pair.finding, str(pair.number)
        back = (Mark(finding.region.box, number),)
        spot = () if finding.pickup_box is None else (Mark(finding.pickup_box, number, quiet=True),)
        self.panes[Phase.RETURN].show_photo(pair.returned, back, self._nothing)
        self.panes[Phase.PICKUP].show_photo(pair.pickup, spot, self._nothing)

    def _show_whole(self, phase: Phase) -> None:
        """Start at the whole photo, a little nearer where the spot is small."""
        finding = self._findings[self.row].finding
        box = finding.region.box if phase is Phase.RETURN else finding.pickup_box
        if box is not None:
            place = place_of(box)
            self.panes[phase].view.go_to(Place(place.center, min(place.zoom, 2.0)))
