"""A rental at each of its stages, in the real window on real records."""

import pytest

from carinspect.core.comparison import Newness
from carinspect.core.rental import Phase, View
from carinspect.services.rentals import NewRental
from tests.rental_photos import BLUE, RED, draw_vehicle

WAIT_MS = 60_000


@pytest.fixture
def page(window):
    window.show_page("rentals")
    page = window.page("rentals")
    yield page
    page.close_customer()


@pytest.fixture
def settled(qtbot, session, page):
    def settled():
        lanes = session.lanes
        every = (lanes.records, lanes.load, lanes.inspect)
        qtbot.waitUntil(lambda: not any(lane.busy for lane in every), timeout=WAIT_MS)

    return settled


@pytest.fixture
def state(page):
    return lambda: page.work.rental.state


@pytest.fixture
def opened(page, settled):
    page.work.begin(NewRental("R-1", "12가 3456", "Kona", "C-77"))
    settled()
    return page


@pytest.fixture
def vehicle(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    return lambda name, *look, **more: draw_vehicle(folder / name, *look, **more)


@pytest.fixture
def returned(opened, vehicle, settled):
    """A rental whose front came back red, which the fake inspector takes for damage."""
    opened.work.add(Phase.PICKUP, (vehicle("front.png", BLUE),), View.FRONT)
    settled()
    opened.work.add(Phase.RETURN, (vehicle("IMG_2.png", RED, shift=6),), View.FRONT)
    settled()
    return opened


@pytest.fixture
def compared(returned, settled):
    returned.compare()
    settled()
    return returned


@pytest.fixture
def reviewed(compared, settled, state):
    for found in state().comparison.findings:
        compared.work.review(found.id, Newness.NEW, "")
        settled()
    return compared
