"""Job: which views the photos of a rental probably show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.rental import Phase, RentalPhoto, View
from carinspect.core.view_proposal import (
    ProposalSource,
    ViewProposal,
    proposals_from_names,
)
from carinspect.jobs.job import JobContext
from carinspect.ml.alignment import ALIGN_PX, Features, align_by_features, find_features

_CLEARLY_AHEAD: Final = 2.0
"""The best view must have this many times the matches of the next to be called clear."""


@dataclass(frozen=True)
class ProposeViews:
    """Propose views for the photos that have none; a person confirms.

    Names come first, as one report; then each remaining photo is laid over those photos of the
    other phase whose view somebody has chosen. What matches nothing gets no proposal.

    Attributes:
        photos: all of a rental.
        files: where their bytes lie, by SHA-256.
    """

    photos: tuple[RentalPhoto, ...]
    files: Mapping[str, Path]

    def run(self, ctx: JobContext, /) -> tuple[ViewProposal, ...]:
        named = proposals_from_names(self.photos)
        ctx.report(named)
        told = {proposal.photo.id for proposal in named}
        known: dict[str, Features | None] = {}
        found = list(named)
        for photo in self.photos:
            ctx.raise_if_cancelled()
            if photo.view is None and photo.id not in told:
                proposal = self._by_looks(ctx, photo, known)
                found += [proposal] if proposal else []
        return tuple(found)

    def _by_looks(
        self, ctx: JobContext, photo: RentalPhoto, known: dict[str, Features | None]
    ) -> ViewProposal | None:
        matches: dict[View, int] = {}
        for other in self.photos:
            if other.view is None or other.phase is photo.phase:
                continue
            ctx.raise_if_cancelled()
            count = self._matches(photo, other, known)
            matches[other.view] = max(count, matches.get(other.view, 0))
        best = max(matches, key=matches.__getitem__, default=None)
        if best is None or not matches[best]:
            return None
        rest = max((count for view, count in matches.items() if view is not best), default=0)
        clear = matches[best] >= _CLEARLY_AHEAD * rest
        return ViewProposal(photo, best, ProposalSource.LOOKS, matches[best], clear)

    def _matches(
        self, photo: RentalPhoto, other: RentalPhoto, known: dict[str, Features | None]
    ) -> int:
        pickup, back = (photo, other) if photo.phase is Phase.PICKUP else (other, photo)
        first, second = self._features(pickup, known), self._features(back, known)
        if first is None or second is None:
            return 0
        alignment = align_by_features(first, second).alignment
        return alignment.inliers if alignment.ok else 0

    def _features(self, photo: RentalPhoto, known: dict[str, Features | None]) -> Features | None:
        if photo.sha256 not in known:
            try:
                decoded = decode(read_photo(self.files[photo.sha256]), fit_px=ALIGN_PX)
                known[photo.sha256] = find_features(decoded.image)
            except CarInspectError:  # told where the photo itself is shown
                known[photo.sha256] = None
        return known[photo.sha256]
