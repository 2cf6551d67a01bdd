"""Every text that a user may see is translated, and no translation is stale."""

import runpy

import pytest

from tests.conftest import ROOT

CATALOGS = runpy.run_path(str(ROOT / "packaging" / "catalogs.py"))


def test_texts_are_found():
    assert len(CATALOGS["extract"]()) > 50


@pytest.mark.parametrize("language", CATALOGS["languages"]())
def test_a_language_is_complete_and_fresh(language):
    assert CATALOGS["problems"](language) == []
