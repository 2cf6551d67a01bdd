"""Each page in its states."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from carinspect.core.dataset import DAMAGED, UNDAMAGED
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.inspection import Outcome
from tests.fakes import draw_photo
from tests.surfaces.tour import Surface, Tour, wait


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


def show_rental(tour: Tour, tab: int) -> QWidget:
    """The rental of the day at one of its tabs."""
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


PAGES = (
    Surface("inspect", _inspect, ("InspectPage",)),
    Surface("inspect-empty", _inspect_empty, ("InspectPage",)),
    Surface("message", _message),
    Surface("folder", _folder, ("FolderPage",)),
    Surface("folder-start", lambda tour: _folder(tour, start=True), ("FolderPage",)),
    Surface("rentals", _rentals_list, ("RentalPage",)),
    Surface("rental-pickup", lambda tour: show_rental(tour, 0), ("RentalPage",)),
    Surface("rental-return", lambda tour: show_rental(tour, 1), ("RentalPage",)),
    Surface("rental-findings", lambda tour: show_rental(tour, 2), ("RentalPage",)),
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
)
