"""What two photos show of one spot: the evidence for damage, and how alike they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from carinspect.core.comparison import IDENTITY
from carinspect.core.inspection import Inspection
from carinspect.core.newness import Spot
from carinspect.core.rental import View
from carinspect.core.verdict import Box, Gate2Verdict, Image, Region
from carinspect.ml.alignment import Features, Overlay, inverse, move_box, refine
from carinspect.ml.as_at_pickup import as_at_pickup
from carinspect.ml.changed_parts import changed_parts, largest_fall
from carinspect.ml.paint import paint_distance
from carinspect.ml.spot import (
    cut,
    cuts,
    inside_share,
    is_clear,
    is_sharp,
    likeness,
    placed_in,
    seen_from,
    tiles,
    widened,
    within,
)
from carinspect.services.inspector import ComparingInspector

_MIN_IN_FRAME: Final = 0.9
_WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, eq=False)
class SeenPhoto:
    """A photo that was inspected and decoded for comparing; ``view``: None if nobody said."""

    inspection: Inspection
    view: View | None
    image: Image = field(repr=False)
    features: Features = field(repr=False)

    @property
    def sha256(self) -> str:
        return self.inspection.sha256


class SpotEvidence:
    """Looks at spots, by one model; for one thread and one return photo after the other."""

    def __init__(self, inspector: ComparingInspector) -> None:
        self._inspector = inspector
        self._looks: dict[Box, list[Gate2Verdict]] = {}
        self._of = ""

    def damage(self, returned: SeenPhoto, box: Box) -> float:
        """The evidence for damage in a spot of the return photo, in [0, 1].

        What most cuts around it say: one that shows too little or too much is outvoted. Damage
        beside the spot speaks for a cut as a whole but not for the spot, hence the lesser.
        """
        return _damage(self._looked(returned, box), box)

    def spot(
        self,
        returned: SeenPhoto,
        box: Box,
        pickup: SeenPhoto,
        overlay: Overlay,
        around: Box | None = None,
    ) -> Spot:
        """A spot of the return photo on a pickup photo; ``around``: the region it is a part of."""
        if not overlay.alignment.ok:
            return Spot(pickup.sha256, aligned=False)
        local = refine(overlay, box)
        back = inverse(local.homography)
        there = move_box(back, box)
        if inside_share(there) < _MIN_IN_FRAME:
            return Spot(pickup.sha256, aligned=True)
        there = within(there)
        found = Spot(
            pickup.sha256,
            aligned=True,
            is_part=around is not None,
            placed=local.ok,
            box=there,
            clear=_is_clear(pickup, there, returned, box)
            and is_sharp(pickup.image, returned.image, loose=not overlay.precise),
            evidence=self._at_pickup(pickup, [move_box(back, part) for part in cuts(box)],
                                     widened(there, local.error)),
            evidence_anywhere=_most_within(pickup.inspection.gate2, _WHOLE),
            paint_distance=paint_distance(pickup.image, returned.image, local.homography, box),
        )  # fmt: skip
        if not overlay.precise:
            return found
        alike = likeness(pickup.features, returned.features, local.homography, box)
        painted = _painted(returned, around or box, pickup, overlay)
        restored, fall = self._restored(returned, box, painted)
        return replace(found, likeness=alike, restored=restored, fall=fall)

    def _at_pickup(self, pickup: SeenPhoto, parts: Sequence[Box], there: Box) -> float:
        """The evidence on the pickup photo: of cuts around a spot, or in it on the whole photo."""
        on_cuts = self._judged(pickup.image, [within(part) for part in parts])
        mean = float(np.mean([one.probability for one in on_cuts]))
        return max(mean, _most_within(pickup.inspection.gate2, there))

    def changed_within(
        self, returned: SeenPhoto, box: Box, pickup: SeenPhoto, overlay: Overlay
    ) -> list[Region]:
        """The parts of a region that lose their evidence when it is painted as it was at pickup.

        Looked at closely, tile by tile: a region that was there already may hide a new scratch.
        """
        painted = _painted(returned, box, pickup, overlay)
        if painted is None:
            return []
        found: list[Region] = []
        for tile in tiles(box):
            now, then = self._judged(returned.image, [tile]), self._judged(painted, [tile])
            if now[0].heat_map and then[0].heat_map:
                parts = changed_parts(then[0].heat_map, now[0].heat_map, IDENTITY)
                found += [replace(part, box=placed_in(tile, part.box)) for part in parts]
        return sorted(found, key=lambda part: part.probability, reverse=True)

    def _restored(
        self, returned: SeenPhoto, box: Box, painted: Image | None
    ) -> tuple[float | None, float]:
        """What is left of the damage with the spot as it was, and how much falls at one place."""
        if painted is None:
            return None, 0.0
        parts = cuts(box)
        now, then = self._looked(returned, box), self._judged(painted, parts)
        falls = [
            largest_fall(before.heat_map, after.heat_map, seen_from(part, box))
            for part, after, before in zip(parts, now, then, strict=True)
            if before.heat_map and after.heat_map
        ]
        return _damage(then, box), float(np.median(falls)) if falls else 0.0

    def _looked(self, returned: SeenPhoto, box: Box) -> list[Gate2Verdict]:
        """The cuts around a spot of the return photo, looked at once."""
        if self._of != returned.sha256:
            self._of, self._looks = returned.sha256, {}
        if box not in self._looks:
            self._looks[box] = self._judged(returned.image, cuts(box))
        return self._looks[box]

    def _judged(self, image: Image, parts: Sequence[Box]) -> list[Gate2Verdict]:
        """What the model says of each of several cuts."""
        return [self._inspector.judge_damage(cut(image, part)) for part in parts]


def _damage(looks: Sequence[Gate2Verdict], box: Box) -> float:
    here = [
        min(one.probability, _most_within(one, seen_from(part, box)))
        for one, part in zip(looks, cuts(box), strict=True)
    ]
    return float(np.median(here))


def _painted(returned: SeenPhoto, box: Box, pickup: SeenPhoto, overlay: Overlay) -> Image | None:
    local = refine(overlay, box)
    return as_at_pickup(pickup.image, returned.image, local.homography, box, local.error)


def _is_clear(pickup: SeenPhoto, there: Box, returned: SeenPhoto, here: Box) -> bool:
    wide, close = cuts(there)[0], cuts(here)[0]
    return is_clear(cut(pickup.image, wide), cut(returned.image, close))


def _most_within(verdict: Gate2Verdict | None, box: Box) -> float:
    """The largest evidence of the heat map in a box; what was not looked at is not clean."""
    if verdict is None or verdict.heat_map is None:
        return 1.0
    return verdict.heat_map.most_within(box)
