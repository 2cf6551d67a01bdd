"""What kind of damage a region shows and how severe, where the net tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from carinspect.core.model_card import ModelCard
from carinspect.core.verdict import Box, Region
from carinspect.ml.geometry import Placement
from carinspect.ml.inspection_net import NetOutput

Shares = npt.NDArray[np.float32]


def name_regions(
    regions: Sequence[Region], output: NetOutput, card: ModelCard
) -> tuple[Region, ...]:
    """The same regions with ``kind`` and ``severity``; None where the net is not sure enough."""
    if output.kinds is None or output.severities is None:
        return tuple(regions)
    named: list[Region] = []
    for region in regions:
        weights = _weights(region.box, output.evidence, output.placement)
        named.append(
            replace(
                region,
                kind=_surest(output.kinds, weights, card.region_kinds, card.name_level),
                severity=_surest(
                    output.severities, weights, card.region_severities, card.name_level
                ),
            )
        )
    return tuple(named)


def _weights(box: Box, evidence: Shares, place: Placement) -> Shares:
    """The evidence of the cells that ``box`` touches, ``(rows, columns)``; 0 elsewhere."""
    cell = place.size_px / len(evidence)
    left, right = ((place.left + place.width * x) / cell for x in (box[0], box[2]))
    top, bottom = ((place.top + place.height * y) / cell for y in (box[1], box[3]))
    weights = np.zeros_like(evidence)
    rows = slice(int(top), max(int(top) + 1, int(np.ceil(bottom))))
    columns = slice(int(left), max(int(left) + 1, int(np.ceil(right))))
    weights[rows, columns] = evidence[rows, columns]
    return weights


def _surest(shares: Shares, weights: Shares, names: Sequence[str], level: float) -> str | None:
    total = float(weights.sum())
    if total <= 0:
        return None
    mean = (shares * weights[..., None]).sum(axis=(0, 1)) / total
    best = int(np.argmax(mean))
    return names[best] if mean[best] >= level else None
