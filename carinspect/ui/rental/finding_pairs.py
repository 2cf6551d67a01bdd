"""Which photos show a finding."""

from __future__ import annotations

from carinspect.core.comparison import StoredFinding
from carinspect.core.rental import Phase, View
from carinspect.services.rentals import RentalAtDesk
from carinspect.ui.rental.comparator import FindingPair


def view_of(rental: RentalAtDesk, found: StoredFinding) -> View | None:
    """What the return photo of a finding shows."""
    shas = {photo.sha256: photo.view for photo in rental.state.of(Phase.RETURN)}
    return shas.get(found.finding.return_photo)


def pair_of(rental: RentalAtDesk, found: StoredFinding, number: int) -> FindingPair:
    """The files that show a finding.

    Where no pickup photo decided, one of the same view, so that a person can look all the same.
    """
    pickup = found.finding.pickup_photo
    view = view_of(rental, found)
    if pickup is None and view is not None:
        same = rental.state.showing(Phase.PICKUP, view)
        pickup = same[0].sha256 if same else None
    return FindingPair(
        number,
        found.finding,
        rental.files[found.finding.return_photo],
        None if pickup is None else rental.files[pickup],
    )
