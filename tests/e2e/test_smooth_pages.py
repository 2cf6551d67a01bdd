"""No page holds the window up for more than 50 ms, whatever goes on.

Training is watched in ``tests/unit/ui/training/test_smooth.py``, twenty large photos in
``test_window.py``, models and runs in ``test_smooth_models.py``. These are slow ones: they
measure, and want a quiet machine.
"""

import dataclasses
import itertools

import pytest

from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.rental import Phase, View
from carinspect.services.rentals import NewRental
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.ui import report_exporter
from carinspect.ui.pages import PAGES
from tests.fakes import FakeInspector, draw_photo
from tests.records import inspection, minutes
from tests.rental_photos import BLUE, RED, draw_vehicle
from tests.watchdog import assert_smooth

pytestmark = pytest.mark.slow


@pytest.fixture
def recorded(workspace, draw):
    """Three thousand records."""
    records = workspace.records()
    photo = draw(Outcome.DAMAGED, "a.png")
    sha256 = records.photos.add(read_photo(photo).data)
    with records.database.writing() as connection:
        store = InspectionStore(connection)
        for number in range(3000):
            outcome = list(Outcome)[number % 5]
            made = dataclasses.replace(inspection(f"{number}.png", outcome), sha256=sha256)
            store.add(made, by="Kim", at=minutes(number), origin=Origin())
    return records


def test_turning_to_pages_that_were_seen_before(window, idle):
    for spec in PAGES:
        window.show_page(spec.id)
    idle()

    def turn():
        for spec in PAGES:
            window.show_page(spec.id)
            idle()

    assert_smooth(turn)


def test_a_folder_of_photos(window, idle, tmp_path):
    folders = [tmp_path / f"folder{number}" for number in range(4)]
    for number, folder in itertools.product(range(300), folders):
        folder.mkdir(exist_ok=True)
        size = (64 + folders.index(folder), 48)
        draw_photo(folder, list(Outcome)[number % 5], f"p{number}.png", size)
    page = window.page("folder")
    window.show_page("folder")

    def inspect():
        page.take_photos((str(folders.pop()),))
        idle()
        assert page.view.model.total == 300

    assert_smooth(inspect)


def test_searching_the_history(qtbot, window, recorded, idle):
    window.show_page("history")
    page = window.page("history")
    idle()

    def search():
        for plate in ("1", "12", "123", ""):
            page.filter.plate.setText(plate)
            qtbot.wait(300)
            idle()
        for row in range(0, 100, 10):
            page.table.go_to(row)
            idle()
        page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
        idle()

    assert_smooth(search)


@pytest.mark.parametrize("ending", ["csv", "json", "pdf"])
def test_exporting_records(window, recorded, idle, tmp_path, monkeypatch, ending):
    file = tmp_path / f"out.{ending}"
    monkeypatch.setattr(report_exporter, "ask_report_file", lambda *_args: file)
    window.show_page("history")
    page = window.page("history")
    page.filter.outcome.setCurrentIndex(1)
    idle()

    def export():
        file.unlink(missing_ok=True)
        page.filter.export_wanted.emit(ending)
        idle()
        assert file.is_file()

    assert_smooth(export)


def test_a_rental_from_photos_to_findings(window, idle, tmp_path):
    window.show_page("rentals")
    page = window.page("rentals")
    numbers = itertools.count(1)
    pickup = draw_vehicle(tmp_path / "a.png", BLUE)
    returned = draw_vehicle(tmp_path / "b.png", RED, shift=6)

    def rent():
        page.work.begin(NewRental(f"R-{next(numbers)}"))
        idle()
        page.work.add(Phase.PICKUP, (pickup,), View.FRONT)
        idle()
        page.work.add(Phase.RETURN, (returned,), View.FRONT)
        idle()
        page.compare()
        idle()
        assert page.work.rental.state.comparison.findings
        page.leave()
        idle()

    assert_smooth(rent)


def test_gate1_is_tried_on_photos(window, idle, tmp_path):
    window.show_page("gate1")
    page = window.page("gate1")
    page.tabs.setCurrentWidget(page.evaluation)
    page.evaluation.new_inspector = lambda _model: FakeInspector()
    for name, outcome in (("cars", Outcome.DAMAGED), ("others", Outcome.NOT_A_CAR)):
        (tmp_path / name).mkdir()
        for number in range(100):
            draw_photo(tmp_path / name, outcome, f"{number}.png", (64, 48))
    page.evaluation.cars.choose(tmp_path / "others")
    page.evaluation.not_cars.choose(tmp_path / "cars")

    def evaluate():
        page.evaluation.runner.start.click()
        idle()
        assert page.evaluation.evaluation is not None

    assert_smooth(evaluate)
