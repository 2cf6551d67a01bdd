"""How well a guess does that sees no damage, only something that goes along with the class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

_FOLDS: Final = 5
_LEAVES: Final = 8


def balanced_accuracy(values: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """The balanced accuracy that a small decision tree on ``values`` alone reaches.

    Every photo is guessed by a tree that was grown on the others (5 folds), so nothing is
    learned by heart; chance is 0.5.

    Args:
        values: ``(n, k)``, such as width and height of each photo.
        labels: of each photo; both classes, five or more of each.
    """
    import sklearn.metrics
    import sklearn.model_selection
    import sklearn.tree

    # Untyped, as all of scikit-learn is.
    metrics: Any = sklearn.metrics
    selection: Any = sklearn.model_selection
    tree: Any = sklearn.tree.DecisionTreeClassifier(
        max_leaf_nodes=_LEAVES, min_samples_leaf=5, class_weight="balanced", random_state=0
    )
    folds = selection.StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    truth = np.asarray(labels)
    guessed = selection.cross_val_predict(tree, np.asarray(values, np.float64), truth, cv=folds)
    return float(metrics.balanced_accuracy_score(truth, guessed))
