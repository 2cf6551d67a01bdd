"""Pickup against return: what may be called new, and what may not.

Doubt never speaks against the customer: only damage whose spot was clearly photographed at
pickup, and showed none by the same model, may be called new.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from carinspect.core.verdict import Box, Region

Matrix: TypeAlias = tuple[
    tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]
]
"""Rows of a homography between two photos, each in fractions of its width and height."""

IDENTITY: Final[Matrix] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Newness(StrEnum):
    """What the pickup photos say about a finding on a return photo."""

    NEW = "new"
    ALREADY_THERE = "already_there"
    CANNOT_BE_SHOWN_NEW = "cannot_be_shown_new"
    NEEDS_HUMAN_LOOK = "needs_human_look"


class Reason(StrEnum):
    """Why a finding is called what it is called."""

    SPOT_WAS_CLEAN = "spot_was_clean"
    EVIDENCE_AT_PICKUP = "evidence_at_pickup"
    LOOKS_THE_SAME = "looks_the_same"
    PARTLY_CHANGED = "partly_changed"
    EVIDENCE_TOO_CLOSE = "evidence_too_close"
    EVIDENCE_TOO_WEAK = "evidence_too_weak"
    DAMAGE_ELSEWHERE = "damage_elsewhere"
    NO_PICKUP_PHOTO = "no_pickup_photo"
    NOT_ALIGNED = "not_aligned"
    SPOT_OUT_OF_FRAME = "spot_out_of_frame"
    SPOT_NOT_CLEAR = "spot_not_clear"
    ALIGNMENT_UNSURE = "alignment_unsure"
    OTHER_PAINT = "other_paint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One region of a return photo, and what became of the search for it.

    Attributes:
        return_photo: SHA-256.
        region: on the return photo.
        pickup_photo: SHA-256 of the photo that decided; None when none showed the spot.
        pickup_box: the spot on that photo.
        return_evidence: for damage at the spot on the return photo, in [0, 1].
        pickup_evidence: the same on the pickup photo, by the same model; where it was judged on
            the return photo with the spot as it was at pickup, what is left there. None when not
            seen.
    """

    return_photo: str
    region: Region
    newness: Newness
    reason: Reason
    pickup_photo: str | None = None
    pickup_box: Box | None = None
    return_evidence: float = 0.0
    pickup_evidence: float | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a pickup photo lies over a return photo.

    Attributes:
        homography: takes ``(x, y, 1)`` on the pickup photo to the return photo, both as fractions
            of the photo's width and height; the identity where nothing matched.
        inliers: matched features that agree with it.
        error_px: median distance of those after warping, at 800 px of the longer side.
        ok: whether it holds for the photos as a whole; False: lay them over each other by hand.
    """

    homography: Matrix = IDENTITY
    inliers: int = 0
    error_px: float = 0.0
    ok: bool = False


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """A return photo and a pickup photo that was searched for its findings; by SHA-256."""

    return_photo: str
    pickup_photo: str
    alignment: Alignment


@dataclass(frozen=True, eq=False)
class Coverage:
    """Which parts of a return photo some pickup photo shows clearly.

    Attributes:
        return_photo: SHA-256.
        clear: ``bool``, ``(rows, columns)`` over the whole upright photo; not to be modified.
    """

    return_photo: str
    clear: npt.NDArray[np.bool_] = field(repr=False)

    @property
    def share(self) -> float:
        """The part of the photo that is covered, in [0, 1]."""
        return float(self.clear.mean()) if self.clear.size else 0.0

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Coverage)
            and self.return_photo == other.return_photo
            and np.array_equal(self.clear, other.clear)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays are mutable


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of one rental's return photos, by one model.

    Attributes:
        model_id: the model that looked at both sides.
        photos_without_findings: SHA-256 of return photos on which nothing was found.
        photos_not_inspected: SHA-256 of return photos that were unfit, unreadable or no car.
        pairs: what was laid over what; for a viewer, not kept with the records.
        coverage: of each return photo that was inspected; not kept with the records.
    """

    model_id: str
    findings: tuple[Finding, ...]
    photos_without_findings: tuple[str, ...] = ()
    photos_not_inspected: tuple[str, ...] = ()
    pairs: tuple[AlignedPair, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    def count(self, newness: Newness) -> int:
        return sum(finding.newness is newness for finding in self.findings)


@dataclass(frozen=True, slots=True)
class FindingReview:
    """A named person's decision on one finding; later ones follow, none replaces another."""

    reviewer: str
    newness: Newness
    comment: str
    reviewed_at: datetime


class Consent(StrEnum):
    """What the customer said to the findings."""

    AGREE = "agree"
    OBJECT = "object"
    COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class CustomerStatement:
    """What the customer said, in the language that was shown.

    Attributes:
        signature: drawn on the screen, PNG; empty without one.
    """

    consent: Consent
    comment: str
    language: str
    signature: bytes
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding that was kept, with what people decided on it, oldest first."""

    id: int
    finding: Finding
    reviews: tuple[FindingReview, ...] = ()

    @property
    def newness(self) -> Newness:
        """What holds now."""
        return self.reviews[-1].newness if self.reviews else self.finding.newness

    @property
    def is_decided(self) -> bool:
        """Whether a person has decided; who says that a person must look has not."""
        return bool(self.reviews) and self.newness is not Newness.NEEDS_HUMAN_LOOK


@dataclass(frozen=True, slots=True)
class StoredComparison:
    """A comparison that was kept."""

    id: int
    model_id: str
    compared_at: datetime
    compared_by: str
    findings: tuple[StoredFinding, ...]
    statements: tuple[CustomerStatement, ...] = ()
    photos_without_findings: tuple[str, ...] = ()
    photos_not_inspected: tuple[str, ...] = ()

    @property
    def reviewed(self) -> bool:
        """Whether a named person has decided on every finding."""
        return all(finding.is_decided for finding in self.findings)
