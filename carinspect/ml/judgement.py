"""What trained weights say about the validation photos, and what is fitted on them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import Figure
from carinspect.ml.calibration import (
    best_threshold,
    expected_calibration_error,
    fit_temperature,
    review_band,
    sigmoid,
    wilson,
)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Judgement:
    """What the kept weights say about the validation photos, and what was fitted on them.

    Attributes:
        probabilities: calibrated P(damaged), ``(N,)``.
        labels: ``(N,)``.
        hashes: SHA-256 of the photos.
        at_one_half: accuracy of the uncalibrated net at one half, as in the history.
    """

    probabilities: Floats = field(repr=False)
    labels: Floats = field(repr=False)
    hashes: tuple[str, ...] = field(repr=False)
    temperature: float
    threshold: float
    at_one_half: Figure

    def band(self, accepted_error: float) -> tuple[float, float]:
        """The review band outside of which as many verdicts may be wrong."""
        labels = self.labels.astype(np.int64)
        return review_band(self.probabilities, labels, self.threshold, accepted_error)

    def figures(self) -> dict[str, Figure]:
        """Shares at the threshold."""
        called, damaged = self.probabilities >= self.threshold, self.labels == 1
        hits, passes = int((called & damaged).sum()), int((~called & ~damaged).sum())
        n, positive = len(self.labels), int(damaged.sum())
        return {
            "gate2 accuracy, validation": wilson(hits + passes, n),
            "gate2 recall, validation": wilson(hits, positive),
            "gate2 specificity, validation": wilson(passes, n - positive),
            "gate2 accuracy at one half, validation": self.at_one_half,
        }

    def numbers(self) -> dict[str, float]:
        """Area under the ROC curve, calibration error and temperature."""
        labels = self.labels.astype(np.int64)
        damaged, whole = self.probabilities[labels == 1], self.probabilities[labels == 0]
        gaps = damaged[:, None] - whole[None]
        area = float((gaps > 0).mean() + 0.5 * (gaps == 0).mean())
        error = expected_calibration_error(self.probabilities, labels)
        return {
            "AUROC, validation": round(area, 4),
            "calibration error, validation": round(error, 4),
            "temperature": round(self.temperature, 4),
        }


def judge(logits: Floats, labels: Floats, hashes: tuple[str, ...]) -> Judgement:
    """Fit temperature and threshold.

    Args:
        logits: of the validation photos, ``(N,)``.
        labels: 1 for damaged, ``(N,)``.
        hashes: SHA-256 of the photos.
    """
    whole = labels.astype(np.int64)
    temperature = fit_temperature(logits, whole)
    probabilities = sigmoid(logits / np.float32(temperature))
    threshold = best_threshold(probabilities, whole)
    right = int(((sigmoid(logits) >= 0.5) == (labels == 1)).sum())
    return Judgement(
        probabilities,
        labels,
        hashes,
        temperature,
        threshold,
        wilson(right, len(labels)),
    )
