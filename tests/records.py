"""Inspections and rentals for the tests, made up."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.quality import Flaw, Quality
from carinspect.core.rental import Phase, Rental, RentalPhoto, View
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict, Guess, HeatMap, Region

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
GUESSES = tuple(Guess(f"n0{i}", f"sports_car_{i}", 0.5 / (i + 1)) for i in range(5))


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def inspection(name: str = "a.jpg", outcome: Outcome = Outcome.DAMAGED) -> Inspection:
    heat = HeatMap(np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4))
    regions = (Region((0.1, 0.2, 0.3, 0.4), 0.91, kind="scratch"),)
    return Inspection(
        Path(name),
        outcome,
        "model-1",
        12.5,
        sha256=sha256(name),
        size_px=(640, 480),
        quality=Quality(0.1, 0.5, 0.01, 480, (Flaw.DARK,)),
        gate1=Gate1Verdict(True, 0.99, GUESSES),
        gate2=Gate2Verdict(True, 0.91, 0.5, (0.2, 0.8), regions, heat),
    )


def failed(name: str = "broken.jpg") -> Inspection:
    error = CarInspectError(ErrorCode.PHOTO_TOO_LARGE, photo=Path(name), megapixels=900, limit=150)
    return Inspection(Path(name), Outcome.ERROR, "model-1", 1.0, error=error)


def without_heat(kept: Inspection) -> Inspection:
    assert kept.gate2 is not None
    return dataclasses.replace(kept, gate2=dataclasses.replace(kept.gate2, heat_map=None))


def rental(number: str = "R-1", plate: str = "12가 3456") -> Rental:
    return Rental(number, plate, "Kona", "C-77", NOON)


def rental_photo(name: str, phase: Phase = Phase.PICKUP, view: View | None = None) -> RentalPhoto:
    return RentalPhoto(0, phase, view, sha256(name), name, NOON, "kim")
