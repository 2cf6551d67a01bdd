"""The record of one inspected photo, and the one rule that joins the verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.quality import Quality
from carinspect.core.verdict import Gate1Verdict, Gate2Verdict


class Outcome(StrEnum):
    """What the verdicts on one photo come to."""

    DAMAGED = "damaged"
    UNDAMAGED = "undamaged"
    REVIEW = "review"
    NOT_A_CAR = "not_a_car"
    RETAKE = "retake"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found on one photo.

    Attributes:
        photo: where the file lay when it was inspected.
        sha256: of the file's bytes, hexadecimal; empty when it could not be read.
        size_px: width and height of the upright photo; None when it could not be decoded.
        gate2: None unless Gate1 saw a car.
        milliseconds: from opening the file to the outcome.
        error: why there is no verdict; given exactly when the outcome is ``ERROR``.
    """

    photo: Path
    outcome: Outcome
    model_id: str
    milliseconds: float
    sha256: str = ""
    size_px: tuple[int, int] | None = None
    quality: Quality | None = None
    gate1: Gate1Verdict | None = None
    gate2: Gate2Verdict | None = None
    error: CarInspectError | None = None


def join_verdicts(quality: Quality, gate1: Gate1Verdict, gate2: Gate2Verdict | None) -> Outcome:
    """Say what the verdicts come to.

    An unfit photo is told so before any verdict is believed; a probability inside the review
    band is left to a person, and so is damage that does not rest on what is marked, and a photo
    unlike those that the model learnt from.
    """
    if quality.flaws:
        return Outcome.RETAKE
    if not gate1.is_car or gate2 is None:
        return Outcome.NOT_A_CAR
    low, high = gate2.review_band
    if low <= gate2.probability < high:
        return Outcome.REVIEW
    if not gate2.familiar or (gate2.damaged and not gate2.rests_on_regions):
        return Outcome.REVIEW
    return Outcome.DAMAGED if gate2.damaged else Outcome.UNDAMAGED
