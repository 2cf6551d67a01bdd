"""Probabilities that mean what they say, and where to leave the decision to a person."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from carinspect.core.measures import expected_calibration_error, wilson

__all__ = [
    "best_threshold",
    "expected_calibration_error",
    "fit_temperature",
    "logits_of",
    "review_band",
    "sigmoid",
    "wilson",
]

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


def sigmoid(logits: Floats) -> Floats:
    """Probabilities of logits, without overflow."""
    return (0.5 * (1 + np.tanh(0.5 * logits))).astype(np.float32)


def logits_of(probabilities: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """The inverse of :func:`sigmoid`, also of probabilities that were rounded to 0 or 1."""
    inside = np.clip(np.asarray(probabilities, np.float64), 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


def fit_temperature(logits: Floats, labels: Labels) -> float:
    """The divisor of held-out logits with the least log loss (Guo et al., ICML 2017)."""
    grid = np.exp(np.linspace(math.log(0.05), math.log(20), 400))
    signed = logits * (2 * labels - 1)
    losses = [float(np.logaddexp(0, -signed / t).mean()) for t in grid]
    return float(grid[int(np.argmin(losses))])


def review_band(
    probabilities: Floats, labels: Labels, threshold: float, accepted_error: float
) -> tuple[float, float]:
    """The narrowest band around ``threshold`` outside of which errors stay acceptable.

    Below the band at most ``accepted_error`` of the photos are expected to be damaged, from its
    upper end on at most as many undamaged. Errors are expected by a logistic regression on
    held-out logits (Platt, Advances in Large Margin Classifiers, 1999), not counted: where one
    photo of a hundred may err, counting hangs an edge on single photos.
    """
    if len(np.unique(labels)) < 2:
        return (0.0, 1.0)
    damaged = _expected(probabilities, labels)
    below = probabilities < threshold
    low = _edge(probabilities[below], damaged[below], accepted_error, upwards=True)
    high = _edge(probabilities[~below], 1 - damaged[~below], accepted_error, upwards=False)
    return (min(low, threshold), max(high, threshold))


def _expected(probabilities: Floats, labels: Labels) -> Floats:
    """P(damaged) of each photo as the labels of all have it, ``(N,)``."""
    # Loading it takes half a second, and only training needs it.
    from sklearn.linear_model import LogisticRegression

    logits = logits_of(probabilities)[:, None]
    # The library's usual ridge counts for little, and keeps few photos from promising much.
    model: Any = LogisticRegression()
    chances: Floats = model.fit(logits, labels).predict_proba(logits)[:, 1]
    return chances


def _edge(values: Floats, errors: Floats, accepted_error: float, *, upwards: bool) -> float:
    order = np.argsort(values if upwards else -values)
    running = np.cumsum(errors[order]) / np.arange(1, len(order) + 1)
    fine = np.nonzero(running <= accepted_error)[0]
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
