"""Pickup and return photo of one finding: side by side, or one over the other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.comparison import Alignment, Finding
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _
from carinspect.core.record_texts import phase_text
from carinspect.core.rental import Phase
from carinspect.core.texts import error_text
from carinspect.core.verdict import Box
from carinspect.ui.job_runner import JobHandle, JobRunner
from carinspect.ui.rental.blink_view import BlinkView
from carinspect.ui.rental.comparator_bar import ComparatorBar
from carinspect.ui.rental.lay_pictures import LaidPictures, LayPictures
from carinspect.ui.rental.linked_places import to_other
from carinspect.ui.rental.photo_pane import PhotoPane, place_of
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.probability_scale import percent
from carinspect.ui.widgets.region_marks import Mark
from carinspect.ui.widgets.view_transform import Place

_BLINK_PX: Final = 1600


@dataclass(frozen=True, slots=True)
class FindingPair:
    """A finding with the files that show it.

    Attributes:
        number: of the finding, from 1.
        pickup: the photo that decided, or another of the same view; None where there is none.
    """

    number: int
    finding: Finding
    returned: Path
    pickup: Path | None


class Comparator(Panel):
    """Shows the two photos that a finding is about, both at the same place."""

    def __init__(self, lane: JobRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane = lane
        self._job: JobHandle | None = None
        self._pair: FindingPair | None = None
        self._laid: tuple[Path, Path] | None = None
        self._alignment: Alignment | None = None
        self.panes = {phase: PhotoPane(lane, self) for phase in Phase}
        self.blink = BlinkView(self)
        self.bar = ComparatorBar(self)
        self._note = QLabel(self)
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        self._lay_out()
        self._connect()
        self.focus_first(self.panes[Phase.RETURN].view)
        self.retranslate()

    @property
    def laid_over(self) -> bool:
        """Whether the photos are shown one over the other."""
        return self.bar.over.isChecked()

    def show_pair(self, pair: FindingPair | None) -> None:
        """Show another finding; None for nothing."""
        self._pair = pair
        self._stop()
        self.blink.set_blinking(on=False)
        self._show_panes()
        self._show_blink()

    def toggle_over(self) -> None:
        """Side by side, or one over the other and blinking."""
        self.bar.over.toggle()
        if self.laid_over:
            self.bar.play.setChecked(True)

    def zoom_in(self) -> None:
        self._front().zoom_in()

    def zoom_out(self) -> None:
        self._front().zoom_out()

    def fit(self) -> None:
        """Show the whole photos."""
        self._front().fit()

    def go_to_spot(self) -> None:
        """Show the spot and what is around it, on both photos."""
        if self._pair is None:
            return
        place = place_of(self._pair.finding.region.box)
        self.blink.go_to(place)
        self.panes[Phase.RETURN].view.go_to(place)
        self._follow(Phase.RETURN, place)

    def retranslate(self) -> None:
        for phase, pane in self.panes.items():
            pane.show_caption(phase_text(phase))
        self.blink.setAccessibleName(_("Pickup photo over return photo"))
        self._show_panes()

    def _front(self) -> BlinkView | PhotoPane:
        return self.blink if self.laid_over else self.panes[Phase.RETURN]

    def _lay_out(self) -> None:
        beside = QWidget(self)
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for phase in Phase:
            row.addWidget(self.panes[phase], 1)
        over = QWidget(self)
        column = QVBoxLayout(over)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._note)
        column.addWidget(self.blink, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(beside)
        self._stack.addWidget(over)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID // 2)
        outer.addWidget(self.bar)
        outer.addLayout(self._stack, 1)

    def _connect(self) -> None:
        bar = self.bar
        bar.over.toggled.connect(self._on_over)
        bar.play.toggled.connect(self._on_play)
        bar.swipe.valueChanged.connect(self._on_swipe)
        bar.pace_changed.connect(self.blink.set_pace)
        self.blink.blinking_changed.connect(bar.play.setChecked)
        bar.zoom_in_wanted.connect(self.zoom_in)
        bar.zoom_out_wanted.connect(self.zoom_out)
        bar.fit_wanted.connect(self.fit)
        bar.spot_wanted.connect(self.go_to_spot)
        self.panes[Phase.PICKUP].place_changed.connect(self._on_pickup_moved)
        self.panes[Phase.RETURN].place_changed.connect(self._on_return_moved)
        for pane in self.panes.values():
            pane.loaded.connect(self._on_loaded)

    def _show_panes(self) -> None:
        pair = self._pair
        pickup, returned = self.panes[Phase.PICKUP], self.panes[Phase.RETURN]
        nothing = _("No pickup photo shows this spot.")
        if pair is None:
            pickup.show_photo(None, (), "")
            returned.show_photo(None, (), "")
            return
        finding = pair.finding
        mark = _mark(finding.region.box, pair.number, finding.return_evidence)
        returned.show_photo(pair.returned, (mark,), "")
        marks: tuple[Mark, ...] = ()
        if finding.pickup_box is not None and finding.pickup_photo is not None:
            marks = (_mark(finding.pickup_box, pair.number, finding.pickup_evidence, quiet=True),)
        pickup.show_photo(pair.pickup, marks, nothing)
        if returned.has_pixels():
            self.go_to_spot()

    def _show_blink(self) -> None:
        """Lay the photos over each other, where that is looked at and they are not yet."""
        pair = self._pair
        files = (pair.pickup, pair.returned) if pair and pair.pickup else None
        if files is None or files != self._laid:
            self._alignment = None
        if not self.laid_over:
            return
        if pair is None or pair.pickup is None:
            self._laid = None
            self.blink.show_message("photos", _("No pickup photo shows this spot."))
            return
        mark = _mark(pair.finding.region.box, pair.number, pair.finding.return_evidence)
        self.blink.set_marks((mark,))
        if self._laid == (pair.pickup, pair.returned):
            self.go_to_spot()
            return
        self._laid = (pair.pickup, pair.returned)
        self.blink.show_message("waiting", _("Laying the photos over each other…"))
        self._note.hide()
        job = self._lane.submit(LayPictures(pair.pickup, pair.returned, _BLINK_PX))
        job.succeeded.connect(self._on_laid)
        job.failed.connect(self._on_failed)
        self._job = job

    def _on_laid(self, laid: LaidPictures) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        fits = laid.alignment.ok
        self._alignment = laid.alignment if fits else None
        self.bar.enable_blinking(fits)
        self._note.setVisible(not fits)
        self._note.setText(
            _("These two photos could not be laid over each other: compare them side by side.")
        )
        self.blink.show_pair(laid.pickup, laid.returned, laid.size_px)
        self.go_to_spot()
        if not fits:
            self.blink.swap()
        elif self.bar.play.isChecked():
            self.blink.set_blinking(on=True)

    def _on_failed(self, error: Exception) -> None:
        if self.sender() is not self._job:
            return
        self._job, self._laid = None, None
        if not isinstance(error, CarInspectError):
            raise error
        self.blink.show_message("error", error_text(error))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job, self._laid = None, None

    def _on_over(self, over: bool) -> None:  # noqa: FBT001 - connected to toggled(bool)
        self._stack.setCurrentIndex(1 if over else 0)
        self.focus_first(self.blink if over else self.panes[Phase.RETURN].view)
        if not over:
            self.blink.set_blinking(on=False)
        self._show_blink()

    def _on_play(self, play: bool) -> None:  # noqa: FBT001 - connected to toggled(bool)
        if play != self.blink.blinking and self._job is None:
            self.blink.set_blinking(on=play)

    def _on_swipe(self, value: int) -> None:
        self.blink.swipe_to(value / self.bar.swipe.maximum())

    def _on_loaded(self) -> None:
        if all(pane.has_pixels() for pane in self.panes.values()) or (
            self._pair is not None and self._pair.pickup is None
        ):
            self.go_to_spot()

    def _on_pickup_moved(self, place: Place) -> None:
        self._follow(Phase.PICKUP, place)

    def _on_return_moved(self, place: Place) -> None:
        self._follow(Phase.RETURN, place)

    def _follow(self, phase: Phase, place: Place) -> None:
        if self._pair is None:
            return
        other = Phase.RETURN if phase is Phase.PICKUP else Phase.PICKUP
        center = to_other(phase, place.center, self._pair.finding, self._alignment)
        self.panes[other].view.go_to(Place(center, place.zoom))


def _mark(box: Box, number: int, evidence: float | None, *, quiet: bool = False) -> Mark:
    words = f"{number}" if evidence is None else f"{number}  {percent(evidence)}"
    return Mark(box, words, quiet=quiet)
