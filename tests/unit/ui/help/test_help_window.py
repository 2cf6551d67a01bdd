"""The guide in its window: topics, links, search, cards, licences, both languages and themes."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QLabel

from carinspect.core.guide import guide_topics
from carinspect.core.settings import Theme
from carinspect.ui.actions import ACTIONS
from carinspect.ui.help.help_window import HelpWindow
from carinspect.ui.help.library import PARTS, Place
from carinspect.ui.help.place_keys import PLACE_KEYS
from carinspect.ui.help.shortcut_sheet import ShortcutSheet
from carinspect.ui.keys import native_keys
from carinspect.ui.pages import PAGES
from tests.window_fixtures import WAIT_MS


@pytest.fixture
def guide(qtbot, window):
    window.help.show_topic("first-steps")
    (guide,) = window.findChildren(HelpWindow)
    qtbot.waitUntil(lambda: bool(guide.library.parts), timeout=WAIT_MS)
    yield guide
    guide.close()


def entries(guide):
    return [one.text(0) for one in guide.contents._items()]


def top_line(guide):
    """The text at the top of what is seen."""
    return guide.reader.cursorForPosition(guide.reader.viewport().rect().topLeft()).block().text()


@pytest.mark.parametrize("page_id", [spec.id for spec in PAGES])
def test_the_guide_opens_at_the_page_in_view(window, page_id):
    window.show_page(page_id)
    window._help_button.click()

    (guide,) = window.findChildren(HelpWindow)
    assert guide.place == Place(page_id)
    assert guide.reader.document().blockCount() > 5
    guide.close()


def test_the_contents_name_topics_cards_changes_and_licences(guide):
    titles = [topic.title for topic in guide_topics()]
    shown = entries(guide)

    assert shown[: len(titles) + 1] == ["Guide", *titles]
    assert {"lite0-448-localized", "What is new", "Licences of all parts"} <= set(shown)


def test_links_lead_to_topics_and_sections_and_back(guide):
    guide.reader.place_wanted.emit("10-words.md#threshold")
    assert guide.place == Place("words", "threshold")
    assert "Threshold" in guide.reader.textCursor().block().text()

    guide.reader.place_wanted.emit("07-models.md")
    guide.back.click()
    guide.back.click()
    assert guide.place.address == "first-steps"
    assert not guide.back.isEnabled()
    guide.forward.click()
    assert guide.place.anchor == "threshold"


def test_a_search_leads_to_the_word(qtbot, guide):
    qtbot.keyClicks(guide.contents.search, "false alarms")
    assert "place" in guide.contents._found.text()
    qtbot.keyClick(guide.contents.search, Qt.Key.Key_Return)

    assert guide.place.address in {"words", "models", "limits"}
    assert guide.reader.textCursor().selectedText().casefold() == "false"
    guide.contents.search.setText("xyzzy")
    assert "Nothing found" in guide.contents._found.text()
    guide.contents.search.clear()
    assert "Guide" in entries(guide)


def test_cards_changes_and_licences_can_be_read(guide):
    guide.go_to(Place("card:lite0-448-localized"))
    assert "Measured, with 95% intervals" in guide.reader.toPlainText()
    guide.go_to(Place("about:changes"))
    assert "0.1.0" in guide.reader.toPlainText()
    guide.go_to(Place(PARTS))
    assert guide._title.text() == "Licences of all parts"
    words = guide.reader.toPlainText()
    assert "Pretendard" in words
    assert "No text of the licence came with this part" in words

    guide.reader.place_wanted.emit("part:numpy")
    assert guide._title.text() == "numpy"
    assert "Redistribution" in guide.reader.toPlainText()


def test_pictures_are_shrunk_smoothly_and_take_no_more_room_than_they_need(guide):
    guide.go_to(Place("inspect"))
    document, layout = guide.reader.document(), guide.reader.document().documentLayout()
    (block,) = (
        block
        for block in map(document.findBlockByNumber, range(document.blockCount()))
        if "\ufffc" in block.text()
    )
    shown = block.begin().fragment().charFormat().toImageFormat()
    kept = document.resource(QTextDocument.ResourceType.ImageResource.value, QUrl(shown.name()))

    assert kept.width() == round(shown.width() * guide.devicePixelRatioF())
    height = shown.width() * kept.height() / kept.width()
    assert layout.blockBoundingRect(block).height() < height + 30


@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK], ids=str)
def test_language_and_colours_follow_the_window(window, guide, theme):
    window.theme_chosen.emit(theme)
    window.language_chosen.emit("ko")

    assert guide.windowTitle() == "도움말"
    assert guide.reader.toPlainText().startswith("첫걸음")
    assert entries(guide)[0] == "설명서"
    ground = guide.reader.grab().toImage().pixelColor(20, 200).lightness()
    assert (ground < 80) == (theme is Theme.DARK)


def test_pictures_fit_the_text(guide):
    from carinspect.ui.help.reader import _images

    guide.resize(700, 600)
    block, widths = guide.reader.document().begin(), []
    while block.isValid():
        widths += [image.width() for _place, image in _images(block)]
        block = block.next()
    assert widths
    assert all(0 < width <= guide.reader.viewport().width() for width in widths)


def test_the_window_of_the_guide_opens_once(window, guide):
    window.help.show_topic("words")
    assert window.findChildren(HelpWindow) == [guide]


def test_the_sheet_shows_every_key(qtbot, window):
    window.actions_table["shortcuts"].trigger()
    (sheet,) = window.findChildren(ShortcutSheet)
    shown = {label.text() for label in sheet.findChildren(QLabel) if label.objectName() == "key"}
    wanted = {
        *(native_keys(keys) for spec in ACTIONS for keys in spec.keys),
        *(native_keys(spec.keys) for spec in PAGES),
        *(native_keys(keys) for place in PLACE_KEYS for keys, _words in place.keys),
    }
    assert shown == wanted
    sheet.close()


def test_the_keys_of_the_rentals_page_are_those_it_has(window):
    from PySide6.QtGui import QShortcut

    page = window.page("rentals")
    bound = {short.key().toString() for short in page.findChildren(QShortcut)}
    listed = {keys for place in PLACE_KEYS[:2] for keys, _words in place.keys} - {"Return"}
    assert bound == listed


def test_every_help_window_speaks_korean(window):
    window.language_chosen.emit("ko")
    for act in ("shortcuts", "doctor", "log"):
        window.actions_table[act].trigger()
    titles = {dialog.windowTitle() for dialog in window.findChildren(QDialog)}
    assert {"단축키", "이 컴퓨터 점검", "로그"} <= titles
