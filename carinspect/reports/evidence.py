"""What an evidence pack tells: gathered once, for the report and for the data file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

import numpy as np
import numpy.typing as npt

from carinspect.core.comparison import StoredComparison, StoredFinding
from carinspect.core.rental import Phase, Rental, RentalPhoto

HIDDEN = "•••"
"""What stands for a plate or a customer's key in a redacted pack."""


@dataclass(frozen=True, slots=True)
class PackPhoto:
    """A photo of the rental as the pack holds it.

    Attributes:
        file: its name in the pack.
        sha256: of that file; for a redacted one not that of ``photo``.
    """

    photo: RentalPhoto
    file: str
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """What a pack tells.

    Attributes:
        image: gives the pixels of a photo of the pack, RGB, ``(H, W, 3)``, by the SHA-256 of its
            original; redacted ones in a redacted pack.
        audit_number, audit_hash: of the log's last entry when the pack was made.
    """

    rental: Rental
    comparison: StoredComparison
    photos: tuple[PackPhoto, ...]
    image: Callable[[str], npt.NDArray[np.uint8]] = field(repr=False)
    made_at: datetime
    made_by: str
    redacted: bool
    originals_root: str
    audit_number: int
    audit_hash: str

    def of_phase(self, phase: Phase) -> tuple[PackPhoto, ...]:
        return tuple(one for one in self.photos if one.photo.phase is phase)

    def by_hash(self, sha256: str | None) -> PackPhoto | None:
        """The photo whose original has this hash."""
        return next((one for one in self.photos if one.photo.sha256 == sha256), None)


def evidence_record(evidence: Evidence) -> dict[str, object]:
    """The pack's data file, ready for ``json.dumps``; no image, no signature's bytes."""
    comparison = evidence.comparison
    return {
        "rental": _rental(evidence.rental, hidden=evidence.redacted),
        "photos": [_photo(one) for one in evidence.photos],
        "comparison": {
            "model": comparison.model_id,
            "compared_at": comparison.compared_at.isoformat(),
            "compared_by": comparison.compared_by,
            "findings": [_finding(finding) for finding in comparison.findings],
            "photos_without_findings": list(comparison.photos_without_findings),
            "photos_not_inspected": list(comparison.photos_not_inspected),
        },
        "statements": [
            {
                "consent": one.consent.value,
                "comment": one.comment,
                "language": one.language,
                "signed": bool(one.signature),
                "stated_at": one.stated_at.isoformat(),
            }
            for one in comparison.statements
        ],
    }


def _rental(rental: Rental, *, hidden: bool) -> dict[str, object]:
    return {
        "number": rental.number,
        "plate": HIDDEN if hidden else rental.plate,
        "vehicle": rental.vehicle,
        "customer_reference": HIDDEN if hidden else rental.customer_reference,
        "opened_at": rental.opened_at.isoformat(),
        "closed_at": rental.closed_at.isoformat() if rental.closed_at else None,
        "closed_by": rental.closed_by,
    }


def _photo(one: PackPhoto) -> dict[str, object]:
    return {
        "file": one.file,
        "phase": one.photo.phase.value,
        "view": one.photo.view.value if one.photo.view else None,
        "sha256": one.sha256,
        "original_sha256": one.photo.sha256,
        "added_at": one.photo.added_at.isoformat(),
        "added_by": one.photo.added_by,
    }


def _finding(stored: StoredFinding) -> dict[str, object]:
    found = stored.finding
    return {
        "newness": stored.newness.value,
        "said_by_the_program": found.newness.value,
        "reason": found.reason.value,
        "return_photo": found.return_photo,
        "region": asdict(found.region),
        "pickup_photo": found.pickup_photo,
        "pickup_box": found.pickup_box,
        "return_evidence": found.return_evidence,
        "pickup_evidence": found.pickup_evidence,
        "reviews": [
            {
                "reviewer": review.reviewer,
                "newness": review.newness.value,
                "comment": review.comment,
                "reviewed_at": review.reviewed_at.isoformat(),
            }
            for review in stored.reviews
        ],
    }
