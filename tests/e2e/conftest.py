import pytest

from tests.window_fixtures import *  # noqa: F403 - fixtures are found by their names

IDLE_MS = 60_000


@pytest.fixture
def idle(qtbot, session):
    """Waits until no lane of the window has anything to do."""
    lanes = session.lanes
    every = (lanes.records, lanes.load, lanes.inspect, lanes.upkeep, lanes.folder, lanes.train)

    def wait():
        qtbot.wait(1)
        qtbot.waitUntil(lambda: not any(lane.busy for lane in every), timeout=IDLE_MS)

    return wait
