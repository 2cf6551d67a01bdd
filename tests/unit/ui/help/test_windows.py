"""The windows of the help menu: names, keys, room for the words, both languages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QScrollArea, QWidget

from carinspect.core.i18n import choose_language
from carinspect.ui.crash import CrashDialog
from tests.window_fixtures import WAIT_MS

ACTS = ("help", "shortcuts", "doctor", "log")


@pytest.fixture
def dialog(qtbot, window):
    def open_one(act, code):
        window.language_chosen.emit(code)
        if act == "crash":
            CrashDialog("the report", window).show()
        else:
            window.actions_table[act].trigger()
        (shown,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
        if act == "doctor":
            qtbot.waitUntil(shown.copy.isEnabled, timeout=WAIT_MS)
        return shown

    yield open_one
    choose_language("en")


@pytest.mark.parametrize("code", ["en", "ko"])
@pytest.mark.parametrize("act", [*ACTS, "crash"])
def test_a_window_can_be_used_by_everyone(dialog, act, code):
    shown = dialog(act, code)
    QApplication.processEvents()
    visible = [one for one in shown.findChildren(QWidget) if one.isVisible()]
    controls = [
        one
        for one in visible
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(one, QLabel)
    ]
    nameless = [
        type(one).__name__
        for one in controls
        if not QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name).strip()
        and type(one) is not QScrollArea
    ]
    cut = [
        one.text()
        for one in visible
        if isinstance(one, QPushButton) and one.width() < one.minimumSizeHint().width()
    ]
    assert controls
    assert nameless == []
    assert cut == []
    hangul = [
        one.text()
        for one in visible
        if isinstance(one, QLabel) and any("가" <= sign <= "힣" for sign in one.text())
    ]
    assert shown.windowTitle().isascii() == (code == "en")
    assert bool(hangul) == (code == "ko") or act == "help"


@pytest.mark.parametrize("act", [*ACTS, "crash"])
def test_escape_closes_a_window(qtbot, dialog, act):
    shown = dialog(act, "en")
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
