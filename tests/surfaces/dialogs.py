"""Each dialog and each window beside the main one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from carinspect.core.comparison import Consent
from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paired_test import PairedTest
from carinspect.core.training import Recipe, TrainingConfig
from tests.surfaces.pages import show_rental
from tests.surfaces.tour import Surface, Tour

_TEST = PairedTest("1", "2", 400, 360, 7, 3, 30, 0.001, -0.0675, -0.09)


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

    show_rental(tour, 0)
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
    show_rental(tour, 2)
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


DIALOGS = (
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
