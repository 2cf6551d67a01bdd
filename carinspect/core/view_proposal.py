"""Which view a photo probably shows: proposed by the program, confirmed by a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from carinspect.core.rental import RentalPhoto, View, view_from_name


class ProposalSource(StrEnum):
    """What a proposal rests on."""

    NAME = "name"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class ViewProposal:
    """What a photo probably shows.

    Attributes:
        matches: local features that agree with the photo that shows this view already; 0 where
            the file's name alone speaks.
        clear: it is far ahead of every other view; a name always is.
    """

    photo: RentalPhoto
    view: View
    source: ProposalSource
    matches: int = 0
    clear: bool = True


def proposals_from_names(photos: Iterable[RentalPhoto]) -> tuple[ViewProposal, ...]:
    """What the names of those photos say whose view nobody has chosen."""
    return tuple(
        ViewProposal(photo, view, ProposalSource.NAME)
        for photo in photos
        if photo.view is None and (view := view_from_name(photo.name)) is not None
    )
