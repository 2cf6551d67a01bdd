"""The pages of the window, as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QWidget

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.texts import error_text
from carinspect.ml.keras_runtime import is_installed
from carinspect.ui.page import Page, PageContext


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One entry of the rail; ``make`` is called when the page is first shown."""

    id: str
    icon: str
    title: Callable[[], str]
    keys: str
    make: Callable[[PageContext, QWidget], Page]


def _make_inspect(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.inspect.inspect_page import InspectPage  # noqa: PLC0415 - the first paint

    return InspectPage(context, parent)


def _make_folder(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.folder.folder_page import FolderPage  # noqa: PLC0415 - the first paint

    return FolderPage(context, parent)


def _make_history(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.history.history_page import HistoryPage  # noqa: PLC0415 - the first paint

    return HistoryPage(context, parent)


def _make_training(context: PageContext, parent: QWidget) -> Page:
    if not is_installed():
        return _make_absent_training(parent)
    from carinspect.ui.training.training_page import TrainingPage  # noqa: PLC0415

    return TrainingPage(context, parent)


def _make_absent_training(parent: QWidget) -> Page:
    from carinspect.ui.absent_page import AbsentPage  # noqa: PLC0415

    error = CarInspectError(ErrorCode.TRAINING_NOT_INSTALLED)
    return AbsentPage("training", lambda: _("Training"), lambda: error_text(error), parent)


def _make_models(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.models.models_page import ModelsPage  # noqa: PLC0415

    return ModelsPage(context, parent)


def _make_rentals(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.rental.rental_page import RentalPage  # noqa: PLC0415 - the first paint

    return RentalPage(context, parent)


def _make_gate1(context: PageContext, parent: QWidget) -> Page:
    from carinspect.ui.gate1.gate1_page import Gate1Page  # noqa: PLC0415 - the first paint

    return Gate1Page(context, parent)


PAGES: Final = (
    PageSpec("inspect", "inspect", lambda: _("Inspect"), "Alt+1", _make_inspect),
    PageSpec("folder", "folders", lambda: _("Folder"), "Alt+2", _make_folder),
    PageSpec("rentals", "rental", lambda: _("Rentals"), "Alt+3", _make_rentals),
    PageSpec("history", "history", lambda: _("History"), "Alt+4", _make_history),
    PageSpec("training", "training", lambda: _("Training"), "Alt+5", _make_training),
    PageSpec("models", "models", lambda: _("Models"), "Alt+6", _make_models),
    PageSpec("gate1", "car", lambda: _("Gate1"), "Alt+7", _make_gate1),
)
