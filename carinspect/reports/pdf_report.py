"""Records on paper: totals, what needs attention with its photos, and all of them as a table."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO, Final

from carinspect.core.i18n import _, ngettext
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.inspection import Outcome
from carinspect.core.overlay import draw_heat_map
from carinspect.core.record import Record
from carinspect.core.texts import outcome_text
from carinspect.core.verdict import Box, Gate1Verdict, Image
from carinspect.reports.csv_report import remark
from carinspect.reports.pdf_layout import INK, PdfLayout, PhotoCell

MOST_PHOTOS: Final = 60
"""Photos that are shown; the table names all of them."""

_TONES: Final = {Outcome.DAMAGED: "#a8231b", Outcome.REVIEW: "#7a4e00"}
"""The ink of the outcomes that are shown with their photos."""

_WIDTHS_MM: Final = (54.0, 34.0, 18.0, 26.0, 42.0)


@dataclass
class Overview:
    """What a first pass over the records gathers for the first page."""

    counts: Counter[Outcome] = field(default_factory=Counter[Outcome])
    models: set[str] = field(default_factory=set[str])
    first: datetime | None = None
    last: datetime | None = None
    evident: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])

    def take(self, record: Record) -> None:
        """Count ``record``, and keep its number where it is among the most evident."""
        self.counts[record.outcome] += 1
        self.models.add(record.inspection.model_id)
        self.first = min(self.first or record.inspected_at, record.inspected_at)
        self.last = max(self.last or record.inspected_at, record.inspected_at)
        gate2 = record.inspection.gate2
        if record.outcome in _TONES:
            heapq.heappush(self.evident, (gate2.probability if gate2 else 0.0, record.id))
            if len(self.evident) > MOST_PHOTOS:
                heapq.heappop(self.evident)

    def most_evident(self) -> list[int]:
        """The numbers of the records to show, most evident first."""
        return [number for _probability, number in sorted(self.evident, reverse=True)]


def write_pdf(
    overview: Overview,
    shown: Iterable[tuple[Record, Image | None]],
    records: Iterable[Record],
    title: str,
    file: BinaryIO,
) -> None:
    """Write the report in the language that is spoken now.

    Args:
        overview: of all the records.
        shown: those of ``overview.most_evident()`` with their heat maps, and their photos
            (small, RGB, ``uint8``, ``(H, W, 3)``) where they are still there.
        records: all of them; taken one by one while the table is drawn.
        title: what the report is about, such as the name of the folder.
        file: to write to.
    """
    layout = PdfLayout(_("Inspection report"), foot=title)
    layout.facts(list(_facts(overview, title)))
    layout.heading(_("Outcomes"))
    layout.table(
        (_("Outcome"), _("Photos"), _("Share")),
        _outcome_rows(overview.counts),
        widths_mm=(70, 24, 24),
        numeric=frozenset({1, 2}),
    )
    layout.text(_("Verdicts are a help, not a decision: a person decides what follows."))
    cells = [_cell(record, image) for record, image in shown]
    if cells:
        _add_photos(layout, cells, overview)
    layout.need(40)
    layout.heading(_("All photos"))
    headings = (_("Photo"), _("Outcome"), _("Damage"), _("Looks like"), _("Remark"))
    rows = map(_row, records)
    layout.rows(headings, rows, widths_mm=_WIDTHS_MM, numeric=frozenset({2}))
    layout.write(file)


def _add_photos(layout: PdfLayout, cells: list[PhotoCell], overview: Overview) -> None:
    layout.heading(_("Need attention"))
    layout.photos(cells)
    left = sum(overview.counts[outcome] for outcome in _TONES) - len(cells)
    if left > 0:
        words = ngettext(
            "{count} more stands in the table.", "{count} more stand in the table.", left
        )
        layout.text(words.format(count=left))


def _facts(overview: Overview, title: str) -> Iterator[tuple[str, str]]:
    yield _("Content"), title
    yield _("Photos"), f"{overview.counts.total():,}"
    if overview.first is not None and overview.last is not None:
        yield _("Inspected from"), _local(overview.first)
        yield _("Inspected until"), _local(overview.last)
    yield _("Model"), ", ".join(sorted(overview.models)) or "–"


def _local(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _outcome_rows(counts: Counter[Outcome]) -> list[tuple[str, str, str]]:
    total = counts.total() or 1
    return [
        (outcome_text(outcome), f"{counts[outcome]:,}", f"{counts[outcome] / total:.1%}")
        for outcome in Outcome
        if counts[outcome]
    ]


def _cell(record: Record, image: Image | None) -> PhotoCell:
    gate2 = record.inspection.gate2
    marks: tuple[Box, ...] = ()
    words = outcome_text(record.outcome)
    if gate2 is not None:
        marks = tuple(region.box for region in gate2.regions)
        words += f"  ·  {_percent(gate2.probability)}"
        if image is not None and gate2.heat_map is not None:
            image = draw_heat_map(image, gate2.heat_map)
    tone = _TONES.get(record.outcome, INK)
    return PhotoCell(image, (words, record.inspection.photo.name), marks, tone)


def _row(record: Record) -> tuple[str, ...]:
    inspection = record.inspection
    gate1, gate2 = inspection.gate1, inspection.gate2
    believed = gate2 is not None and inspection.outcome is not Outcome.RETAKE
    return (
        inspection.photo.name,
        outcome_text(record.outcome),
        _percent(gate2.probability) if gate2 is not None and believed else "–",
        _looks_like(gate1),
        remark(record),
    )


def _looks_like(gate1: Gate1Verdict | None) -> str:
    return imagenet_text(gate1.top5[0].wnid, gate1.top5[0].name) if gate1 and gate1.top5 else "–"


def _percent(probability: float) -> str:
    # Never 0% or 100% for what is not certain.
    whole = round(probability * 100)
    return {0: "<1%", 100: ">99%"}.get(whole, f"{whole}%")
