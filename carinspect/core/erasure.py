"""Forgetting a rental or an inspection: what goes, what stays, and which rentals are due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What forgetting would remove, or has removed.

    Attributes:
        what: the number of the rental, or the id of the inspection.
        photos: stored photos that go with it.
        shared_photos: its photos that stay, for another rental or inspection has them too.
        inspections: of its photos, those of no other rental.
        comparisons: with all that people decided on their findings.
        statements: of the customer, with their signatures.
        entries: of the audit log whose contents go; that something was done stays.
    """

    what: str
    photos: int = 0
    shared_photos: int = 0
    inspections: int = 0
    comparisons: int = 0
    statements: int = 0
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was forgotten, and what this program cannot or must not remove by itself.

    Attributes:
        entry: the number of the audit log's entry that tells of it, without personal data.
        hash: of that entry; with the number it proves that the request was carried out.
        corrections: copies of its photos among the photos to train on, removed as well.
        frozen: its photos among those that models are tested on; they stay, or no test could
            be compared with an earlier one: freeze a new set.
        backups: the backups on this computer that were made before and still hold it.
    """

    plan: ErasurePlan
    entry: int
    hash: str
    corrections: int = 0
    frozen: int = 0
    backups: tuple[Path, ...] = ()


def months_before(at: datetime, months: int) -> datetime:
    """The same day and hour ``months`` earlier; the month's last day where it has none such."""
    ordinal = at.year * 12 + at.month - 1 - months
    year, month = divmod(ordinal, 12)
    day = min(at.day, calendar.monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)
