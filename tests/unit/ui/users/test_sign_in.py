import getpass

import pytest
from PySide6.QtCore import Qt

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Role, User
from carinspect.services import users
from carinspect.ui.users.sign_in_dialog import SignInDialog
from tests.window_fixtures import WAIT_MS


@pytest.fixture
def several(workspace):
    """Kim, a manager with a PIN, and Lee, a clerk without; nobody is chosen."""
    by, records = workspace.current_user(), workspace.records()
    users.add_user(records, by, User("Kim", Role.MANAGER), "1234")
    users.add_user(records, by, User("Lee", Role.CLERK))
    users.deactivate_user(records, by, by.name)
    return workspace


def dialog_of(qtbot, window) -> SignInDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(SignInDialog)), timeout=WAIT_MS)
    (dialog,) = window.findChildren(SignInDialog)
    qtbot.waitUntil(lambda: dialog.list.count() > 0, timeout=WAIT_MS)
    return dialog


def test_a_first_start_asks_nothing(qtbot, window):
    qtbot.waitUntil(lambda: window.user.user is not None, timeout=WAIT_MS)

    assert window.user.user == User(getpass.getuser(), Role.MANAGER)
    assert window.user_chip.text() == getpass.getuser()
    assert "Manager" in window.user_chip.accessibleName()
    assert window.findChildren(SignInDialog) == []


def test_where_several_work_the_window_asks(qtbot, several, window):
    dialog = dialog_of(qtbot, window)
    assert window.user_chip.text() == "Sign in"
    dialog.list.setCurrentRow(1)
    assert not dialog.pin.isVisible()

    dialog.enter.click()

    qtbot.waitUntil(lambda: window.user.user is not None, timeout=WAIT_MS)
    assert window.user_chip.text() == "Lee"
    assert several.settings.user == "Lee"


def test_a_wrong_pin_is_told_in_the_dialog(qtbot, several, window):
    dialog = dialog_of(qtbot, window)
    dialog.list.setCurrentRow(0)
    assert dialog.pin.isVisible()
    qtbot.keyClicks(dialog.pin, "9999")
    dialog.enter.click()
    qtbot.waitUntil(dialog.message.isVisible, timeout=WAIT_MS)
    assert "another one" in dialog.message.text()
    assert window.user.user is None

    dialog.pin.setText("1234")
    qtbot.keyClick(dialog.pin, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.user.user is not None, timeout=WAIT_MS)
    assert window.user_chip.text() == "Kim"


def test_another_user_takes_over_by_the_chip(qtbot, several, window):
    dialog_of(qtbot, window).reject()
    qtbot.waitUntil(lambda: not window.findChildren(SignInDialog), timeout=WAIT_MS)
    window.user.take(several.sign_in("Lee"))

    window.user_chip.click()
    dialog = dialog_of(qtbot, window)
    assert dialog.list.currentRow() == 1
    dialog.list.setCurrentRow(0)
    dialog.pin.setText("1234")
    dialog.enter.click()

    qtbot.waitUntil(lambda: window.user.user.name == "Kim", timeout=WAIT_MS)


def test_records_that_cannot_be_opened_are_told_and_tried_again(
    qtbot, window, workspace, monkeypatch
):
    def fail():
        raise CarInspectError(ErrorCode.DATABASE_UNREACHABLE, database="x", reason="no route")

    qtbot.waitUntil(lambda: window.user.user is not None, timeout=WAIT_MS)
    window.user.take(None)
    with monkeypatch.context() as patched:
        patched.setattr(workspace, "records", fail)
        window.user.ask()
        qtbot.waitUntil(lambda: "no route" in window.messages.text, timeout=WAIT_MS)

    window.messages._action.click()

    qtbot.waitUntil(lambda: window.user.user is not None, timeout=WAIT_MS)
