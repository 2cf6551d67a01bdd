"""Return photos against pickup photos: alignment, evidence and the rule, joined in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

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
from carinspect.core.inspection import Outcome
from carinspect.core.newness import LIMITS, Spot, judge
from carinspect.core.photo import read_photo
from carinspect.core.rental import View
from carinspect.core.verdict import Box, Region
from carinspect.ml.alignment import ALIGN_PX, Overlay, align, align_by_features, find_features
from carinspect.ml.changed_parts import changed_parts
from carinspect.ml.coverage import coverage
from carinspect.ml.spot import common_share, overlap, together
from carinspect.services.inspector import ComparingInspector
from carinspect.services.spot_evidence import SeenPhoto, SpotEvidence

_UNFIT: Final = frozenset({Outcome.ERROR, Outcome.NOT_A_CAR, Outcome.RETAKE})
_WORTH_ADDING: Final = frozenset({Newness.NEW, Newness.NEEDS_HUMAN_LOOK})
_SAME_PLACE: Final = 0.6
"""Two boxes with so much in common of what they cover are one finding."""

_MOST_PARTS: Final = 3

_Overlays: TypeAlias = list[tuple[SeenPhoto, Overlay]]
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
        self._evidence = SpotEvidence(inspector)
        self._step = step
        self._rule = rule
        self._pickup: tuple[SeenPhoto, ...] = ()
        self._spots: dict[Box, list[Spot]] = {}

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
            self._spots = {}
            overlays = self._overlays(seen)
            found = [
                self._finding(seen, region, evidence, overlays)
                for region, evidence in self._suspicions(seen)
            ]
            found += self._new_beside_old(seen, overlays, found)
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

    def _suspicions(self, seen: SeenPhoto) -> list[tuple[Region, float]]:
        """The regions of a photo with their evidence; always the strongest, of any it has."""
        found = [(region, self._evidence.damage(seen, region.box)) for region in _regions(seen)]
        found.sort(key=lambda one: one[1], reverse=True)
        worth = [one for one in found if one[1] >= LIMITS.worth_telling]
        return worth or found[:1]

    def _see(self, photo: ViewedPhoto) -> SeenPhoto | None:
        inspection = self._inspector.inspect(photo.path)
        self._step()
        try:
            read = read_photo(photo.path)
            image = decode(read, fit_px=ALIGN_PX).image
        except CarInspectError:
            return None  # told as not inspected
        if photo.sha256 not in {"", read.sha256}:
            return None  # a stored photo that was altered proves nothing
        return SeenPhoto(inspection, photo.view, image, find_features(image))

    def _overlays(self, returned: SeenPhoto) -> _Overlays:
        """Pickup photos of the same view; all others as well where those do not suffice."""
        view = returned.view
        same = [one for one in self._pickup if view is not None and one.view is view]
        laid = [(one, align(one.features, returned.features)) for one in same]
        if _regions(returned) or not any(overlay.alignment.ok for _, overlay in laid):
            for one in self._pickup:
                if one not in same:
                    overlay = _from_elsewhere(one, returned)
                    if overlay.alignment.ok or view is None:
                        laid.append((one, overlay))
        self._step()
        return laid

    def _new_beside_old(
        self, seen: SeenPhoto, overlays: _Overlays, found: Sequence[Finding]
    ) -> list[Finding]:
        """What changed within or beside the regions, where it is not known to be old."""
        regions = _regions(seen)
        told = [one.region.box for one in found if one.newness is Newness.NEW]
        more: list[Finding] = []
        for part, around in self._parts(seen, overlays, found):
            if any(overlap(part.box, box) > 0 for box in told):
                continue
            evidence = self._evidence.damage(seen, part.box)
            if evidence >= LIMITS.worth_adding:
                finding = self._finding(seen, _named(part, regions), evidence, overlays, around)
                if finding.newness in _WORTH_ADDING:
                    more.append(finding)
                    told.append(part.box)
        return more

    def _parts(
        self, seen: SeenPhoto, overlays: _Overlays, found: Sequence[Finding]
    ) -> list[tuple[Region, Box | None]]:
        """Where something changed, each place once, with the region that was looked at closely."""
        parts: list[tuple[Region, Box | None]] = []
        for other, overlay in overlays:
            if not overlay.precise:
                continue
            whole = [one.region for one in found if self._goes_as_a_whole(one, other)]
            close = [
                (part, one.region.box)
                for one in found
                if one.newness is not Newness.NEW and one.return_evidence >= LIMITS.sure_damage
                if one.region not in whole
                for part in self._evidence.changed_within(seen, one.region.box, other, overlay)
            ]
            close.sort(key=lambda one: one[0].probability, reverse=True)
            regions = _regions(seen)
            wide = [
                (part, _around(part, regions))
                for part in _more(seen, other, overlay)
                if _region_of(part, regions) not in whole
            ]
            for part, around in [*close[:_MOST_PARTS], *wide]:
                if not _is_among(part, [*regions, *(one for one, _ in parts)]):
                    parts.append((part, around))
        return parts

    def _goes_as_a_whole(self, finding: Finding, pickup: SeenPhoto) -> bool:
        """Whether nothing of a region stays when it is painted as it was: it has no old part."""
        return any(
            spot.restored is not None and spot.restored <= LIMITS.gone
            for spot in self._spots.get(finding.region.box, ())
            if spot.pickup_photo == pickup.sha256
        )

    def _finding(
        self,
        returned: SeenPhoto,
        region: Region,
        evidence: float,
        overlays: _Overlays,
        around: Box | None = None,
    ) -> Finding:
        spots = [
            self._evidence.spot(returned, region.box, other, overlay, around)
            for other, overlay in overlays
        ]
        self._spots[region.box] = spots
        newness, reason, decided = self._rule(evidence, spots)
        return Finding(
            returned.sha256,
            region,
            newness,
            reason,
            pickup_photo=decided.pickup_photo if decided and decided.box else None,
            pickup_box=decided.box if decided else None,
            return_evidence=evidence,
            pickup_evidence=_at_pickup(newness, evidence, decided),
        )


def _at_pickup(newness: Newness, evidence: float, spot: Spot | None) -> float | None:
    if spot is None or spot.box is None:
        return None
    return spot.left_of(evidence) if newness is Newness.NEW else spot.evidence


def _more(returned: SeenPhoto, pickup: SeenPhoto, overlay: Overlay) -> tuple[Region, ...]:
    """Where the return photo as a whole speaks for damage more than a pickup photo."""
    here, there = returned.inspection.gate2, pickup.inspection.gate2
    if not (here and there and here.heat_map and there.heat_map):
        return ()
    return changed_parts(there.heat_map, here.heat_map, overlay.alignment.homography)


def _is_among(region: Region, listed: Sequence[Region]) -> bool:
    return any(common_share(region.box, one.box) >= _SAME_PLACE for one in listed)


def _region_of(part: Region, regions: Sequence[Region]) -> Region | None:
    """The region that a part has most in common with, if any."""
    touched = [one for one in regions if overlap(part.box, one.box) > 0]
    return max(touched, key=lambda one: overlap(part.box, one.box), default=None)


def _around(part: Region, regions: Sequence[Region]) -> Box | None:
    """The part and its region together."""
    region = _region_of(part, regions)
    return together(part.box, region.box) if region else None


def _named(part: Region, regions: Sequence[Region]) -> Region:
    """A part with the kind and severity of its region."""
    region = _region_of(part, regions)
    return replace(part, kind=region.kind, severity=region.severity) if region else part


def _from_elsewhere(pickup: SeenPhoto, returned: SeenPhoto) -> Overlay:
    """Photos of two sides of a vehicle share patches that are not the same part, such as lamps."""
    if pickup.view is None or returned.view is None:
        return align(pickup.features, returned.features)
    return align_by_features(pickup.features, returned.features)


def _hash_of(photo: ViewedPhoto) -> list[str]:
    """The photo's SHA-256; nothing where not even its bytes can be read and no record has it."""
    if photo.sha256:
        return [photo.sha256]
    try:
        return [read_photo(photo.path).sha256]
    except CarInspectError:
        return []


def _regions(seen: SeenPhoto) -> tuple[Region, ...]:
    return seen.inspection.gate2.regions if seen.inspection.gate2 else ()


def _coverage(returned: SeenPhoto, overlays: _Overlays) -> Coverage:
    laid = [(other.image, overlay) for other, overlay in overlays if overlay.alignment.ok]
    height, width = returned.image.shape[:2]
    return Coverage(returned.sha256, coverage((width, height), laid))
