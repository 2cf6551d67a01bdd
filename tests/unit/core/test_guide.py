"""The guide: equal in all languages, its pictures there, its keys and words the window's own."""

import re
import runpy

import pytest
from PySide6.QtGui import QKeySequence

from carinspect.core import i18n
from carinspect.core.guide import (
    guide_folder,
    guide_languages,
    guide_topic,
    guide_topics,
    plain_text,
    search_guide,
)
from carinspect.core.i18n import _
from carinspect.ui.actions import ACTIONS
from carinspect.ui.help.place_keys import PLACE_KEYS
from carinspect.ui.pages import PAGES
from tests.conftest import ROOT

OTHERS = [code for code in guide_languages() if code != "en"]
TOPICS = [topic.id for topic in guide_topics("en")]


def by_id(code):
    return {topic.id: topic for topic in guide_topics(code)}


def shape(markdown):
    """What must be equal in every language."""
    return {
        "headings": [len(signs) for signs in re.findall(r"^(#+) ", markdown, re.MULTILINE)],
        "pictures": re.findall(r"!\[[^\]]+\]\(([^)]+)\)", markdown),
        "links": sorted(re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", markdown)),
        "keys": sorted(re.findall(r"`([^`]+)`", markdown)),
        "rows": [line.count("|") for line in markdown.splitlines() if line.startswith("|")],
        "items": len(re.findall(r"^(?:-|\d+\.) ", markdown, re.MULTILINE)),
        "bold": len(re.findall(r"\*\*[^*]+\*\*", markdown)),
        "paragraphs": len(re.split(r"\n{2,}", markdown.strip())),
    }


def test_there_are_two_languages_and_every_topic():
    assert {"en", "ko"} <= set(guide_languages())
    assert len(TOPICS) >= 14


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_says_the_same_in_every_language(code, topic):
    english, other = by_id("en")[topic], by_id(code)[topic]

    assert other.language == code
    assert [one.anchor for one in other.sections] == [one.anchor for one in english.sections]
    assert shape(other.markdown) == shape(english.markdown)
    assert other.title != english.title or topic == "gate1"


@pytest.mark.parametrize("code", guide_languages())
def test_every_picture_is_there_and_is_shown(code):
    shown = {picture for topic in guide_topics(code) for picture in topic.pictures()}
    there = {f"pictures/{file.name}" for file in (guide_folder(code) / "pictures").iterdir()}
    made = runpy.run_path(str(ROOT / "packaging" / "guide_pictures.py"))["PICTURES"]

    assert there == shown
    assert {f"pictures/{name}.png" for name in made} == shown


def test_the_pictures_are_small():
    files = [file for code in guide_languages() for file in guide_folder(code).glob("pictures/*")]
    assert sum(file.stat().st_size for file in files) < 3_000_000


@pytest.mark.parametrize("code", guide_languages())
def test_every_link_leads_somewhere(code):
    for topic in guide_topics(code):
        for link in shape(topic.markdown)["links"]:
            file, _sign, anchor = link.partition("#")
            assert (guide_folder(code) / file).is_file(), link
            target = by_id(code)[file.removesuffix(".md")[3:]]
            assert not anchor or anchor in {one.anchor for one in target.sections}, link


def test_every_page_of_the_rail_has_its_topic():
    assert {spec.id for spec in PAGES} <= set(TOPICS)


def window_keys():
    return {
        *(keys for spec in ACTIONS for keys in spec.keys),
        *(spec.keys for spec in PAGES),
        *(keys for place in PLACE_KEYS for keys, _words in place.keys),
    }


def test_the_guide_names_the_windows_keys_and_no_others():
    named = {
        key
        for topic in guide_topics("en")
        for key in shape(topic.markdown)["keys"]
        if not key[0].islower()  # commands, files and their columns
    }
    assert all(not QKeySequence(key).isEmpty() for key in named)
    assert named == window_keys()
    assert set(shape(by_id("en")["shortcuts"].markdown)["keys"]) == window_keys()


@pytest.mark.parametrize("topic", TOPICS)
def test_buttons_have_the_names_that_the_window_gives_them(topic):
    """What stands in bold in both languages is a button; its Korean is the window's own."""
    pattern = re.compile(r"\*\*([^*]+)\*\*")
    english = pattern.findall(by_id("en")[topic].markdown)
    korean = pattern.findall(by_id("ko")[topic].markdown)
    i18n.choose_language("ko")
    wrong = [
        (words, other, _(words))
        for words, other in zip(english, korean, strict=True)
        if _(words) not in {words, other}
    ]
    assert wrong == []


def test_a_search_finds_sections_with_all_words_titles_first():
    hits = search_guide("threshold")

    assert hits[0].section.title == "Threshold"
    assert (hits[0].topic, hits[0].section.anchor) == ("words", "threshold")
    assert {hit.topic for hit in hits} > {"words"}
    assert search_guide("threshold damage alarms")[0].section.anchor == "threshold"
    assert search_guide("xyzzy") == search_guide("  ") == ()


def test_a_search_finds_korean_words():
    i18n.choose_language("ko")
    assert search_guide("임계값")[0].topic == "words"


def test_a_topic_that_a_language_lacks_is_shown_in_english(tmp_path, monkeypatch):
    from carinspect.core import guide

    for name in ("en", "de"):
        (tmp_path / "guide" / name).mkdir(parents=True)
    (tmp_path / "guide" / "en" / "01-a.md").write_text("# First\n\nWords.\n")
    (tmp_path / "guide" / "en" / "02-b.md").write_text("# Second\n")
    (tmp_path / "guide" / "de" / "01-a.md").write_text("# Erstens\n")
    monkeypatch.setattr(guide, "resource", tmp_path.joinpath)
    guide._topics.cache_clear()

    try:
        assert guide_languages() == ("de", "en")
        assert [(one.title, one.language) for one in guide_topics("de")] == [
            ("Erstens", "de"),
            ("Second", "en"),
        ]
    finally:
        guide._topics.cache_clear()


def test_a_terminal_gets_words_without_signs():
    text = plain_text(guide_topic("inspect").markdown)

    assert text.startswith("# Inspect photos")
    assert "Take the photo again" in text
    assert not any(sign in text for sign in ("](", "**", "`", "|---"))
