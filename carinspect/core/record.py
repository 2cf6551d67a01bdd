"""Inspections that were kept, the decisions of people on them, and how they are searched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome


class Decision(StrEnum):
    """What a person said about an inspection."""

    AGREE = "agree"
    CORRECT = "correct"
    RETAKE = "retake"


@dataclass(frozen=True, slots=True)
class Review:
    """A named person's decision; a later one follows it, none replaces it.

    Attributes:
        outcome: what holds after this review.
        reviewed_at: aware, UTC.
    """

    reviewer: str
    decision: Decision
    outcome: Outcome
    comment: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Record:
    """An inspection that was kept.

    Attributes:
        outcome: what holds now: the latest review's outcome, else the inspection's own.
        inspected_at: aware, UTC.
        rental: its number; empty without one.
        reviewed_by: who reviewed it last; empty before the first review.
    """

    id: int
    inspection: Inspection
    outcome: Outcome
    inspected_at: datetime
    inspected_by: str
    rental: str = ""
    plate: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which records to find; what is empty or None does not matter.

    Attributes:
        plate: any part of it, spaces and case ignored.
        rental: the beginning of its number.
        since: inspected at this time or later.
        until: inspected before this time.
        outcome: what holds now.
        reviewer: whoever reviewed it last.
        folder_run: found in this folder inspection.
    """

    plate: str = ""
    rental: str = ""
    since: datetime | None = None
    until: datetime | None = None
    outcome: Outcome | None = None
    reviewer: str = ""
    folder_run: int | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page starts: after this record."""

    inspected_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some records, latest first.

    Attributes:
        next: None when these are the last.
    """

    records: tuple[Record, ...]
    next: Cursor | None


def decide(
    outcome: Outcome, reviewer: str, decision: Decision, *, correction: Outcome | None, at: datetime
) -> Review:
    """A person's decision on what holds so far, as yet without a comment.

    Args:
        outcome: what holds so far.
        reviewer: the person's name.
        decision: agree, correct, or ask for another photo.
        correction: what it is corrected to; given exactly with ``CORRECT``.
        at: aware.

    Raises:
        CarInspectError: no name was given.
        ValueError: a correction without an outcome, or an outcome without a correction.
    """
    if not reviewer.strip():
        raise CarInspectError(ErrorCode.REVIEWER_NEEDED)
    if (decision is Decision.CORRECT) != (correction is not None):
        raise ValueError(f"Expected an outcome exactly with a correction, got {correction!r}")
    after = Outcome.RETAKE if decision is Decision.RETAKE else correction or outcome
    return Review(reviewer.strip(), decision, after, "", at)
