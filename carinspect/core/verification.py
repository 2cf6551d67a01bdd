"""What came out of proving that the records are as they were written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """What is wrong."""

    CHAIN_BROKEN = "chain_broken"
    END_CUT_OFF = "end_cut_off"
    RECORD_ALTERED = "record_altered"
    RECORD_MISSING = "record_missing"
    RECORD_NOT_NOTED = "record_not_noted"
    PHOTO_ALTERED = "photo_altered"
    PHOTO_MISSING = "photo_missing"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        subject: the number of the audit entry, the record such as ``inspection:17``, the
            SHA-256 of the photo or of the entry that was expected.
    """

    kind: ProblemKind
    subject: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at and what was wrong.

    Attributes:
        entries: of the audit log.
        last_hash: of the audit log's last entry, to be noted elsewhere; empty without entries.
        records: inspections, rentals and users.
        photos: stored photos that were read.
    """

    entries: int
    last_hash: str
    records: int
    photos: int
    problems: tuple[Problem, ...] = ()
