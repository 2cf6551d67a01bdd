import threading

import pytest

from carinspect.core.i18n import _, available_languages, choose_language, language, speaking


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


def test_one_block_may_speak_another_language_and_nothing_else_does():
    choose_language("en")
    heard = []

    with speaking("ko") as code:
        other = threading.Thread(target=lambda: heard.append((_("Damaged"), language())))
        other.start()
        other.join()
        assert (code, language(), _("Damaged")) == ("ko", "ko", "손상 있음")
        with speaking("en"):
            assert _("Damaged") == "Damaged"

    assert heard == [("Damaged", "en")]
    assert (language(), _("Damaged")) == ("en", "Damaged")


def test_a_language_that_is_not_there_is_spoken_as_english():
    choose_language("ko")
    with speaking("xx") as code:
        assert (code, _("Damaged")) == ("en", "Damaged")
    assert _("Damaged") == "손상 있음"
