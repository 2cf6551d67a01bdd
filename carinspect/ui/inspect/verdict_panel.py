"""All that was found on one photo, beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.verdict import Gate2Verdict
from carinspect.ui.inspect.advice import advice, flaw_lines
from carinspect.ui.inspect.correction_bar import CorrectionBar
from carinspect.ui.inspect.photo_list import Entry, Stage
from carinspect.ui.keys import native_keys
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.class_bars import ClassBars
from carinspect.ui.widgets.panel import Panel
from carinspect.ui.widgets.probability_scale import ProbabilityScale, percent
from carinspect.ui.widgets.verdict_badge import VerdictBadge

WIDTH: Final = 42 * GRID


class VerdictPanel(Panel):
    """Badge, advice, probability, classes, and how it came about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scroll = QScrollArea(self)
        self.setObjectName("verdictPanel")
        self.setFixedWidth(WIDTH)
        self._entry: Entry | None = None
        self.badge = VerdictBadge(self)
        self._advice = _wrapped(self, "advice")
        self._flaws = _wrapped(self, "flaws")
        self.corrections = CorrectionBar(self)
        self._damage = QWidget(self)
        self._damage_title = _wrapped(self._damage, "heading")
        self._probability = _wrapped(self._damage, "number")
        self.scale = ProbabilityScale(self._damage)
        self._regions = _wrapped(self._damage, "muted")
        self._classes = QWidget(self)
        self._classes_title = _wrapped(self._classes, "heading")
        self.bars = ClassBars(self._classes)
        self._car = _wrapped(self._classes, "muted")
        self._facts = _wrapped(self, "muted")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.retranslate()

    def show_entry(self, entry: Entry | None) -> None:
        """Show what is known of ``entry``."""
        self._entry = entry
        inspection = entry.inspection if entry is not None else None
        if entry is None or inspection is None:
            self._show_waiting(entry)
        else:
            self._show_inspection(inspection)
            self.badge.show_outcome(entry.outcome)
            # What to do about the model's verdict is settled by the person's.
            self._advice.setHidden(entry.correction is not None)
            self.corrections.show_correction(entry.correction)
            self.corrections.setVisible(bool(inspection.sha256))

    def words(self) -> str:
        """The verdict as text, for the clipboard."""
        if self._entry is None or self._entry.inspection is None:
            return ""
        lines = [str(self._entry.photo), self.badge.words(), self._advice.text()]
        if self._entry.correction is not None:
            lines.append(self.corrections.note)
        if not self._flaws.isHidden():
            lines.append(self._flaws.text())
        if not self._damage.isHidden():
            lines.append(self.scale.sentence())
        lines.append(self._facts.text())
        return "\n".join(lines)

    def retranslate(self) -> None:
        self._scroll.setAccessibleName(_("What was found on the photo"))
        self._damage_title.setText(_("Damage probability"))
        self._classes_title.setText(_("Looks like"))
        self.show_entry(self._entry)

    def _show_waiting(self, entry: Entry | None) -> None:
        self.badge.show_outcome(None, _waiting_words(entry))
        self._advice.setText(_stopped_advice() if _is_stopped(entry) else "")
        self._advice.setVisible(_is_stopped(entry))
        for part in (self.corrections, self._flaws, self._damage, self._classes, self._facts):
            part.hide()

    def _show_inspection(self, inspection: Inspection) -> None:
        self._advice.setText(advice(inspection))
        self._advice.show()
        flaws = flaw_lines(inspection)
        self._flaws.setText("\n".join(f"•  {line}" for line in flaws))
        self._flaws.setVisible(bool(flaws))
        self._show_damage(inspection)
        self._show_classes(inspection)
        self._show_facts(inspection)

    def _show_damage(self, inspection: Inspection) -> None:
        # The probability of an unfit photo is not to be believed, so it is not shown.
        verdict = None if inspection.outcome is Outcome.RETAKE else inspection.gate2
        self._damage.setVisible(verdict is not None)
        self.scale.show_verdict(verdict)
        if verdict is not None:
            self._probability.setText(percent(verdict.probability))
            self._regions.setText(_region_words(verdict))
            self._regions.setVisible(bool(verdict.regions))

    def _show_classes(self, inspection: Inspection) -> None:
        gate1 = inspection.gate1
        self._classes.setVisible(gate1 is not None)
        if gate1 is not None:
            self.bars.show_guesses(gate1.top5)
            self._car.setText(
                _("A car or a part of one: {probability}").format(
                    probability=percent(gate1.car_probability)
                )
            )

    def _show_facts(self, inspection: Inspection) -> None:
        facts = [
            _("Model {model}").format(model=inspection.model_id),
            _("{milliseconds} ms").format(milliseconds=round(inspection.milliseconds)),
        ]
        if inspection.size_px is not None:
            width, height = inspection.size_px
            facts.append(f"{width} × {height}")
            tip = _("Photo size: {width} × {height} pixels").format(width=width, height=height)
            self._facts.setToolTip(tip)
        self._facts.setText("  ·  ".join(facts))
        self._facts.show()

    def _lay_out(self) -> None:
        _column(self._damage, self._damage_title, self._probability, self.scale, self._regions)
        _column(self._classes, self._classes_title, self.bars, self._car)
        inner = QWidget(self)
        inner.setObjectName("surface")
        column = QVBoxLayout(inner)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(3 * GRID // 2)
        parts = (self.badge, self._advice, self._flaws, self._damage)
        parts = (*parts, self.corrections, self._classes, self._facts)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        scroll = self._scroll
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)


def _column(parent: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(parent)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID // 2)
    for widget in widgets:
        column.addWidget(widget)


def _wrapped(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    return label


def _is_stopped(entry: Entry | None) -> bool:
    return entry is not None and entry.stage is Stage.STOPPED


def _waiting_words(entry: Entry | None) -> str:
    if entry is None:
        return _("No photo")
    return _("Not inspected") if entry.stage is Stage.STOPPED else _("Inspecting…")


def _stopped_advice() -> str:
    return _("The inspection was stopped. Press {keys} to inspect the photo.").format(
        keys=native_keys("F5")
    )


def _region_words(verdict: Gate2Verdict) -> str:
    count = len(verdict.regions)
    if count == 0:
        return ""
    words = ngettext(
        "{count} place is marked on the photo.", "{count} places are marked on the photo.", count
    ).format(count=count)
    if verdict.probability_without is None:
        return words
    without = _("Without the marked areas: {before} → {after}.").format(
        before=percent(verdict.probability), after=percent(verdict.probability_without)
    )
    return f"{words}\n{without}"
