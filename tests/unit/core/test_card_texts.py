"""Model cards in the user's language."""

from carinspect.core.card_texts import card_text, figure_text
from carinspect.core.i18n import speaking


def test_english_is_as_it_was_written():
    assert figure_text("gate2 recall, elsewhere") == "gate2 recall, elsewhere"
    assert card_text("") == ""


def test_figures_are_translated_part_by_part():
    with speaking("ko"):
        assert figure_text("gate2 recall, elsewhere") == "Gate2 재현율, 다른 출처"
        assert figure_text("gate2 recall, lot 7") == "Gate2 재현율, lot 7"


def test_sentences_are_translated_and_a_strangers_are_not():
    with speaking("ko"):
        known = card_text("Calls many undamaged close-ups damaged.")
        assert known == "손상 없는 근접 사진을 손상이라고 할 때가 많습니다."
        assert card_text("Never tried at night.") == "Never tried at night."
