"""What a person says about the photo in view: the truth, by one key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.inspection import Outcome

CORRECTIONS: Final = (Outcome.DAMAGED, Outcome.UNDAMAGED, Outcome.NOT_A_CAR)
"""What a verdict can be corrected to."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One person's word on one photo; a later one on the same bytes replaces it.

    Attributes:
        at: aware, UTC.
        sha256: of the photo's bytes.
        truth: one of :data:`CORRECTIONS`; None takes an earlier word back.
        name: of the file, for people.
        said: what the model's verdicts had come to.
        probability: the model's P(damaged); None where Gate2 was not asked.
    """

    at: datetime
    by: str
    sha256: str
    truth: Outcome | None
    name: str
    model_id: str
    said: Outcome
    probability: float | None = None

    @property
    def label(self) -> int | None:
        """The class for training Gate2; None where the photo shows no car or the word is off."""
        return {Outcome.DAMAGED: DAMAGED, Outcome.UNDAMAGED: UNDAMAGED}.get(
            self.truth or Outcome.NOT_A_CAR
        )
