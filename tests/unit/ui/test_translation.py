import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from carinspect.core.i18n import _, language
from carinspect.ui.translation import LANGUAGE_NAMES, LanguageSwitch, other_language


@pytest.fixture
def switch(qapp):
    switch = LanguageSwitch(qapp)
    yield switch
    switch.speak("en")


def qt_words():
    return QCoreApplication.translate("QPlatformTheme", "Cancel")


def test_our_words_and_those_of_qt_change_together(switch):
    switch.speak("ko")
    assert (_("Cancel"), qt_words()) == ("취소", "취소")

    switch.speak("en")
    assert (_("Cancel"), qt_words()) == ("Cancel", "Cancel")


def test_every_widget_is_told(qtbot, switch):
    told = []

    class Child(QWidget):
        def changeEvent(self, event):
            if event.type() == QEvent.Type.LanguageChange:
                told.append(language())

    parent = QWidget()
    qtbot.addWidget(parent)
    Child(parent)
    switch.speak("ko")

    assert "ko" in told


def test_an_unknown_language_is_english(switch):
    assert switch.speak("xx") == "en"


def test_the_system_decides_where_the_user_does_not(switch, monkeypatch):
    monkeypatch.setattr("carinspect.ui.translation._system_language", lambda: "ko-KR")
    assert switch.speak("system") == "ko"


def test_the_other_language_goes_round(switch):
    switch.speak("en")
    assert other_language() == "ko"
    switch.speak("ko")
    assert other_language() == "en"
    assert set(LANGUAGE_NAMES) >= {"en", "ko"}
