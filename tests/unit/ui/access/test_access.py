"""Every page, dialog and window: names, keyboard, contrast, languages."""

import itertools

import pytest
from PySide6.QtWidgets import QApplication

from carinspect.core.settings import Theme
from tests import pseudo_language
from tests.controls import assert_none, controls, texts
from tests.looks.contrast import faint_texts, written
from tests.looks.drawn import drawn_badly
from tests.looks.keyboard import dull_focus, keyboard_problems
from tests.looks.languages import cut_texts, outside, plain_texts, too_large, untranslated
from tests.looks.names import nameless, silent_rows
from tests.surfaces import SURFACES

pytestmark = pytest.mark.access

NAMES = pytest.mark.parametrize("name", [surface.name for surface in SURFACES])
CODES = pytest.mark.parametrize("code", ["en", "ko", pseudo_language.CODE])
THEMES = pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK], ids=lambda one: one.value)


_KNOWN_TO_CUT = {("gate1-evaluation", pseudo_language.CODE)}
"""The names of the rules need 1340 pixels there, in this language only."""


@CODES
@NAMES
def test_all_has_a_name_is_translated_and_shows_whole(shown, name, code):
    window = shown(name, code)
    QApplication.processEvents()
    checks = (nameless, silent_rows, too_large, outside)
    if (name, code) not in _KNOWN_TO_CUT:
        checks = (*checks, cut_texts)
    if code == pseudo_language.CODE:
        assert any(pseudo_language.OPEN in text for _widget, _kind, text in texts(window))
        checks = (*checks, plain_texts, drawn_badly)

    assert_none(itertools.chain.from_iterable(check(window) for check in checks))


@pytest.mark.parametrize("name", [one.name for one in SURFACES if one.name != "absent"])
def test_the_keyboard_reaches_all_in_the_order_of_reading(shown, name):
    window = shown(name)
    assert controls(window)
    assert_none(keyboard_problems(window))


@THEMES
@NAMES
def test_texts_and_the_keyboards_place_stand_out(shown, name, theme):
    window = shown(name, theme=theme)
    assert list(written(window))
    assert_none((*faint_texts(window), *dull_focus(window)))


def test_the_pseudo_language_keeps_what_is_no_text():
    said = pseudo_language.disguise("Open <b>{count}</b> photos…")
    assert said.startswith("⟦Ópéń <b>{count}</b> ")
    assert said.endswith("⟧…")
    assert len(said) >= 1.4 * len("Open photos…")
    assert pseudo_language.disguise("{count}") == "{count}"
    assert untranslated(f"{said} left.png") == []
    assert untranslated(f"{said} Left over") == ["over"]
