"""Return photos against pickup photos: alignment, evidence and the rule, joined in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from carinspect.core.comparison import (
    AlignedPair,
    Comparison,
    Coverage,
    Finding,
    Newness,
    Reason,
)
from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.newness import LIMITS, Spot, judge
from carinspect.core.photo import read_photo
from carinspect.core.rental import View
from carinspect.core.verdict import Box, Image, Region
from carinspect.ml.alignment import (
    ALIGN_PX,
    Features,
    Overlay,
    align,
    align_by_features,
    find_features,
    inverse,
    move_box,
    refine,
)
from carinspect.ml.coverage import coverage
from carinspect.ml.spot import (
    cut,
    cuts,
    inside_share,
    is_clear,
    likeness,
    paint_distance,
    widened,
    within,
)
from carinspect.services.inspector import ComparingInspector

_UNFIT: Final = frozenset({Outcome.ERROR, Outcome.NOT_A_CAR, Outcome.RETAKE})
_MIN_IN_FRAME: Final = 0.9

Rule: TypeAlias = Callable[[float, Sequence[Spot]], tuple[Newness, Reason, Spot | None]]


@dataclass(frozen=True, slots=True)
class ViewedPhoto:
    """A photo to compare.

    Attributes:
        view: what it shows; None where nobody said.
        sha256: what its bytes must have, by the records; empty where there are none.
    """

    path: Path
    view: View | None = None
    sha256: str = ""


@dataclass(frozen=True, eq=False)
class _Seen:
    """A photo that was inspected and decoded for comparing."""

    photo: ViewedPhoto
    inspection: Inspection
    image: Image = field(repr=False)
    features: Features = field(repr=False)

    @property
    def sha256(self) -> str:
        return self.inspection.sha256


class PhotoComparer:
    """Compares the photos of one vehicle; for one thread.

    Args:
        inspector: looks at both sides, so that the two are one model's.
        step: called after each photo, and to leave by an exception.
        rule: says what a finding is, from its evidence and its spots.
    """

    def __init__(
        self, inspector: ComparingInspector, step: Callable[[], None], rule: Rule = judge
    ) -> None:
        self._inspector = inspector
        self._step = step
        self._rule = rule
        self._pickup: tuple[_Seen, ...] = ()

    def compare(self, pickup: Sequence[ViewedPhoto], returned: Sequence[ViewedPhoto]) -> Comparison:
        """Search every finding of the return photos on the pickup photos."""
        self._pickup = tuple(seen for photo in pickup if (seen := self._see(photo)))
        findings: list[Finding] = []
        clean: list[str] = []
        unfit: list[str] = []
        pairs: list[AlignedPair] = []
        covered: list[Coverage] = []
        for photo in returned:
            seen = self._see(photo)
            if seen is None or seen.inspection.outcome in _UNFIT:
                unfit += _hash_of(photo)
                continue
            overlays = self._overlays(seen)
            found = [
                self._finding(seen, region, evidence, overlays)
                for region, evidence in self._suspicions(seen)
            ]
            findings += found
            clean += [] if found else [seen.sha256]
            pairs += [
                AlignedPair(seen.sha256, other.sha256, overlay.alignment)
                for other, overlay in overlays
            ]
            covered.append(_coverage(seen, overlays))
        return Comparison(
            self._inspector.model_id,
            tuple(findings),
            tuple(clean),
            tuple(unfit),
            pairs=tuple(pairs),
            coverage=tuple(covered),
        )

    def _suspicions(self, seen: _Seen) -> list[tuple[Region, float]]:
        """The regions of a photo with their evidence; always the strongest, of any it has."""
        found = [(region, self._damage(seen, region.box)) for region in _regions(seen)]
        found.sort(key=lambda one: one[1], reverse=True)
        worth = [one for one in found if one[1] >= LIMITS.worth_telling]
        return worth or found[:1]

    def _see(self, photo: ViewedPhoto) -> _Seen | None:
        inspection = self._inspector.inspect(photo.path)
        self._step()
        try:
            read = read_photo(photo.path)
            image = decode(read, fit_px=ALIGN_PX).image
        except CarInspectError:
            return None  # told as not inspected
        if photo.sha256 not in {"", read.sha256}:
            return None  # a stored photo that was altered proves nothing
        return _Seen(photo, inspection, image, find_features(image))

    def _overlays(self, returned: _Seen) -> list[tuple[_Seen, Overlay]]:
        """Pickup photos of the same view; all others as well where those do not suffice."""
        view = returned.photo.view
        same = [one for one in self._pickup if view is not None and one.photo.view is view]
        laid = [(one, align(one.features, returned.features)) for one in same]
        if _regions(returned) or not any(overlay.alignment.ok for _, overlay in laid):
            for one in self._pickup:
                if one not in same:
                    overlay = _from_elsewhere(one, returned)
                    if overlay.alignment.ok or view is None:
                        laid.append((one, overlay))
        self._step()
        return laid

    def _finding(
        self,
        returned: _Seen,
        region: Region,
        evidence: float,
        overlays: list[tuple[_Seen, Overlay]],
    ) -> Finding:
        spots = [self._spot(returned, region.box, other, overlay) for other, overlay in overlays]
        newness, reason, decided = self._rule(evidence, spots)
        return Finding(
            returned.sha256,
            region,
            newness,
            reason,
            pickup_photo=decided.pickup_photo if decided and decided.box else None,
            pickup_box=decided.box if decided else None,
            return_evidence=evidence,
            pickup_evidence=decided.evidence if decided and decided.box else None,
        )

    def _damage(self, seen: _Seen, box: Box) -> float:
        """What most cuts around a spot say: one that shows too little or too much is outvoted."""
        return float(np.median(self._judged(seen, cuts(box))))

    def _judged(self, seen: _Seen, parts: Sequence[Box]) -> list[float]:
        """What the model says of each of several cuts around a spot."""
        judged = [self._inspector.judge_damage(cut(seen.image, part)) for part in parts]
        return [one.probability for one in judged]

    def _spot(self, returned: _Seen, box: Box, pickup: _Seen, overlay: Overlay) -> Spot:
        if not overlay.alignment.ok:
            return Spot(pickup.sha256, aligned=False)
        local = refine(overlay, box)
        back = inverse(local.homography)
        there = move_box(back, box)
        if inside_share(there) < _MIN_IN_FRAME:
            return Spot(pickup.sha256, aligned=True)
        there = within(there)
        on_cuts = self._judged(pickup, [within(move_box(back, part)) for part in cuts(box)])
        on_whole = _on_whole(pickup, widened(there, local.error))
        return Spot(
            pickup.sha256,
            aligned=True,
            placed=local.ok,
            box=there,
            clear=_is_clear(pickup, there, returned, box),
            evidence=max(float(np.mean(on_cuts)), on_whole),
            likeness=likeness(pickup.features, returned.features, local.homography, box)
            if overlay.precise
            else None,
            paint_distance=paint_distance(pickup.image, returned.image, local.homography, box),
        )


def _from_elsewhere(pickup: _Seen, returned: _Seen) -> Overlay:
    """Photos of two sides of a vehicle share patches that are not the same part, such as lamps."""
    if pickup.photo.view is None or returned.photo.view is None:
        return align(pickup.features, returned.features)
    return align_by_features(pickup.features, returned.features)


def _is_clear(pickup: _Seen, there: Box, returned: _Seen, here: Box) -> bool:
    wide, close = cuts(there)[0], cuts(here)[0]
    return is_clear(cut(pickup.image, wide), cut(returned.image, close))


def _hash_of(photo: ViewedPhoto) -> list[str]:
    """The photo's SHA-256; nothing where not even its bytes can be read and no record has it."""
    if photo.sha256:
        return [photo.sha256]
    try:
        return [read_photo(photo.path).sha256]
    except CarInspectError:
        return []


def _regions(seen: _Seen) -> tuple[Region, ...]:
    return seen.inspection.gate2.regions if seen.inspection.gate2 else ()


def _on_whole(seen: _Seen, box: Box) -> float:
    """The largest evidence of the whole photo's heat map within a box."""
    gate2 = seen.inspection.gate2
    if gate2 is None or gate2.heat_map is None:
        return 1.0  # what was not looked at is not clean
    rows, columns = gate2.heat_map.values.shape
    x0, x1 = int(box[0] * columns), max(int(box[0] * columns) + 1, int(np.ceil(box[2] * columns)))
    y0, y1 = int(box[1] * rows), max(int(box[1] * rows) + 1, int(np.ceil(box[3] * rows)))
    return float(gate2.heat_map.values[y0:y1, x0:x1].max(initial=0.0))


def _coverage(returned: _Seen, overlays: list[tuple[_Seen, Overlay]]) -> Coverage:
    laid = [(other.image, overlay) for other, overlay in overlays if overlay.alignment.ok]
    height, width = returned.image.shape[:2]
    return Coverage(returned.sha256, coverage((width, height), laid))
