"""Rentals as lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from carinspect.cli.output import row
from carinspect.core.comparison import StoredComparison, StoredFinding
from carinspect.core.i18n import _
from carinspect.core.record_texts import (
    consent_text,
    newness_text,
    phase_text,
    reason_text,
    view_text,
)
from carinspect.core.rental import Phase
from carinspect.core.rental_state import RentalState, RentalSummary
from carinspect.core.rental_texts import doubt_text, next_step_text, stage_text

_LIST_WIDTHS: Final = (16, 12, 20, 16, 0)
_PHOTO_WIDTHS: Final = (5, 8, 20, 0)


def list_lines(found: Iterable[RentalSummary]) -> list[str]:
    """A line for each rental, below a line of headings."""
    headings = (_("Rental"), _("Plate"), _("Vehicle"), _("Opened"), _("State"))
    return [row(headings, _LIST_WIDTHS)] + [
        row(
            (
                one.rental.number,
                one.rental.plate,
                one.rental.vehicle,
                _local(one.rental.opened_at),
                stage_text(one.stage),
            ),
            _LIST_WIDTHS,
        )
        for one in found
    ]


def state_lines(state: RentalState) -> list[str]:
    """One rental in full."""
    rental = state.rental
    lines = [
        "  ".join(filter(None, (rental.number, rental.plate, rental.vehicle))),
        f"{stage_text(state.stage)}: {next_step_text(state.stage)}",
        "",
    ]
    for photo in state.photos:
        cells = (str(photo.id), phase_text(photo.phase), view_text(photo.view), photo.name)
        lines.append(row(cells, _PHOTO_WIDTHS))
    for phase in Phase:
        missing = ", ".join(view_text(view) for view in state.missing(phase)) or "-"
        lines.append(_("{phase}, missing: {views}").format(phase=phase_text(phase), views=missing))
    if state.comparison is not None:
        lines += ["", *finding_lines(state.comparison)]
        lines += [
            f"{consent_text(one.consent)}: {one.comment}" for one in state.comparison.statements
        ]
    if state.is_closed:
        words = {"rental": rental.number, "user": rental.closed_by}
        lines.append(_("Rental {rental} is final; {user} closed it.").format(**words))
    return lines


def finding_lines(comparison: StoredComparison) -> list[str]:
    """The findings of a comparison, numbered from 1, and the rule that they follow."""
    lines: list[str] = []
    for number, found in enumerate(comparison.findings, start=1):
        lines.append(f"{number}. {newness_text(found.newness)}  {_evidence(found)}")
        lines.append(f"   {reason_text(found.finding.reason)}")
        lines += [
            f"   {review.reviewer}: {newness_text(review.newness)} {review.comment}".rstrip()
            for review in found.reviews
        ]
    if not comparison.findings:
        lines.append(_("Nothing was found on the return photos."))
    if comparison.photos_not_inspected:
        count = len(comparison.photos_not_inspected)
        lines.append(_("Return photos that could not be judged: {count}").format(count=count))
    return [*lines, doubt_text()]


def _evidence(found: StoredFinding) -> str:
    pickup = found.finding.pickup_evidence
    return "{before} → {after}".format(
        before="-" if pickup is None else f"{pickup:.2f}",
        after=f"{found.finding.return_evidence:.2f}",
    )


def _local(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
