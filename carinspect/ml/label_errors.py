"""Labels that are probably wrong, by confident learning.

Northcutt, Jiang and Chuang 2021, J. Artif. Intell. Res. 70, 1373: a label is suspected where a
model that has not seen the photo is sure of the other class, judged by how sure it usually is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from carinspect.ml.backbones import BACKBONES
from carinspect.ml.features import FeatureExtractor, Features, FeatureSpec

_BACKBONE: Final = "efficientnet_lite0"
_INPUT_PX: Final = 224
_DETAIL_PX: Final = 224
"""Photos are reduced to this before they are compared, so that resolution tells no class."""

_FOLDS: Final = 5


@dataclass(frozen=True, slots=True)
class Suspect:
    """A photo whose label is probably wrong.

    Attributes:
        position: of the photo.
        own_label_probability: that a model which has not seen the photo gives to its label.
    """

    position: int
    own_label_probability: float


def photo_features(
    photos: Sequence[Path], cache: Path, on_photos: Callable[[int], object]
) -> Features:
    """The features by which labels are judged, ``float32``, ``(N, D)``; kept in ``cache``.

    Raises:
        CarInspectError: a photo cannot be read, or the weights are missing.
    """
    spec = FeatureSpec(BACKBONES[_BACKBONE], _INPUT_PX, _DETAIL_PX)
    return FeatureExtractor(spec, cache).extract(photos, on_photos)


def label_errors(features: Features, labels: Sequence[int], groups: Sequence[str]) -> list[Suspect]:
    """The suspects, most suspicious first.

    Args:
        features: ``(N, D)``.
        labels: of each photo, 0 or 1; at least five groups of each.
        groups: near-duplicates, which are judged by models that have seen none of them.
    """
    import cleanlab.filter

    truth = np.asarray(labels)
    probabilities = _out_of_fold(features, truth, groups)
    filters: Any = cleanlab.filter  # untyped
    found = filters.find_label_issues(
        truth, probabilities, return_indices_ranked_by="self_confidence", n_jobs=1
    )
    return [
        Suspect(int(position), float(probabilities[position, truth[position]]))
        for position in found
    ]


def _out_of_fold(
    features: Features, truth: npt.NDArray[np.int64], groups: Sequence[str]
) -> npt.NDArray[np.float64]:
    """P(class) of every photo, ``(N, 2)``, by models that saw none of its group."""
    import sklearn.linear_model
    import sklearn.model_selection
    import sklearn.pipeline
    import sklearn.preprocessing

    # Untyped, as all of scikit-learn is.
    selection: Any = sklearn.model_selection
    pipeline: Any = sklearn.pipeline
    model = pipeline.make_pipeline(
        sklearn.preprocessing.StandardScaler(),
        sklearn.linear_model.LogisticRegression(C=0.01, max_iter=500, class_weight="balanced"),
    )
    folds = selection.StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=0)
    probabilities = selection.cross_val_predict(
        model, features, truth, groups=np.asarray(groups), cv=folds, method="predict_proba"
    )
    return np.asarray(probabilities, np.float64)
