"""How steep the nets' evidence must be, so that neither outshouts the other.

Lessons make a net less sure than labels do, so that each pass of training leaves its cells'
logits on another scale. The limits of the comparison (core/newness.py) expect one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from photo_sets import ROOT

sys.path.insert(0, str(ROOT))

from carinspect.ml.localized_export import DamageNet

QUARTER_PEAK: Final = 3.4
"""A quarter of the damaged photos have a cell of this logit or more."""

Peaks = Callable[[Sequence[DamageNet]], Any]
"""Nets -> the greatest logit of a cell on each damaged photo, when they are joined."""


def made_even(nets: Sequence[DamageNet], peaks: Peaks) -> list[DamageNet]:
    """The nets with a steepness that brings each to :data:`QUARTER_PEAK`, then all together."""
    alone = [_steeper(net, QUARTER_PEAK / _quarter(peaks([net]))) for net in nets]
    together = QUARTER_PEAK / _quarter(peaks(alone))
    return [_steeper(net, together) for net in alone]


def _quarter(peaks: Any) -> float:
    value = float(np.quantile(peaks, 0.75))
    if value <= 0:
        raise ValueError(f"three quarters of the damaged photos have no cell over {value:.2f}")
    return value


def _steeper(net: DamageNet, factor: float) -> DamageNet:
    calibration = replace(net.calibration, steepness=net.calibration.steepness * factor)
    return replace(net, calibration=calibration)
