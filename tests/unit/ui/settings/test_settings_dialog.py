import dataclasses
from datetime import timedelta

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from carinspect.core.i18n import language
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision, HistoryFilter, decide
from carinspect.core.settings import Gate1Rule, Theme
from carinspect.core.user import Role, User
from carinspect.services import forget, users
from carinspect.services.workspace import Workspace, default_model_id
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.rental_store import RentalStore
from carinspect.ui.settings import database_panel, retention_panel, upkeep_panel
from carinspect.ui.settings.settings_dialog import SettingsDialog
from carinspect.ui.theme import LIGHT, colors
from tests.postgres_server import postgres
from tests.records import NOON, inspection, minutes, rental
from tests.window_fixtures import WAIT_MS

__all__ = ["postgres"]


class Open:
    """The settings of a window whose user is known."""

    def __init__(self, qtbot, window, workspace):
        self.window, self.workspace, self._qtbot = window, workspace, qtbot
        self.until(lambda: window.user.user is not None)
        window.actions_table["settings"].trigger()
        (self.dialog,) = window.findChildren(SettingsDialog)
        self.until(lambda: self.dialog.users.list.count() > 0)

    def until(self, condition):
        self._qtbot.waitUntil(condition, timeout=WAIT_MS)

    def tab(self):
        """The tab of the users, in front."""
        self.dialog.tabs.setCurrentIndex(2)
        return self.dialog.users

    def names(self):
        listed = self.dialog.users.list
        return [listed.item(row).text().split("    ") for row in range(listed.count())]

    def choose(self, name):
        self.dialog.users.list.setCurrentRow([row[0] for row in self.names()].index(name))


@pytest.fixture
def settings(qtbot, window, workspace):
    return Open(qtbot, window, workspace)


@pytest.fixture
def clerk(qtbot, window, workspace):
    """The settings of Lee, a clerk."""
    users.add_user(workspace.records(), workspace.current_user(), User("Lee", Role.CLERK))
    window.user.take(workspace.sign_in("Lee"))
    return Open(qtbot, window, workspace)


def test_language_and_colours_change_at_once(settings):
    general = settings.dialog.general
    general.language.setCurrentIndex(general.language.findData("ko"))
    general.language.activated.emit(general.language.currentIndex())
    general.theme.setCurrentIndex(list(Theme).index(Theme.LIGHT))
    general.theme.activated.emit(general.theme.currentIndex())

    assert language() == "ko"
    assert settings.dialog.tabs.tabText(2) == "사용자"
    assert settings.dialog.windowTitle() == "설정"
    assert colors() is LIGHT
    assert settings.workspace.settings.theme is Theme.LIGHT


def test_recording_and_the_rule_are_kept(settings):
    general = settings.dialog.general
    assert general.record.isChecked()
    general.record.click()
    general.rule.setCurrentIndex(1)
    general.rule.activated.emit(1)
    assert general.error.currentText() == "1%"
    general.error.setCurrentIndex(3)
    general.error.activated.emit(3)

    kept = Workspace(settings.workspace._file.path).settings
    assert not kept.record
    assert kept.gate1_rule is Gate1Rule.TOP5
    assert kept.accepted_error == 0.05


def test_a_clerk_changes_neither_rule_nor_users_nor_records(clerk):
    dialog = clerk.dialog

    assert not dialog.general.rule.isEnabled()
    assert not dialog.general.error.isEnabled()
    assert not dialog.upkeep.restore.isEnabled()
    assert dialog.upkeep.backup.isEnabled()
    clerk.choose(clerk.workspace.settings.user)
    assert dialog.users.set_pin.isEnabled(), "their own"
    for widget in (dialog.users.role, dialog.users.deactivate, dialog.users.name):
        assert not widget.isEnabled()


def test_a_manager_adds_promotes_and_removes_users(settings, qtbot):
    tab = settings.tab()
    qtbot.keyClicks(tab.name, "Lee")
    qtbot.keyClicks(tab.pin, "1234")
    tab.add.click()
    settings.until(lambda: ["Lee", "Clerk", "with PIN"] in settings.names())
    assert tab.name.text() == ""

    settings.choose("Lee")
    tab.role.click()
    settings.until(lambda: ["Lee", "Manager", "with PIN"] in settings.names())
    assert tab.role.text() == "Make a clerk"
    tab.set_pin.click()
    settings.until(lambda: ["Lee", "Manager"] in settings.names())

    tab.deactivate.click()
    settings.until(lambda: len(settings.names()) == 1)


def test_what_is_refused_is_told(settings, qtbot):
    tab = settings.tab()
    settings.choose(settings.window.user.user.name)

    tab.deactivate.click()

    settings.until(tab.message.isVisible)
    assert "only manager" in tab.message.text()


def test_whoever_changes_their_own_pin_stays_signed_in(settings, qtbot):
    tab = settings.tab()
    settings.choose(settings.window.user.user.name)
    qtbot.keyClicks(tab.new_pin, "9876")
    tab.set_pin.click()

    settings.until(lambda: "with PIN" in settings.names()[0])
    assert settings.window.user.user.has_pin
    assert settings.workspace.current_user().has_pin


def test_a_password_in_the_address_is_refused_and_not_saved(settings):
    panel = settings.dialog.database
    panel.server.click()
    panel.address.setText("postgresql://kim:secret@host/name")
    panel.use.click()

    settings.until(lambda: "password" in panel.message.text())
    path = settings.workspace._file.path
    assert not path.exists() or "secret" not in path.read_text("utf-8")


def test_a_server_is_tried_and_then_used(settings, postgres, tmp_path, monkeypatch):
    panel = settings.dialog.database
    folder = tmp_path / "shared"
    monkeypatch.setattr(database_panel, "ask_folder", lambda *_arguments: str(folder))
    panel.server.click()
    assert not panel.test.isEnabled(), "an address lacks"
    panel.address.setText(postgres.empty_database())
    panel.choose.click()
    panel.test.click()
    settings.until(lambda: panel.message.text().startswith("It works: 0 inspections, 0 users"))
    assert settings.workspace.settings.database == ""

    panel.use.click()

    settings.until(lambda: panel.message.text().startswith("In use now"))
    assert settings.workspace.records().database.is_server
    assert settings.workspace.settings.photos_folder == str(folder)
    assert not panel.use.isEnabled()
    settings.until(lambda: settings.window.user.user is not None)


def test_a_server_that_is_not_there_changes_nothing(settings, tmp_path):
    panel = settings.dialog.database
    panel.server.click()
    panel.address.setText(f"postgresql://kim@/name?host={tmp_path}")
    panel.use.click()

    settings.until(lambda: "cannot be opened" in panel.message.text())
    assert settings.workspace.settings.database == ""
    assert not settings.workspace.records().database.is_server


def test_backup_verification_and_restore(settings, inspect, draw, tmp_path, monkeypatch):
    panel, file = settings.dialog.upkeep, tmp_path / "backup.zip"
    monkeypatch.setattr(upkeep_panel, "ask_backup_file", lambda *_arguments: file)
    monkeypatch.setattr(upkeep_panel, "ask_backup", lambda *_arguments: file)
    monkeypatch.setattr(upkeep_panel, "ask_to_replace", lambda *_arguments: True)
    inspect(draw(Outcome.DAMAGED))
    recorder = settings.window.page("inspect").recorder
    settings.until(lambda: recorder.waiting == 0)

    panel.backup.click()
    settings.until(lambda: "1 photo" in panel.message.text())
    inspect(draw(Outcome.UNDAMAGED))
    settings.until(lambda: recorder.waiting == 0)
    panel.verify.click()
    settings.until(lambda: panel.message.text().startswith("Nothing was altered"))
    panel.restore.click()
    settings.until(lambda: "before-restore-" in panel.message.text())
    settings.until(lambda: not panel.busy)

    with settings.workspace.records().database.reading() as connection:
        assert InspectionStore(connection).count(HistoryFilter()) == 1


def test_records_are_not_replaced_without_a_yes(settings, inspect, draw, tmp_path, monkeypatch):
    panel, file = settings.dialog.upkeep, tmp_path / "backup.zip"
    monkeypatch.setattr(upkeep_panel, "ask_backup_file", lambda *_arguments: file)
    monkeypatch.setattr(upkeep_panel, "ask_backup", lambda *_arguments: file)
    monkeypatch.setattr(upkeep_panel, "ask_to_replace", lambda *_arguments: False)
    inspect(draw(Outcome.DAMAGED))
    settings.until(lambda: settings.window.page("inspect").recorder.waiting == 0)
    panel.backup.click()
    settings.until(lambda: "1 photo" in panel.message.text())

    panel.restore.click()

    settings.until(lambda: "already holds records" in panel.message.text())
    settings.until(lambda: not panel.busy)


def test_a_verification_looks_for_the_hash_noted_earlier(settings, qtbot):
    panel = settings.dialog.upkeep
    panel.expected.setText("f" * 64)
    panel.verify.click()

    settings.until(lambda: "its end was cut off" in panel.message.text())


def test_every_control_has_a_name(settings):
    def name(widget):
        return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)

    fields = [
        widget
        for kind in (QPushButton, QComboBox, QLineEdit)
        for widget in settings.dialog.findChildren(kind)
        if not widget.objectName().startswith("qt_")
    ]
    assert len(fields) > 15
    assert [widget for widget in fields if not name(widget)] == []


def test_the_realised_error_is_told_beside_the_accepted_one(settings, workspace):
    with workspace.records().database.writing() as connection:
        store = InspectionStore(connection)
        made = dataclasses.replace(inspection(), model_id=default_model_id())
        number = store.add(made, by="kim", at=NOON)
        store.review(number, decide(made.outcome, "lee", Decision.CORRECT,
                                    correction=Outcome.UNDAMAGED, at=NOON))  # fmt: skip
    settings.dialog.general.read_realised()

    settings.until(lambda: "100.0%" in settings.dialog.general.realised.text())


def test_a_manager_sees_what_is_due_and_forgets_it(settings, monkeypatch):
    records, name = settings.workspace.records(), settings.window.user.user.name
    with records.database.writing() as connection:
        store = RentalStore(connection)
        for number in ("OLD", "OPEN"):
            store.open(rental(number), by=name)
        store.close("OLD", by=name, at=minutes(1))
    asked = []
    monkeypatch.setattr(
        retention_panel,
        "ask_to_forget_due",
        lambda _parent, plans: asked.append([one.what for one in plans]) or True,
    )
    panel = settings.dialog.retention
    assert not panel.due.isEnabled(), "rentals are kept for ever at first"
    monkeypatch.setattr(forget, "now", lambda: NOON + timedelta(days=100))
    panel.months.setValue(2)
    panel.months.editingFinished.emit()
    settings.until(panel.due.isEnabled)
    assert settings.workspace.settings.keep_rentals_months == 2

    panel.due.click()

    settings.until(lambda: "1 rental was forgotten" in panel.message.text())
    assert asked == [["OLD"]]
    panel.due.click()
    settings.until(lambda: "No rental is due" in panel.message.text())


def test_a_clerk_cannot_choose_how_long_rentals_are_kept(clerk):
    assert not clerk.dialog.retention.months.isEnabled()
    assert not clerk.dialog.retention.due.isEnabled()
