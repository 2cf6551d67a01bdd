import pytest

from carinspect.core.i18n import _, available_languages, choose_language, language


@pytest.mark.parametrize("code", ["ko", "ko_KR", "ko-KR", "ko_KR.UTF-8", "KO"])
def test_korean_is_found_however_the_system_writes_it(code):
    assert choose_language(code) == "ko"
    assert _("Damaged") == "손상 있음"


@pytest.mark.parametrize("code", ["en", "C", "POSIX", "xx_YY", ""])
def test_any_other_language_falls_back_to_english(code):
    assert choose_language(code) == "en"
    assert language() == "en"
    assert _("Damaged") == "Damaged"


def test_english_and_korean_are_offered():
    assert available_languages() == ("en", "ko")
