"""A day's work, so that there is something to show."""

from __future__ import annotations

from carinspect.core.comparison import Newness
from carinspect.core.dataset import DatasetSource
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision
from carinspect.core.rental import Phase, View
from carinspect.core.training import Recipe, RunState, TrainingConfig
from carinspect.core.user import Role, User
from carinspect.jobs.job import run_here
from carinspect.services import users
from carinspect.services.rentals import NewRental
from carinspect.services.review_inspection import ReviewInspection
from tests.fake_training import finished_run
from tests.fakes import FakeInspector, draw_photo
from tests.rental_photos import BLUE, RED, draw_vehicle
from tests.surfaces.tour import Tour


def fill(tour: Tour) -> None:
    """Inspect, train, rent and review, so that there is something to show."""
    for act in (_users, _inspections, _folder_run, _rental, _training, _gate1):
        act(tour)
        tour.settle()


def _users(tour: Tour) -> None:
    by = tour.workspace.current_user()
    records = tour.workspace.records()
    users.add_user(records, by, User("111", Role.MANAGER), "1234")
    users.add_user(records, by, User("222", Role.CLERK))
    tour.workspace.sign_in("222")
    tour.session.window.user.ask()


def _inspections(tour: Tour) -> None:
    page = tour.page("inspect")
    tour.settle()
    page.intake.take_paths(tuple(draw_photo(tour.folder, outcome) for outcome in Outcome))
    tour.until(lambda: page.photos.counts().total() == len(Outcome))
    page.area.toggle_heat_map()
    tour.until(lambda: page.recorder.waiting == 0)
    tour.settle()
    run_here(ReviewInspection(tour.workspace, 1, Decision.CORRECT, Outcome.UNDAMAGED, comment="1"))
    run_here(ReviewInspection(tour.workspace, 2, Decision.AGREE))


def _folder_run(tour: Tour) -> None:
    folder = tour.folder / "44"
    folder.mkdir()
    for number, outcome in enumerate((*Outcome, *Outcome)):
        draw_photo(folder, outcome, f"{number}.jpg", size=(64 + number, 48))
    page = tour.page("folder")
    page.take_photos((str(folder),))
    tour.until(lambda: page.conductor.stage.value == "done")


def _rental(tour: Tour) -> None:
    page = tour.page("rentals")
    for number in ("1", "2", "3"):
        page.work.begin(NewRental(number, "12 3456", "55", "77"))
        tour.settle()
    for phase, name, tint, view in (
        (Phase.PICKUP, "1.png", BLUE, View.FRONT),
        (Phase.PICKUP, "2.png", BLUE, None),
        (Phase.RETURN, "3.png", RED, View.FRONT),
    ):
        photo = draw_vehicle(tour.folder / name, tint, shift=6 if phase is Phase.RETURN else 0)
        page.work.add(phase, (photo,), view)
        tour.settle()
    page.compare()
    tour.settle()
    for found in page.work.rental.state.comparison.findings:
        page.work.review(found.id, Newness.NEW, "")
        tour.settle()


def _training(tour: Tour) -> None:
    fake = tour.training
    for number, size in enumerate((16, 64)):
        config = TrainingConfig(Recipe.BOTTLENECK, batch_size=size, seed=number, epochs=20)
        fake.runs[f"{number}"] = finished_run(f"{number}", config, name=f"{number}", days_ago=1)
    robust = TrainingConfig(Recipe.ROBUST, epochs=12, batch_size=24)
    stopped = finished_run("9", robust, epochs=7, state=RunState.STOPPED, name="9", days_ago=9)
    fake.runs["9"] = stopped
    page = tour.page("training")
    page.tabs.setCurrentWidget(page.train)
    page.train.source.choose(DatasetSource(tour.folder / "1.csv"))
    tour.until(lambda: page.train.live.curves.plots != ())
    page.train.form.rows["epochs"].editor.setText("4")
    page.train.form.rows["epochs"].editor.textEdited.emit("4")
    page.train.start.click()
    tour.until(lambda: not page.train.control.busy)
    page.runs.reload()
    tour.settle()
    page.runs.model.show_only(["0", "1"])


def _gate1(tour: Tour) -> None:
    page = tour.page("gate1")
    for tab in (page.categories, page.evaluation):
        tab.new_inspector = lambda _model: FakeInspector()
    for name, outcome in (("6", Outcome.DAMAGED), ("7", Outcome.NOT_A_CAR)):
        (tour.folder / name / "8").mkdir(parents=True)
        draw_photo(tour.folder / name / "8", outcome, "9.png")
    # What is a car is said to be none and the reverse, so that there are failures to show.
    page.evaluation.cars.choose(tour.folder / "7")
    page.evaluation.not_cars.choose(tour.folder / "6")
    page.evaluation.runner.start.click()
    tour.until(lambda: page.evaluation.evaluation is not None)
