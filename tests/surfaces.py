"""Everything the program shows, as one list: each page in its states, each dialog and window.

A test proves the list complete: a page or dialog that is not here fails it. What the tests of
accessibility, of languages and of clipped texts examine is what stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from carinspect.core.comparison import Consent, Newness
from carinspect.core.dataset import DAMAGED, UNDAMAGED, DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection import Outcome
from carinspect.core.paired_test import PairedTest
from carinspect.core.record import Decision
from carinspect.core.rental import Phase, View
from carinspect.core.training import Recipe, RunState, TrainingConfig
from carinspect.core.user import Role, User
from carinspect.jobs.job import run_here
from carinspect.services import users
from carinspect.services.rentals import NewRental
from carinspect.services.review_inspection import ReviewInspection
from carinspect.ui.application import Session
from tests.fake_training import FakeTraining, finished_run
from tests.fakes import FakeInspector, FakeWorkspace, draw_photo
from tests.rental_photos import BLUE, RED, draw_vehicle

SMALLEST = (1024, 700)
"""The smallest window that is supported."""

LIMIT_MS = 30_000


@dataclass
class Tour:
    """One window with a day's work in it, and where its files lie."""

    session: Session
    workspace: FakeWorkspace
    folder: Path
    training: FakeTraining
    opened: list[QWidget] = field(default_factory=list)

    @property
    def window(self) -> Any:
        return self.session.window

    def page(self, page_id: str) -> Any:
        self.window.show_page(page_id)
        return self.window.page(page_id)

    def until(self, holds: Callable[[], bool]) -> None:
        limit = QDeadlineTimer(LIMIT_MS)
        while not holds():
            assert not limit.hasExpired(), "it did not come about"
            wait(5)

    def settle(self) -> None:
        """Wait until no lane has anything to do."""
        lanes = self.session.lanes
        every = (lanes.records, lanes.load, lanes.inspect, lanes.upkeep, lanes.folder, lanes.train)
        wait(1)
        self.until(lambda: not any(lane.busy for lane in every))

    def show(self, widget: QWidget) -> QWidget:
        """Show a dialog or window until the tour goes on."""
        self.opened.append(widget)
        widget.show()
        self.settle()
        return widget

    def find(self, kind: type[QDialog], act: Callable[[], object]) -> QWidget:
        """The dialog of a kind that ``act`` opens."""
        act()
        self.until(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        return self.show(next(w for w in self.window.findChildren(kind) if w.isVisible()))

    def close(self) -> None:
        """Take away what the last surface opened."""
        while self.opened:
            widget = self.opened.pop()
            widget.close()
            widget.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


@dataclass(frozen=True)
class Surface:
    """One thing the program shows.

    Attributes:
        show: brings it about; what is to be examined.
        classes: the names of the classes that it shows.
    """

    name: str
    show: Callable[[Tour], QWidget]
    classes: tuple[str, ...] = ()


# ---- a day's work ----


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


# ---- pages ----


def _inspect(tour: Tour) -> QWidget:
    page = tour.page("inspect")
    if len(page.photos) == 0:
        page.handlers()["undo"]()
    page.strip.go_to(0)
    tour.settle()
    return tour.window


def _inspect_empty(tour: Tour) -> QWidget:
    _inspect(tour)
    tour.window.page("inspect").handlers()["remove_all"]()
    tour.window.messages.dismiss()
    return tour.window


def _folder(tour: Tour, *, start: bool = False) -> QWidget:
    page = tour.page("folder")
    shown = page._stack.currentWidget() is page.start
    if start and not shown:
        page.view.bar.back.click()
    elif shown and not start:
        tour.settle()
        page.start.runs.activated.emit(page.start.runs.model().index(0, 0))
        tour.until(lambda: page.conductor.stage.value == "done")
    tour.settle()
    if not start:
        page.view.table.go_to(0)
        tour.settle()
    return tour.window


def _rentals_list(tour: Tour) -> QWidget:
    tour.page("rentals").leave()
    tour.settle()
    return tour.window


def _rental_tab(tour: Tour, tab: int) -> QWidget:
    page = tour.page("rentals")
    page.work.open("3")
    tour.settle()
    page.detail.go_to(tab)
    tour.settle()
    return tour.window


def _history(tour: Tour, plate: str = "") -> QWidget:
    page = tour.page("history")
    page.filter.plate.setText(plate)
    wait(400 if plate else 1)
    tour.settle()
    tour.until(lambda: bool(plate) or page.details.details is not None)
    return tour.window


def _training_tab(tour: Tour, name: str) -> QWidget:
    page = tour.page("training")
    page.tabs.setCurrentWidget(getattr(page, name))
    tour.settle()
    tour.until(lambda: name not in {"replay", "runs"} or bool(getattr(page, name).curves.plots))
    return tour.window


def _models(tour: Tour) -> QWidget:
    page = tour.page("models")
    page._show_models()
    tour.until(lambda: page.models.rowCount() > 0)
    return tour.window


def _evaluation(tour: Tour) -> QWidget:
    page = tour.page("models")
    photo = draw_photo(tour.folder, Outcome.DAMAGED)
    said = ((DAMAGED, 0.95), (DAMAGED, 0.2), (UNDAMAGED, 0.7), (UNDAMAGED, 0.05))
    photos = tuple(
        JudgedPhoto(photo, label, p, f"{n}", f"{n}") for n, (label, p) in enumerate(said)
    )
    page._on_evaluated(Evaluation("1", "2", 0.5, photos))
    tour.settle()
    return tour.window


def _evaluation_photos(tour: Tour, *, large: bool) -> QWidget:
    _evaluation(tour)
    view = tour.window.page("models").evaluation
    view.show_cell(1, 0)
    if large:
        view.gallery.show_large()
    tour.settle()
    return tour.window


def _gate1_tab(tour: Tour, name: str) -> QWidget:
    page = tour.page("gate1")
    page.tabs.setCurrentWidget(getattr(page, name))
    tour.settle()
    return tour.window


def _message(tour: Tour) -> QWidget:
    _inspect(tour)
    error = CarInspectError(ErrorCode.FOLDER_MISSING, folder=Path("/1"))
    from carinspect.core.i18n import _

    tour.window.messages.show_error(error, _("Try again"), lambda: None)
    return tour.window


# ---- dialogs and windows ----


def _desk(tour: Tour, action: str, kind: str) -> QWidget:
    tour.window.actions_table[action].trigger()

    def shown() -> list[QWidget]:
        return [one for one in tour.window.findChildren(QDialog)
                if type(one).__name__ == kind and one.isVisible()]  # fmt: skip

    tour.until(lambda: bool(shown()))
    return tour.show(shown()[0])


def _about(tour: Tour) -> QWidget:
    tour.window.actions_table["about"].trigger()
    return tour.show(next(w for w in tour.window.findChildren(QMessageBox) if w.isVisible()))


def _private(tour: Tour) -> QWidget:
    from carinspect.ui.rental.privacy_dialog import PrivacyDialog

    _rental_tab(tour, 0)
    rental = tour.window.page("rentals").work.rental
    return tour.show(PrivacyDialog(tour.session.lanes, rental, {}, tour.window))


def _absent(tour: Tour) -> QWidget:
    from carinspect.core.i18n import _
    from carinspect.ui.absent_page import AbsentPage

    page = AbsentPage("training", lambda: _("Training"), lambda: _("Photos"), tour.window)
    page.setWindowFlag(Qt.WindowType.Window)
    page.setObjectName("customerWindow")  # a ground of its own
    page.resize(600, 400)
    return tour.show(page)


def _new_rental(tour: Tour) -> QWidget:
    from carinspect.ui.rental.new_rental_dialog import NewRentalDialog

    dialog = NewRentalDialog(tour.window, "8")
    dialog.show_error(CarInspectError(ErrorCode.FOLDER_MISSING, folder=Path("/1")))
    return tour.show(dialog)


def _customer(tour: Tour, *, thanks: bool) -> QWidget:
    _rental_tab(tour, 2)
    page = tour.window.page("rentals")
    from carinspect.core.i18n import language

    tour.workspace.change(customer_language=language())
    page.show_customer()
    if thanks:
        page.customer.show_thanks()
    else:
        page.customer.answer.answers[Consent.OBJECT].click()
    return tour.show(page.customer)


def _sign_in(tour: Tour) -> QWidget:
    from carinspect.ui.users.sign_in_dialog import SignInDialog

    dialog = tour.find(SignInDialog, tour.window.actions_table["sign_in"].trigger)
    assert isinstance(dialog, SignInDialog)
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    return dialog


def _settings(tour: Tour, tab: int) -> QWidget:
    from carinspect.ui.settings.settings_dialog import SettingsDialog

    dialog = tour.find(SettingsDialog, tour.window.actions_table["settings"].trigger)
    assert isinstance(dialog, SettingsDialog)
    dialog.tabs.setCurrentIndex(tab)
    tour.settle()
    return dialog


def _augmentation(tour: Tour) -> QWidget:
    from carinspect.ui.training.augmentation_dialog import AugmentationDialog
    from tests.datasets import put_classes

    folder = tour.folder / "classes"
    if not folder.exists():
        put_classes(folder, 2)
    source = DatasetSource(folder)
    config = TrainingConfig(Recipe.ROBUST)
    return tour.show(AugmentationDialog(tour.session.lanes.load, source, config, tour.window))


def _terms(tour: Tour) -> QWidget:
    from carinspect.ui.training.terms_dialog import TermsDialog

    return tour.show(TermsDialog(tour.window))


def _activate(tour: Tour, test: PairedTest | None) -> QWidget:
    from carinspect.ui.models.activate_dialog import ActivateDialog

    return tour.show(ActivateDialog("1", test, tour.window))


def _crash(tour: Tour) -> QWidget:
    from carinspect.ui.crash import CrashDialog

    return tour.show(CrashDialog("1\n2", tour.window))


_TEST = PairedTest("1", "2", 400, 360, 7, 3, 30, 0.001, -0.0675, -0.09)

SURFACES = (
    Surface("inspect", _inspect, ("InspectPage",)),
    Surface("inspect-empty", _inspect_empty, ("InspectPage",)),
    Surface("message", _message),
    Surface("folder", _folder, ("FolderPage",)),
    Surface("folder-start", lambda tour: _folder(tour, start=True), ("FolderPage",)),
    Surface("rentals", _rentals_list, ("RentalPage",)),
    Surface("rental-pickup", lambda tour: _rental_tab(tour, 0), ("RentalPage",)),
    Surface("rental-return", lambda tour: _rental_tab(tour, 1), ("RentalPage",)),
    Surface("rental-findings", lambda tour: _rental_tab(tour, 2), ("RentalPage",)),
    Surface("history", _history, ("HistoryPage",)),
    Surface("history-none", lambda tour: _history(tour, "99"), ("HistoryPage",)),
    Surface("training-photos", lambda tour: _training_tab(tour, "photos"), ("TrainingPage",)),
    Surface("training-train", lambda tour: _training_tab(tour, "train"), ("TrainingPage",)),
    Surface("training-runs", lambda tour: _training_tab(tour, "runs"), ("TrainingPage",)),
    Surface("training-sweep", lambda tour: _training_tab(tour, "sweep"), ("TrainingPage",)),
    Surface("training-replay", lambda tour: _training_tab(tour, "replay"), ("TrainingPage",)),
    Surface("models", _models, ("ModelsPage",)),
    Surface("evaluation", _evaluation, ("ModelsPage",)),
    Surface("evaluation-photos", lambda tour: _evaluation_photos(tour, large=False)),
    Surface("evaluation-large", lambda tour: _evaluation_photos(tour, large=True)),
    Surface("gate1-categories", lambda tour: _gate1_tab(tour, "categories"), ("Gate1Page",)),
    Surface("gate1-evaluation", lambda tour: _gate1_tab(tour, "evaluation"), ("Gate1Page",)),
    Surface("help", lambda tour: _desk(tour, "help", "HelpWindow"), ("HelpWindow",)),
    Surface("keys", lambda tour: _desk(tour, "shortcuts", "ShortcutSheet"), ("ShortcutSheet",)),
    Surface("doctor", lambda tour: _desk(tour, "doctor", "HealthDialog"), ("HealthDialog",)),
    Surface("log", lambda tour: _desk(tour, "log", "LogViewer"), ("LogViewer",)),
    Surface("updates", lambda tour: _desk(tour, "updates", "UpdatesDialog"), ("UpdatesDialog",)),
    Surface("private", _private, ("PrivacyDialog",)),
    Surface("absent", _absent, ("AbsentPage",)),
    Surface("about", _about),
    Surface("new-rental", _new_rental, ("NewRentalDialog",)),
    Surface("customer", lambda tour: _customer(tour, thanks=False), ("CustomerWindow",)),
    Surface("customer-thanked", lambda tour: _customer(tour, thanks=True), ("CustomerWindow",)),
    Surface("sign-in", _sign_in, ("SignInDialog",)),
    Surface("settings", lambda tour: _settings(tour, 0), ("SettingsDialog",)),
    Surface("settings-records", lambda tour: _settings(tour, 1), ("SettingsDialog",)),
    Surface("settings-users", lambda tour: _settings(tour, 2), ("SettingsDialog",)),
    Surface("augmentation", _augmentation, ("AugmentationDialog",)),
    Surface("terms", _terms, ("TermsDialog",)),
    Surface("activate", lambda tour: _activate(tour, _TEST), ("ActivateDialog",)),
    Surface("activate-untested", lambda tour: _activate(tour, None), ("ActivateDialog",)),
    Surface("crash", _crash, ("CrashDialog",)),
)
