"""How unlike photos of cars a photo is, by its pooled features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from carinspect.ml.keras_runtime import load_keras
from carinspect.ml.linear_head import Floats


@dataclass(frozen=True)
class Familiar:
    """How photos of cars lie in the pooled features, to tell what is unlike them.

    Attributes:
        mean: ``(D,)``.
        axes: the principal axes, ``(D, K)``, orthonormal.
        spread: standard deviation along each axis, ``(K,)``.
        rest: mean square of what the axes leave over.
    """

    mean: Floats
    axes: Floats
    spread: Floats
    rest: float


def strangeness(pooled: Any, familiar: Familiar) -> Any:
    """Mean square, per degree of freedom, along the axes and of what they leave over: ``(N, 1)``.

    1 for photos like those it was fitted on (a Gaussian with a spherical rest: Moghaddam and
    Pentland, IEEE TPAMI 19, 1997).
    """
    ops = load_keras().ops
    centred = pooled - familiar.mean
    along = ops.matmul(centred, familiar.axes)
    whole = ops.sum(ops.square(centred), axis=1, keepdims=True)
    rest = whole - ops.sum(ops.square(along), axis=1, keepdims=True)
    inside = ops.mean(ops.square(along / familiar.spread), axis=1, keepdims=True)
    return 0.5 * (inside + rest / familiar.rest)
