"""What the customer's screen says where a photo cannot be shown."""

import pytest

from carinspect.core.comparison import Comparison, Finding, FindingReview, Newness, Reason
from carinspect.core.rental import Phase, View
from carinspect.core.verdict import Region
from carinspect.services.records import now
from carinspect.services.rentals import NewRental
from carinspect.storage.comparison_store import ComparisonStore
from tests.rental_photos import BLUE, draw_vehicle

WAIT_MS = 60_000


@pytest.fixture
def settled(qtbot, session):
    def settled():
        lanes = session.lanes
        every = (lanes.records, lanes.load, lanes.inspect)
        qtbot.waitUntil(lambda: not any(lane.busy for lane in every), timeout=WAIT_MS)

    return settled


@pytest.fixture
def reviewed(window, workspace, settled, tmp_path):
    """A rental with one finding that a person decided on."""
    window.show_page("rentals")
    page = window.page("rentals")
    page.work.begin(NewRental("R-1", "12가 3456"))
    settled()
    for number, phase in enumerate(Phase):
        photo = draw_vehicle(tmp_path / f"{phase.value}.png", BLUE, number)
        page.work.add(phase, (photo,), View.FRONT)
        settled()
    shas = {photo.phase: photo.sha256 for photo in page.work.rental.state.photos}
    box = (0.2, 0.2, 0.4, 0.4)
    found = Finding(
        shas[Phase.RETURN], Region(box, 0.9), Newness.NEW, Reason.SPOT_WAS_CLEAN,
        shas[Phase.PICKUP], box, 0.9, 0.01,
    )  # fmt: skip
    with workspace.records().database.writing() as connection:
        store = ComparisonStore(connection)
        store.add("R-1", Comparison("m", (found,)), by="kim", at=now())
        kept = store.latest("R-1").findings[0]
        store.review("R-1", kept.id, FindingReview("kim", Newness.NEW, "", now()))
    page.work.reload()
    settled()
    yield page
    page.close_customer()


def test_an_unreadable_photo_is_told_in_the_customers_language(reviewed, workspace, settled):
    rental = reviewed.work.rental
    (pickup,) = rental.state.of(Phase.PICKUP)
    rental.files[pickup.sha256].write_bytes(b"no photo")
    workspace.change(customer_language="ko")

    reviewed.show_customer()
    settled()
    customer = reviewed.customer
    pane = customer.findings.panes[Phase.PICKUP]
    assert "사진" in pane.view._message[1]

    customer.languages.setCurrentIndex(customer.languages.findData("en"))
    customer.languages.activated.emit(customer.languages.currentIndex())
    assert "cannot" in pane.view._message[1] or "not a photo" in pane.view._message[1]
    assert customer.findings.panes[Phase.RETURN].has_pixels()
