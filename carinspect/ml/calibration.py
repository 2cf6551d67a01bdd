"""Probabilities that mean what they say, and where to leave the decision to a person."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import Figure

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits, without overflow."""
    return (0.5 * (1 + np.tanh(0.5 * logits))).astype(np.float32)


def fit_temperature(logits: Floats, labels: Labels) -> float:
    """The divisor of held-out logits with the least log loss (Guo et al., ICML 2017)."""
    grid = np.exp(np.linspace(math.log(0.05), math.log(20), 400))
    signed = logits * (2 * labels - 1)
    losses = [float(np.logaddexp(0, -signed / t).mean()) for t in grid]
    return float(grid[int(np.argmin(losses))])


def expected_calibration_error(probabilities: Floats, labels: Labels, bins: int = 15) -> float:
    """Mean gap of P(damaged) and the damaged share in equally filled bins, in [0, 1]."""
    order = np.argsort(probabilities)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [abs(float(probabilities[p].mean()) - float(labels[p].mean())) * len(p) for p in parts]
    return sum(gaps) / len(labels)


def review_band(
    probabilities: Floats, labels: Labels, threshold: float, accepted_error: float
) -> tuple[float, float]:
    """The narrowest band around ``threshold`` outside of which errors stay acceptable.

    Below the band at most ``accepted_error`` of the photos may be damaged, from its upper end
    on at most as many undamaged; fitted on held-out probabilities.
    """
    low = _edge(probabilities[probabilities < threshold], labels == 1, probabilities < threshold,
                accepted_error, upwards=True)  # fmt: skip
    high = _edge(probabilities[probabilities >= threshold], labels == 0, probabilities >= threshold,
                 accepted_error, upwards=False)  # fmt: skip
    return (min(low, threshold), max(high, threshold))


def _edge(
    values: Floats,
    wrong: npt.NDArray[np.bool_],
    side: npt.NDArray[np.bool_],
    accepted_error: float,
    *,
    upwards: bool,
) -> float:
    order = np.argsort(values if upwards else -values)
    errors = np.cumsum(wrong[side][order]) / np.arange(1, len(order) + 1)
    fine = np.nonzero(errors <= accepted_error)[0]
    if not len(fine):
        return 0.0 if upwards else 1.0
    last = int(fine[-1])
    if upwards:
        return float(values[order[last + 1]]) if last + 1 < len(order) else 1.0
    return float(values[order[last]])


def best_threshold(probabilities: Floats, labels: Labels) -> float:
    """The threshold with the best balanced accuracy on held-out probabilities."""
    candidates = np.unique(np.quantile(probabilities, np.linspace(0.02, 0.98, 193)))
    scores = [
        (probabilities[labels == 1] >= t).mean() + (probabilities[labels == 0] < t).mean()
        for t in candidates
    ]
    return float(candidates[int(np.argmax(scores))])


def wilson(successes: int, n: int) -> Figure:
    """A share with its 95 % interval (Wilson 1927); ``n`` of 0 gives the whole of [0, 1]."""
    if n == 0:
        return Figure(0.0, 0.0, 1.0, 0)
    z, share = 1.959964, successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Figure(round(share, 4), round(max(0.0, centre - half), 4),
                  round(min(1.0, centre + half), 4), n)  # fmt: skip
