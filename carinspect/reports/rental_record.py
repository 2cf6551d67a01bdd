"""Rentals as plain records for JSON: names and numbers that programs may rely on."""

from __future__ import annotations

from datetime import datetime

from carinspect.core.comparison import CustomerStatement, StoredComparison, StoredFinding
from carinspect.core.rental import Phase, Rental, RentalPhoto
from carinspect.core.rental_state import RentalState, RentalSummary

Record = dict[str, object]


def summary_record(summary: RentalSummary) -> Record:
    """One rental of a list."""
    return {
        **_rental(summary.rental),
        "stage": summary.stage.value,
        "pickup_photos": summary.pickup_photos,
        "return_photos": summary.return_photos,
        "findings": summary.findings,
        "undecided": summary.undecided,
    }


def state_record(state: RentalState) -> Record:
    """One rental in full; the signature's bytes are left to the evidence pack."""
    return {
        **summary_record(state.summary),
        "missing": {phase.value: [v.value for v in state.missing(phase)] for phase in Phase},
        "photos": [_photo(photo) for photo in state.photos],
        "comparison_outdated": state.outdated,
        "comparison": comparison_record(state.comparison) if state.comparison else None,
    }


def comparison_record(comparison: StoredComparison) -> Record:
    """A comparison with what people and the customer said to it."""
    return {
        "id": comparison.id,
        "model": comparison.model_id,
        "compared_at": _time(comparison.compared_at),
        "compared_by": comparison.compared_by,
        "findings": [
            _finding(number, found) for number, found in enumerate(comparison.findings, start=1)
        ],
        "photos_without_findings": list(comparison.photos_without_findings),
        "photos_not_inspected": list(comparison.photos_not_inspected),
        "statements": [_statement(one) for one in comparison.statements],
    }


def _rental(rental: Rental) -> Record:
    return {
        "rental": rental.number,
        "plate": rental.plate,
        "vehicle": rental.vehicle,
        "customer_reference": rental.customer_reference,
        "opened_at": _time(rental.opened_at),
        "closed_at": _time(rental.closed_at),
        "closed_by": rental.closed_by or None,
    }


def _photo(photo: RentalPhoto) -> Record:
    return {
        "photo": photo.id,
        "phase": photo.phase.value,
        "view": photo.view.value if photo.view else None,
        "name": photo.name,
        "sha256": photo.sha256,
        "added_at": _time(photo.added_at),
        "added_by": photo.added_by,
    }


def _finding(number: int, found: StoredFinding) -> Record:
    finding = found.finding
    return {
        "finding": number,
        "newness": found.newness.value,
        "proposed": finding.newness.value,
        "reason": finding.reason.value,
        "return_photo": finding.return_photo,
        "return_box": list(finding.region.box),
        "pickup_photo": finding.pickup_photo,
        "pickup_box": list(finding.pickup_box) if finding.pickup_box else None,
        "return_evidence": finding.return_evidence,
        "pickup_evidence": finding.pickup_evidence,
        "reviews": [
            {
                "reviewer": review.reviewer,
                "newness": review.newness.value,
                "comment": review.comment,
                "reviewed_at": _time(review.reviewed_at),
            }
            for review in found.reviews
        ],
    }


def _statement(statement: CustomerStatement) -> Record:
    return {
        "consent": statement.consent.value,
        "comment": statement.comment,
        "language": statement.language,
        "signed": bool(statement.signature),
        "stated_at": _time(statement.stated_at),
    }


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
