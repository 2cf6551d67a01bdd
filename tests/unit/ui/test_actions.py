from collections import Counter

import pytest

from carinspect.core import i18n
from carinspect.ui.actions import ACTIONS, Actions
from carinspect.ui.pages import PAGES


def test_no_two_actions_share_a_key():
    keys = Counter(key for spec in ACTIONS for key in spec.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_promised_keys_are_there():
    keys = {key: spec.id for spec in ACTIONS for key in spec.keys}
    wanted = {
        "Ctrl+O": "open_photos",
        "Ctrl+V": "paste",
        "Del": "remove",
        "Ctrl+Z": "undo",
        "Space": "heat_map",
        "Return": "next_attention",
        "Left": "previous",
        "Right": "next",
        "F1": "help",
    }
    assert {key: keys.get(key) for key in wanted} == wanted


def test_every_action_is_answered_by_the_window_or_a_page(window):
    pages = {name for spec in PAGES for name in window.page(spec.id).handlers()}
    answered = {*pages, *window._own_handlers()}
    assert {spec.id for spec in ACTIONS} == answered


def test_every_action_stands_in_a_menu(window):
    listed = {
        action.objectName()
        for menu in ("file", "edit", "view", "rental", "help")
        for action in window.actions_table.of_menu(menu)
        if action is not None
    }
    assert listed == {spec.id for spec in ACTIONS}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_action_has_words_and_shows_its_key(qapp, language):
    i18n.choose_language(language)
    actions = Actions()

    for spec in ACTIONS:
        assert actions[spec.id].text()
        if spec.keys:
            assert "(" in actions[spec.id].toolTip()
