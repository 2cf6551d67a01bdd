"""A program of its own: the customer screen of a reviewed rental, where there are two monitors.

    python -m tests.two_screens FOLDER

Prints which screen each window is on, as JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from carinspect.core.comparison import Comparison
from carinspect.core.rental import Phase, View
from carinspect.services.records import now
from carinspect.services.rentals import NewRental
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.ui.application import Session, dress
from tests.fakes import FakeInspector, FakeWorkspace
from tests.rental_photos import BLUE, draw_vehicle

_WAIT_MS = 60_000


def main(folder: Path) -> None:
    app = QApplication([])
    dress(app)
    workspace = FakeWorkspace(folder / "settings.json", FakeInspector())
    session = Session(app, workspace)
    session.start()
    session.window.show()
    session.window.show_page("rentals")
    page = session.window.page("rentals")
    open_reviewed(page, workspace, folder, lambda: settle(app, session))
    page.show_customer()
    settle(app, session)
    customer = page.customer
    told = {
        "clerk": session.window.screen().name(),
        "customer": customer.screen().name(),
        "rect": customer.geometry().getRect(),
        "full": customer.isFullScreen(),
    }
    page.close_customer()
    session.end()
    print(json.dumps(told))


def settle(app, session):
    """Wait until nothing is being done in the background."""
    lanes, clock = session.lanes, QElapsedTimer()
    clock.start()
    while any(lane.busy for lane in (lanes.records, lanes.load, lanes.inspect)):
        app.processEvents()
        assert clock.elapsed() < _WAIT_MS


def open_reviewed(page, workspace, folder, settled):
    """Open a rental on whose return photo nothing was found."""
    page.work.begin(NewRental("R-1"))
    settled()
    page.work.add(Phase.RETURN, (draw_vehicle(folder / "r.png", BLUE),), View.FRONT)
    settled()
    (photo,) = page.work.rental.state.photos
    found = Comparison("m", (), photos_without_findings=(photo.sha256,))
    with workspace.records().database.writing() as connection:
        ComparisonStore(connection).add("R-1", found, by="kim", at=now())
    page.work.reload()
    settled()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
