"""The list of licences is of the parts that the lock files pin."""

import runpy

import pytest

from carinspect.core.parts import LicenceText, Part, parts_from_json, parts_to_json
from carinspect.services.read_library import read_parts
from tests.conftest import ROOT

LICENCES = runpy.run_path(str(ROOT / "packaging" / "licences.py"))

WITHOUT_TEXT = {"PySide6_Essentials", "shiboken6", "flatbuffers", "tensorboard-data-server"}
"""Parts whose distributions carry no text of their licence; the window says so."""


@pytest.fixture(scope="module")
def parts():
    return read_parts()


def test_every_locked_part_is_listed_in_its_version(parts):
    """Stale? Run: python packaging/licences.py"""
    known = {LICENCES["canonicalize_name"](one.name): one.version for one in parts}
    lacking = {
        f"{name} {version}"
        for name, versions in LICENCES["locked"](ROOT / "requirements.lock").items()
        for version in [known.get(name, "")]
        if not set(version.split(" / ")) & versions
    }
    assert lacking == set()


def test_every_part_states_its_licence_or_that_it_was_not_examined(parts):
    silent = {one.name for one in parts if one.is_examined and not one.licence}
    assert silent <= {"namex"}


def test_texts_are_there_and_what_lacks_is_known(parts):
    assert {one.name for one in parts if one.is_examined and not one.texts} == WITHOUT_TEXT
    assert all(
        len(text.text) > 100 for one in parts for text in one.texts if "LICENSE" in text.file
    )


def test_what_is_no_python_package_is_listed_too(parts):
    names = {one.name for one in parts}
    assert {"CarInspect", "Python", "Pretendard (typeface)"} <= names


def test_the_counter_edition_has_no_part_that_only_training_needs(parts):
    names = {LICENCES["canonicalize_name"](one.name) for one in parts if one.needed_for == "train"}
    assert "tensorflow-cpu" in names
    assert not names & set(LICENCES["wanted"]("counter"))


def test_a_list_survives_being_written():
    parts = (
        Part("a", "1", "MIT", texts=(LicenceText("LICENSE", "same"), LicenceText("N", "other"))),
        Part("b", "2", is_examined=False, needed_for="train", texts=(LicenceText("L", "same"),)),
    )
    text = parts_to_json(parts)

    assert parts_from_json(text) == parts
    assert text.count('"same"') == 1
    for broken in ("{}", "[]", '{"parts_version": 99, "parts": [], "texts": []}'):
        with pytest.raises(ValueError, match="Expected"):
            parts_from_json(broken)
