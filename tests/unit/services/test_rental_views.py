import dataclasses

import numpy as np
import pytest

from carinspect.core.rental import Phase, View
from carinspect.core.view_proposal import ProposalSource
from carinspect.jobs.job import run_here
from carinspect.services.lay_over import LayOver
from carinspect.services.propose_views import ProposeViews
from tests.records import rental_photo
from tests.rental_photos import BLUE, RED, draw_vehicle


@pytest.fixture
def propose(tmp_path):
    """Proposes for photos given as (name, phase, view, seed)."""

    def propose(*rows):
        photos, files = [], {}
        for number, (name, phase, view, seed) in enumerate(rows):
            photo = dataclasses.replace(rental_photo(name, phase, view), id=number)
            photos.append(photo)
            files[photo.sha256] = draw_vehicle(tmp_path / f"{number}.png", BLUE, seed, number)
        reports = []
        found = run_here(ProposeViews(tuple(photos), files), reports.append)
        return {one.photo.name: one for one in found}, reports

    return propose


def test_a_photo_is_proposed_the_view_of_what_it_matches(propose):
    found, reports = propose(
        ("a", Phase.PICKUP, View.FRONT, 1),
        ("b", Phase.PICKUP, View.REAR, 2),
        ("IMG_1", Phase.RETURN, None, 2),
        ("roof.jpg", Phase.RETURN, None, 1),
        ("IMG_3", Phase.RETURN, None, 3),
    )

    assert found["IMG_1"].view is View.REAR
    assert found["IMG_1"].source is ProposalSource.LOOKS
    assert found["IMG_1"].clear
    assert found["roof.jpg"].view is View.ROOF, "a name speaks before looks"
    assert "IMG_3" not in found, "what matches nothing gets no proposal"
    assert [one.photo.name for one in reports[0]] == ["roof.jpg"], "names need not wait"


def test_two_views_that_match_alike_are_not_clear(propose):
    found, _reports = propose(
        ("a", Phase.PICKUP, View.FRONT, 1),
        ("b", Phase.PICKUP, View.REAR, 1),
        ("IMG_1", Phase.RETURN, None, 1),
    )

    assert not found["IMG_1"].clear


def test_a_pickup_photo_lies_where_the_return_photo_is(tmp_path):
    pickup = draw_vehicle(tmp_path / "pickup.png", BLUE, 1, shift=14)
    back = draw_vehicle(tmp_path / "return.png", RED, 1)

    laid = run_here(LayOver(pickup, back, 640))

    assert laid.alignment.ok
    assert laid.size_px == (640, 480)
    # Red tint against blue: compare the brightness of what both show.
    middle = (slice(60, 420), slice(60, 580))
    bent, seen = laid.pickup[..., 2][middle], laid.returned[..., 0][middle]
    shifted = np.corrcoef(bent.ravel().astype(float), seen.ravel().astype(float))[0, 1]
    assert shifted > 0.97
