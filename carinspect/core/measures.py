"""Shares with their intervals, and how far probabilities are to be believed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import Figure


def expected_calibration_error(
    probabilities: npt.NDArray[np.floating[Any]], labels: npt.NDArray[np.int64], bins: int = 15
) -> float:
    """Mean gap of P(damaged) and the damaged share in equally filled bins, in [0, 1]."""
    order = np.argsort(probabilities)
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [abs(float(probabilities[p].mean()) - float(labels[p].mean())) * len(p) for p in parts]
    return sum(gaps) / len(labels)


def wilson(successes: int, n: int) -> Figure:
    """A share with its 95% interval (Wilson 1927); ``n`` of 0 gives the whole of [0, 1]."""
    if n == 0:
        return Figure(0.0, 0.0, 1.0, 0)
    z, share = 1.959964, successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return Figure(round(share, 4), round(max(0.0, centre - half), 4),
                  round(min(1.0, centre + half), 4), n)  # fmt: skip
