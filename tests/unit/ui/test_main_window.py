import itertools

import pytest
from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtGui import QAccessible, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QWidget

from carinspect.core.i18n import language
from carinspect.core.inspection import Outcome
from carinspect.core.settings import Theme
from carinspect.ui import main_window
from carinspect.ui.application import Session
from carinspect.ui.help.help_window import HelpWindow
from carinspect.ui.help.shortcut_sheet import ShortcutSheet
from carinspect.ui.pages import PAGES
from carinspect.ui.theme import DARK, LIGHT, colors

WAIT_MS = 10_000


def visible(window, kind=QWidget):
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def name_of(widget):
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_the_window_says_which_model_is_ready(qtbot, window):
    qtbot.waitUntil(lambda: "fake" in window._status.text(), timeout=WAIT_MS)


def test_the_language_changes_at_once_and_is_kept(window, workspace):
    window.rail._language.click()

    assert language() == "ko"
    assert window._menus["file"].title() == "파일"
    assert window.page("inspect").drop_zone._title.text() == "차량 사진을 여기에 끌어다 놓으세요"
    assert "모델" in window._status.text()
    assert workspace.settings.language == "ko"

    window.rail._language.click()
    assert window._menus["file"].title() == "File"


def test_the_theme_changes_at_once_and_is_kept(window, workspace):
    window.theme_chosen.emit(Theme.LIGHT)
    light = window.grab().toImage().pixelColor(5, 5)
    window.rail._theme.click()

    assert colors() is DARK
    assert window.grab().toImage().pixelColor(5, 5).lightness() < 60
    assert light.lightness() > 200
    assert workspace.settings.theme is Theme.DARK
    window.rail._theme.click()
    assert colors() is LIGHT


def test_the_menus_show_what_is_chosen(window, workspace):
    window.language_chosen.emit("ko")
    window.theme_chosen.emit(Theme.DARK)
    window._check_choices()

    chosen = {
        action.data()
        for menu in (window._languages, window._themes)
        for action in menu.actions()
        if action.isChecked()
    }
    assert chosen == {"ko", "dark"}


def test_a_recent_photo_opens_from_the_menu(qtbot, window, workspace, draw):
    photo = draw(Outcome.DAMAGED, "a & b.png")
    workspace.change(recent_photos=(str(photo),))
    window._fill_recent()
    (action,) = window._recent.actions()
    assert action.text().endswith("a && b.png")

    action.trigger()

    page = window.page("inspect")
    qtbot.waitUntil(lambda: page.photos.counts()[Outcome.DAMAGED] == 1, timeout=WAIT_MS)


def test_no_recent_photos_are_said(window):
    window._fill_recent()
    (action,) = window._recent.actions()
    assert not action.isEnabled()


@pytest.fixture
def busy(qtbot, window, inspector, draw):
    inspector._pause_s = 0.2
    page = window.page("inspect")
    page.intake.take_paths(tuple(draw(Outcome.DAMAGED, f"{n}.png") for n in range(8)))
    qtbot.waitUntil(lambda: page.queue.busy, timeout=WAIT_MS)
    return window


def test_closing_while_busy_asks(monkeypatch, busy):
    asked = []
    monkeypatch.setattr(
        main_window, "ask_to_close", lambda _parent, text: (asked.append(text), False)[1]
    )
    assert not busy.close()
    assert busy.isVisible()
    assert asked == ["Photos are still being inspected."]


def test_closing_while_busy_stops_the_work(qtbot, monkeypatch, busy):
    monkeypatch.setattr(main_window, "ask_to_close", lambda *_args: True)
    with qtbot.waitSignal(busy.closed, timeout=WAIT_MS):
        assert busy.close()


def test_closing_while_idle_asks_nothing(monkeypatch, window):
    monkeypatch.setattr(main_window, "ask_to_close", lambda *_args: pytest.fail("asked"))
    assert window.close()


def test_the_window_comes_back_where_it_was(qapp, session, workspace):
    session.window.resize(900, 701)  # the offscreen screen is only 800 wide
    session.window.close()
    assert isinstance(QSettings().value("window/geometry"), QByteArray)

    again = Session(qapp, workspace)
    assert again.window.height() == 701
    again.end()


def test_damaged_settings_are_told(qapp, qtbot, tmp_path):
    from tests.fakes import FakeWorkspace

    file = tmp_path / "broken.json"
    file.write_text("{broken")
    session = Session(qapp, FakeWorkspace(file))
    session.start()
    assert "set aside" in session.window.messages.text
    session.end()


def test_f1_opens_the_guide_at_the_page_in_view(qtbot, window):
    window.show_page("history")
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    (guide,) = window.findChildren(HelpWindow)

    assert guide.place.address == "history"
    assert guide.reader.toPlainText().startswith("History and users")
    guide.close()


def test_about_names_version_and_licences(window):
    window.actions_table["about"].trigger()
    (box,) = window.findChildren(QMessageBox)
    assert "Pretendard" in box.text()
    box.close()


def test_full_screen_goes_and_comes_back(window):
    window.actions_table["full_screen"].trigger()
    assert window.isFullScreen()
    window.actions_table["full_screen"].trigger()
    assert not window.isFullScreen()


STATES = pytest.mark.parametrize("filled", [False, True], ids=["empty", "with photos"])
LANGUAGES = pytest.mark.parametrize("code", ["en", "ko"])
THEMES = pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK], ids=str)
PAGE_IDS = pytest.mark.parametrize("page_id", [spec.id for spec in PAGES])


@pytest.fixture
def prepared(qtbot, window, one_of_each):
    """Puts the window into a state."""

    def prepare(page_id, *, filled=False, code="en", theme=Theme.LIGHT):
        window.language_chosen.emit(code)
        window.theme_chosen.emit(theme)
        window.show_page(page_id)
        if filled:
            page = window.page("inspect")
            page.intake.take_paths(one_of_each)
            qtbot.waitUntil(lambda: page.photos.counts().total() == 6, timeout=WAIT_MS)
            page.area.toggle_heat_map()
        return window

    return prepare


@PAGE_IDS
@STATES
@LANGUAGES
def test_every_control_has_an_accessible_name(prepared, page_id, filled, code):
    window = prepared(page_id, filled=filled, code=code)
    controls = [
        widget
        for widget in visible(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not isinstance(widget, QLabel)
    ]
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in controls
        if not name_of(widget).strip() and type(widget).__name__ != "QScrollArea"
    ]
    assert len(controls) > 5
    assert nameless == []


@PAGE_IDS
@STATES
def test_the_tab_key_reaches_every_control(prepared, page_id, filled):
    window = prepared(page_id, filled=filled)
    wanted = {
        widget
        for widget in visible(window)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
    }
    reached, widget = set(), window
    for _n in range(3000):  # hidden widgets stand in the chain too
        widget = widget.nextInFocusChain()
        reached.add(widget)
    assert wanted <= reached


@PAGE_IDS
@STATES
@LANGUAGES
@THEMES
def test_a_page_fits_a_small_screen(prepared, page_id, filled, code, theme):
    window = prepared(page_id, filled=filled, code=code, theme=theme)
    window.resize(1024, 700)
    QApplication.processEvents()

    assert (window.width(), window.height()) == (1024, 700)
    assert window.minimumSizeHint().width() <= 1024
    assert window.minimumSizeHint().height() <= 700


@PAGE_IDS
@STATES
@LANGUAGES
def test_no_button_cuts_its_words(prepared, page_id, filled, code):
    window = prepared(page_id, filled=filled, code=code)
    window.resize(1024, 700)
    QApplication.processEvents()
    cut = [
        button.text()
        for kind in ("QPushButton", "QToolButton")
        for button in visible(window)
        if type(button).__name__ == kind and button.width() < button.minimumSizeHint().width()
    ]
    assert cut == []


@PAGE_IDS
@STATES
@THEMES
def test_words_stand_out_in_both_themes(prepared, page_id, filled, theme):
    window = prepared(page_id, filled=filled, theme=theme)
    wanted = DARK if theme is Theme.DARK else LIGHT
    shades = {
        label.palette().color(QPalette.ColorRole.WindowText).name()
        for label in visible(window, QLabel)
    }
    assert shades <= {wanted.text, wanted.muted, wanted.disabled}


@LANGUAGES
def test_korean_leaves_no_english_behind(prepared, code):
    from carinspect.core.i18n import _

    window = prepared("inspect", filled=True, code=code)
    texts = [w.text() for w in itertools.chain(visible(window, QLabel))]
    hangul = [text for text in texts if any("가" <= letter <= "힣" for letter in text)]
    assert bool(hangul) == (code == "ko")
    assert _("Damage probability") in texts


def test_dialogs_speak_korean_too(prepared):
    window = prepared("inspect", code="ko")
    sheet = ShortcutSheet(window)
    assert sheet.windowTitle() == "단축키"
    assert isinstance(sheet, QDialog)
    sheet.close()


@pytest.mark.parametrize(("words", "leaves"), [("Stop and close", True), ("Keep working", False)])
def test_the_question_before_closing(qtbot, window, monkeypatch, words, leaves):
    def press(box):
        next(button for button in box.buttons() if button.text() == words).click()

    monkeypatch.setattr(QMessageBox, "exec", press)
    assert main_window.ask_to_close(window, "Photos are still being inspected.") is leaves


@PAGE_IDS
def test_colours_change_while_a_page_shows(qtbot, window, page_id):
    """No part of a page may go while Qt goes through the widgets to dress them."""
    window.show_page(page_id)

    for theme in (Theme.LIGHT, Theme.DARK, Theme.LIGHT):
        window.theme_chosen.emit(theme)
        qtbot.wait(20)

    assert window.page(page_id).isVisible()
