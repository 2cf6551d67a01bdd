"""Gate2: is the car damaged, how sure, and where?"""

from __future__ import annotations

import numpy as np

from carinspect.core.model_card import USUAL_ERROR, ModelCard
from carinspect.core.verdict import Gate2Verdict
from carinspect.ml.heat_map import find_regions, heat_map
from carinspect.ml.inspection_net import NetOutput
from carinspect.ml.region_names import name_regions


class Gate2:
    """Turns the net's output into a verdict by the thresholds of its card.

    Args:
        card: of the net.
        accepted_error: the share of wrong verdicts that the counter accepts where no person
            looks; it chooses the review band.
    """

    def __init__(self, card: ModelCard, accepted_error: float = USUAL_ERROR) -> None:
        self._card = card
        self._band = card.band(accepted_error)

    def judge(self, output: NetOutput) -> Gate2Verdict:
        """The verdict on one image; regions only where it is not clearly undamaged."""
        probability = output.damage_probability
        # Single cells may be sure of what the photo as a whole is not: the map must not shout
        # where the verdict says that nothing was found.
        share = min(1.0, probability / max(self._card.damage_threshold, 1e-6))
        heat = heat_map(output.evidence * np.float32(share), output.placement)
        suspicious = probability >= min(self._card.damage_threshold, self._band[0])
        regions = find_regions(heat, self._card.region_level) if suspicious else ()
        limit = self._card.strangeness_limit
        return Gate2Verdict(
            damaged=probability >= self._card.damage_threshold,
            probability=probability,
            threshold=self._card.damage_threshold,
            review_band=self._band,
            regions=name_regions(regions, output, self._card),
            heat_map=heat,
            familiar=limit is None or output.strangeness <= limit,
        )
