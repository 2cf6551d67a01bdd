"""Heads that are linear in the pooled features.

Linear, so that the same weights applied to each cell give the evidence of that cell: the mean
of the cells' logits is the photo's logit (class activation mapping, Zhou et al., CVPR 2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]


@dataclass(frozen=True)
class LinearHead:
    """``logit = features @ weights + bias``; ``weights`` is ``float32``, ``(D,)``."""

    weights: Floats
    bias: float

    def logits(self, features: Floats) -> Floats:
        """Logits ``(N,)`` of pooled features ``(N, D)``."""
        return (features @ self.weights + self.bias).astype(np.float32)

    def cooled(self, temperature: float) -> LinearHead:
        """The same head with all logits divided by ``temperature``."""
        return LinearHead((self.weights / temperature).astype(np.float32), self.bias / temperature)


def fit_linear_head(features: Floats, labels: Labels, strength: float) -> LinearHead:
    """Logistic regression on standardised features, classes balanced.

    Args:
        features: ``(N, D)``.
        labels: ``(N,)``, 0 or 1.
        strength: inverse of the l2 penalty.
    """
    from sklearn.linear_model import LogisticRegression

    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-3
    model: Any = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced")
    model.fit((features - mean) / spread, labels)
    weights = (model.coef_[0] / spread).astype(np.float32)
    return LinearHead(weights, float(model.intercept_[0] - mean @ weights))


def held_out_logits(
    features: Floats, labels: Labels, groups: Labels, strength: float, *, folds: int = 5
) -> Floats:
    """Logits ``(N,)`` of each row by a head fitted without its group, for calibration."""
    from sklearn.model_selection import StratifiedGroupKFold

    logits = np.zeros(len(labels), np.float32)
    splitter: Any = StratifiedGroupKFold(folds, shuffle=True, random_state=0)
    for train, test in splitter.split(features, labels, groups):
        logits[test] = fit_linear_head(features[train], labels[train], strength).logits(
            features[test]
        )
    return logits
