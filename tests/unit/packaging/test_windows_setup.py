"""The script of the setup for Windows."""

import re

import pytest
from installers.windows_setup import WINDOWS, uninstall_lines

from carinspect.core.photo import PHOTO_SUFFIXES

SCRIPT = (WINDOWS / "carinspect.nsi").read_text("utf-8")


def test_every_text_is_there_in_both_languages():
    texts = re.findall(r"^LangString (\w+) \$\{LANG_(\w+)\} \"(.+)\"$", SCRIPT, re.MULTILINE)
    names = {name for name, _language, _text in texts}

    assert len(names) >= 8
    assert {(name, language) for name, language, _text in texts} == {
        (name, language) for name in names for language in ("ENGLISH", "KOREAN")
    }
    for _name, language, text in texts:
        assert bool(re.search("[가-힣]", text)) == (language == "KOREAN")
    assert SCRIPT.index('MUI_LANGUAGE "English"') < SCRIPT.index('MUI_LANGUAGE "Korean"')


def test_it_needs_no_administrator():
    assert "RequestExecutionLevel user" in SCRIPT
    assert "HKLM" not in SCRIPT
    assert "$PROGRAMFILES" not in SCRIPT


def test_the_uninstaller_removes_no_folder_with_what_is_in_it():
    uninstall = SCRIPT[SCRIPT.index('Section "Uninstall"') :]

    assert "RMDir /r" not in SCRIPT
    assert "$LOCALAPPDATA\\carinspect" not in uninstall  # where the records are


def test_photos_are_offered_and_withdrawn_alike():
    named = set(re.findall(r'!insertmacro \$\{macro\} "(\.\w+)"', SCRIPT))

    assert {".jpg", ".jpeg", ".png", ".heic", ".webp"} <= named <= PHOTO_SUFFIXES
    assert "ForEachPhotoType OfferFor" in SCRIPT
    assert "ForEachPhotoType WithdrawFrom" in SCRIPT


def test_the_uninstaller_knows_every_file(tmp_path):
    payload = tmp_path / "payload"
    (payload / "_internal" / "한글").mkdir(parents=True)
    (payload / "carinspect.exe").write_text("")
    (payload / "_internal" / "한글" / "cost $5.txt").write_text("")

    lines = uninstall_lines(payload).splitlines()

    assert lines == [
        r'Delete "$INSTDIR\_internal\한글\cost $$5.txt"',
        r'Delete "$INSTDIR\carinspect.exe"',
        r'RMDir "$INSTDIR\_internal\한글"',
        r'RMDir "$INSTDIR\_internal"',
    ]


@pytest.mark.parametrize("word", ["Abort", "SetErrorLevel 2"])
def test_a_silent_setup_fails_with_a_code(word):
    assert word in SCRIPT[SCRIPT.index("!macro Refuse") :]
