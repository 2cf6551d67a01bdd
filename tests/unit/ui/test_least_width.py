"""However long the names are that a day brings, the window fits a screen of 1024 pixels."""

import dataclasses

import pytest

from carinspect.core.comparison import Newness
from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection import Outcome
from carinspect.core.rental import Phase, View
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.core.user import Role, User
from carinspect.services import users
from carinspect.services.rentals import NewRental
from carinspect.services.workspace import open_registry
from carinspect.ui.pages import PAGES
from tests.fake_training import FakeTraining, finished_run
from tests.fakes import FakeInspector, draw_photo
from tests.model_bundles import make_bundle, make_card
from tests.rental_photos import BLUE, RED, draw_vehicle
from tests.surfaces import SMALLEST, Tour

LONG = "a_rather_long_name_of_something_that_nobody_shortened_" * 3


@pytest.fixture
def tour(session, workspace, tmp_path, monkeypatch):
    training = FakeTraining()
    training.install(monkeypatch)
    folder = tmp_path / "long"
    folder.mkdir()
    session.window.resize(*SMALLEST)
    return Tour(session, workspace, folder, training)


def least_width(tour):
    tour.settle()
    return tour.window.minimumSizeHint().width()


def sign_in(tour):
    by, records = tour.workspace.current_user(), tour.workspace.records()
    users.add_user(records, by, User(LONG[:59], Role.MANAGER), "1234")
    users.add_user(records, by, User(LONG[:60], Role.CLERK))
    tour.workspace.sign_in(LONG[:60])
    tour.window.user.ask()


def inspect(tour):
    page = tour.page("inspect")
    photos = [draw_photo(tour.folder, one, f"{LONG[:120]}{one.value}.png") for one in Outcome]
    page.intake.take_paths(tuple(photos))
    tour.until(lambda: page.photos.counts().total() == len(Outcome))
    for row in range(len(Outcome)):
        page.strip.go_to(row)
        tour.settle()


def inspect_a_folder(tour):
    folder = tour.folder / LONG
    folder.mkdir()
    for number, outcome in enumerate(Outcome):
        draw_photo(folder, outcome, f"{number}{LONG}.jpg", size=(64 + number, 48))
    page = tour.page("folder")
    page.take_photos((str(folder),))
    tour.until(lambda: page.conductor.stage.value == "done")
    page.view.table.go_to(0)
    tour.settle()
    page.view.bar.back.click()


def rent(tour):
    page = tour.page("rentals")
    page.work.begin(NewRental(f"R-{LONG[:50]}".replace("_", "-"), LONG[:20], LONG, LONG))
    tour.settle()
    for phase, tint, view in (
        (Phase.PICKUP, BLUE, View.FRONT),
        (Phase.PICKUP, BLUE, None),
        (Phase.RETURN, RED, View.FRONT),
    ):
        name = f"{LONG}{phase.value}{view}.png"
        shift = 6 if phase is Phase.RETURN else 0
        page.work.add(phase, (draw_vehicle(tour.folder / name, tint, shift=shift),), view)
        tour.settle()
    page.compare()
    tour.settle()
    for found in page.work.rental.state.comparison.findings:
        page.work.review(found.id, Newness.NEW, LONG * 3)
        tour.settle()
    for tab in range(3):
        page.detail.go_to(tab)
        tour.settle()


def remember(tour):
    page = tour.page("history")
    tour.settle()
    page.table.go_to(0)


def train(tour):
    config = TrainingConfig(Recipe.ROBUST, epochs=12, batch_size=24)
    for number in range(8):
        run = finished_run(f"{number}", config, name=LONG, days_ago=number)
        tour.training.runs[f"{number}"] = dataclasses.replace(run, data=LONG)
    page = tour.page("training")
    page.train.source.choose(DatasetSource(tour.folder / f"{LONG}1.csv"))
    page.runs.reload()
    for tab in (page.photos, page.train, page.runs, page.sweep, page.replay):
        page.tabs.setCurrentWidget(tab)
        tour.settle()
    page.runs.model.show_only(list(tour.training.runs))


def evaluate(tour):
    model_id = LONG[:60].strip("_")
    open_registry().register(make_bundle(tour.folder / "b", make_card(id=model_id, data=LONG)))
    page = tour.page("models")
    page.work.list_models()
    tour.settle()
    page.show_model(model_id)
    photo = draw_photo(tour.folder, Outcome.DAMAGED, f"{LONG}e.png")
    said = enumerate(((1, 0.9), (1, 0.2), (0, 0.7), (0, 0.1)))
    photos = tuple(JudgedPhoto(photo, label, p, f"{n}{LONG}", f"{n}") for n, (label, p) in said)
    page._on_evaluated(Evaluation(model_id, LONG * 3, 0.5, photos))
    page.evaluation.show_cell(1, 0)
    page.evaluation.gallery.show_large()


def look_for_cars(tour):
    page = tour.page("gate1")
    page.evaluation.new_inspector = lambda _model: FakeInspector()
    for kind, outcome in (("x", Outcome.DAMAGED), ("y", Outcome.NOT_A_CAR)):
        (tour.folder / f"{kind}{LONG}").mkdir()
        draw_photo(tour.folder / f"{kind}{LONG}", outcome, f"{LONG}.png")
    page.evaluation.cars.choose(tour.folder / f"y{LONG}")
    page.evaluation.not_cars.choose(tour.folder / f"x{LONG}")
    page.evaluation.runner.start.click()
    tour.until(lambda: page.evaluation.evaluation is not None)


def tell(tour):
    error = CarInspectError(ErrorCode.FOLDER_MISSING, folder=tour.folder / LONG)
    tour.window.messages.show_error(error, "Try again", lambda: None)
    tour.window.show_status(lambda: LONG)


DAY = (sign_in, inspect, inspect_a_folder, rent, remember, train, evaluate, look_for_cars, tell)


@pytest.mark.slow
def test_no_name_makes_the_window_wider_than_a_small_screen(tour):
    widths = {}
    for act in DAY:
        act(tour)
        widths[act.__name__] = least_width(tour)
    tour.window.language_chosen.emit("ko")
    for spec in PAGES:
        tour.page(spec.id)
        widths[f"{spec.id} in Korean"] = least_width(tour)

    assert {name: width for name, width in widths.items() if width > SMALLEST[0]} == {}
