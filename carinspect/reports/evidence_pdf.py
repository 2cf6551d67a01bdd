"""The evidence pack's report: what was found, what people decided, what the customer said.

It names no price: what a finding costs is not this program's business.
"""

from __future__ import annotations

import io
from collections import Counter
from datetime import datetime
from typing import Final

import numpy as np
import numpy.typing as npt
import PIL.Image

from carinspect.core.comparison import (
    CustomerStatement,
    Newness,
    StoredComparison,
    StoredFinding,
)
from carinspect.core.i18n import _, ngettext
from carinspect.core.record_texts import (
    consent_text,
    newness_text,
    phase_text,
    reason_text,
    view_text,
)
from carinspect.core.rental import Phase
from carinspect.core.verdict import Box
from carinspect.reports.evidence import HIDDEN, Evidence, PackPhoto
from carinspect.reports.pdf_canvas import MM, jpeg_reader
from carinspect.reports.pdf_layout import INK, MUTED, PdfLayout, PhotoCell

_PHOTO_PX: Final = 1000
_OVERVIEW_PX: Final = 420
_CUT_SIDE: Final = 0.22
"""Smallest side of a detail, in shares of the photo."""

_TONES: Final = {
    Newness.NEW: "#a8231b",
    Newness.ALREADY_THERE: "#17693a",
    Newness.CANNOT_BE_SHOWN_NEW: MUTED,
    Newness.NEEDS_HUMAN_LOOK: "#8a5a00",
}


def evidence_pdf(evidence: Evidence) -> bytes:
    """The report in the language that is spoken now."""
    number = evidence.rental.number
    layout = PdfLayout(
        _("Return of rental {number}").format(number=number),
        foot=f"{number}  ·  {_time(evidence.made_at)}",
    )
    _introduce(layout, evidence)
    for place, finding in enumerate(evidence.comparison.findings, start=1):
        with layout.together():
            _tell_finding(layout, evidence, finding, place)
    _tell_customer(layout, evidence.comparison.statements, redacted=evidence.redacted)
    _show_all_photos(layout, evidence)
    _prove(layout, evidence)
    return layout.render()


def _introduce(layout: PdfLayout, evidence: Evidence) -> None:
    rental, comparison = evidence.rental, evidence.comparison
    if evidence.redacted:
        layout.text(_("Copy with plates and faces hidden"), strong=True, color=MUTED)
    final = (
        f"{_time(rental.closed_at)}  ·  {rental.closed_by}"
        if rental.closed_at
        else _("Not made final yet")
    )
    layout.facts(
        [
            (_("Plate"), HIDDEN if evidence.redacted else rental.plate),
            (_("Vehicle"), rental.vehicle),
            (_("Customer reference"), HIDDEN if evidence.redacted else rental.customer_reference),
            (_("Handed out"), _time(rental.opened_at)),
            (_("Compared"), f"{_time(comparison.compared_at)}  ·  {comparison.compared_by}"),
            (_("Model"), comparison.model_id),
            (_("Made final"), final),
        ]
    )
    _sum_up(layout, evidence.comparison)


def _sum_up(layout: PdfLayout, comparison: StoredComparison) -> None:
    layout.heading(_("Result"))
    counts = Counter(finding.newness for finding in comparison.findings)
    layout.table(
        (_("Findings"), _("Number")),
        [(newness_text(newness), str(counts[newness])) for newness in Newness],
        widths_mm=(80.0, 25.0),
        numeric=frozenset({1}),
    )
    unfit = len(comparison.photos_not_inspected)
    if unfit:
        layout.text(
            ngettext(
                "{count} return photo could not be inspected.",
                "{count} return photos could not be inspected.",
                unfit,
            ).format(count=unfit)
        )
    layout.text(
        _(
            "The program proposes and a named person decides. Only damage whose spot a pickup"
            " photo shows clearly and without damage is called new; doubt never counts against"
            " the customer."
        ),
        color=MUTED,
    )


def _tell_finding(layout: PdfLayout, evidence: Evidence, stored: StoredFinding, place: int) -> None:
    found = stored.finding
    layout.heading(
        _("Finding {number}: {result}").format(number=place, result=newness_text(stored.newness))
    )
    returned = evidence.by_hash(found.return_photo)
    pickup = evidence.by_hash(found.pickup_photo) or _same_view(evidence, returned)
    tone = _TONES[stored.newness]
    layout.photos(
        [
            *_both_sizes(evidence, returned, found.region.box, Phase.RETURN, tone),
            *_both_sizes(evidence, pickup, found.pickup_box, Phase.PICKUP, tone),
        ],
        columns=4,
        height_mm=34.0,
    )
    layout.facts(
        [
            (_("Program"), f"{newness_text(found.newness)}. {reason_text(found.reason)}"),
            (
                _("Evidence for damage"),
                _evidence_text(found.return_evidence, found.pickup_evidence),
            ),
            *((_("Decision"), _decision(*review)) for review in _reviews(stored)),
        ]
    )


def _same_view(evidence: Evidence, returned: PackPhoto | None) -> PackPhoto | None:
    """Where no photo decided: what there is of the view, for the reader to judge."""
    view = returned.photo.view if returned else None
    if view is None:
        return None
    return next((one for one in evidence.of_phase(Phase.PICKUP) if one.photo.view is view), None)


def _both_sizes(
    evidence: Evidence, shown: PackPhoto | None, box: Box | None, phase: Phase, tone: str
) -> list[PhotoCell]:
    """The whole photo with its mark, and the detail beside it."""
    if shown is None:
        return [PhotoCell(None, (phase_text(phase), _("No photo of this view")))]
    image = evidence.image(shown.photo.sha256)
    caption = (phase_text(phase), view_text(shown.photo.view), _time(shown.photo.added_at))
    marks = () if box is None else (box,)
    whole = PhotoCell(_reduced(image, _PHOTO_PX), caption, marks, tone)
    if box is None:
        return [whole]
    return [whole, PhotoCell(_detail(image, box), (_("Detail"),), tone=INK)]


def _evidence_text(on_return: float, at_pickup: float | None) -> str:
    pickup = _("not seen") if at_pickup is None else f"{at_pickup:.0%}"
    return _("{after} on the return photo, {before} on the pickup photo").format(
        after=f"{on_return:.0%}", before=pickup
    )


def _reviews(stored: StoredFinding) -> list[tuple[str, str, str]]:
    return [
        (
            newness_text(review.newness),
            f"{review.reviewer}, {_time(review.reviewed_at)}",
            review.comment,
        )
        for review in stored.reviews
    ]


def _decision(result: str, by: str, comment: str) -> str:
    return f"{result}  ·  {by}" + (f"\n{comment}" if comment else "")


def _tell_customer(
    layout: PdfLayout, statements: tuple[CustomerStatement, ...], *, redacted: bool
) -> None:
    layout.heading(_("What the customer said"))
    if not statements:
        layout.text(_("The customer has said nothing to this comparison."), color=MUTED)
    for statement in statements:
        layout.text(f"{consent_text(statement.consent)}  ·  {_time(statement.stated_at)}")
        if statement.comment:
            layout.text(f"“{statement.comment}”")
        if statement.signature:
            layout.text(_("Signature"), color=MUTED)
            if redacted:
                layout.text(HIDDEN)  # a signature is a name
            else:
                _sign(layout, statement.signature)


def _sign(layout: PdfLayout, png: bytes) -> None:
    with PIL.Image.open(io.BytesIO(png)) as file:
        drawn = file.convert("RGBA")
    paper = PIL.Image.new("RGBA", drawn.size, "white")
    ink = np.asarray(PIL.Image.alpha_composite(paper, drawn).convert("RGB"))
    scale = min(60 / ink.shape[1], 25 / ink.shape[0])
    width, height = ink.shape[1] * scale, ink.shape[0] * scale
    layout.drawing(
        width,
        height,
        lambda canvas: canvas.drawImage(jpeg_reader(ink, 800), 0, 0, width * MM, height * MM),
    )


def _show_all_photos(layout: PdfLayout, evidence: Evidence) -> None:
    for phase, title in (
        (Phase.PICKUP, _("Photos at pickup")),
        (Phase.RETURN, _("Photos at return")),
    ):
        layout.heading(title)
        photos = evidence.of_phase(phase)
        if not photos:
            layout.text(_("None"), color=MUTED)
        layout.photos(
            [
                PhotoCell(
                    _reduced(evidence.image(one.photo.sha256), _OVERVIEW_PX),
                    (view_text(one.photo.view), _time(one.photo.added_at), *_noted(evidence, one)),
                )
                for one in photos
            ],
            columns=4,
            height_mm=30.0,
        )


def _noted(evidence: Evidence, one: PackPhoto) -> tuple[str, ...]:
    if one.photo.sha256 in evidence.comparison.photos_not_inspected:
        return (_("Could not be inspected"),)
    if one.photo.sha256 in evidence.comparison.photos_without_findings:
        return (_("No damage found"),)
    return ()


def _prove(layout: PdfLayout, evidence: Evidence) -> None:
    layout.heading(_("How to check that nothing was altered"))
    layout.text(
        _(
            "Open verify.html of the pack in any browser, without a network, and drop the pack"
            " on it. The photos below are part of the pack; each line is the SHA-256 of one file."
        )
    )
    layout.table(
        (_("File"), _("SHA-256")),
        [(one.file, one.sha256) for one in evidence.photos],
        widths_mm=(52.0, 122.0),
    )
    layout.facts(
        [
            (_("All originals"), evidence.originals_root),
            (_("Log entry"), f"{evidence.audit_number}\n{evidence.audit_hash}"),
        ]
    )


def _reduced(image: npt.NDArray[np.uint8], longest_px: int) -> npt.NDArray[np.uint8]:
    picture = PIL.Image.fromarray(image)
    picture.thumbnail((longest_px, longest_px), PIL.Image.Resampling.LANCZOS)
    return np.asarray(picture)


def _detail(image: npt.NDArray[np.uint8], box: Box) -> npt.NDArray[np.uint8]:
    """The surroundings of a box, twice as wide and high as it, within the photo."""
    height, width = image.shape[:2]
    x0, x1 = _around(box[0], box[2])
    y0, y1 = _around(box[1], box[3])
    part = image[round(y0 * height) : round(y1 * height), round(x0 * width) : round(x1 * width)]
    return _reduced(part, _PHOTO_PX)


def _around(low: float, high: float) -> tuple[float, float]:
    side = min(1.0, max(_CUT_SIDE, 2 * (high - low)))
    start = min(max(0.0, (low + high - side) / 2), 1.0 - side)
    return start, start + side


def _time(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M %Z")
