"""Particles of Korean sentences whose words are filled in."""

import pickle

import pytest

from carinspect.core.i18n import _, ngettext, speaking
from carinspect.core.korean import marked, with_particles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("김민지은(는) 관리자입니다", "김민지는 관리자입니다"),
        ("이준은(는) 관리자입니다", "이준은 관리자입니다"),
        ("대여 24-1190이(가) 있습니다", "대여 24-1190이 있습니다"),
        ("대여 24-1192이(가) 있습니다", "대여 24-1192가 있습니다"),
        ("“손상 없음”(으)로 저장", "“손상 없음”으로 저장"),
        ("서울(으)로 옮김", "서울로 옮김"),
        ("버전 7(으)로 바꿈", "버전 7로 바꿈"),
        ("차(으)로 옮김", "차로 옮김"),
        ("사진(앞)을(를) 저장", "사진(앞)을 저장"),
        ("rear.jpg을(를) 저장", "rear.jpg을(를) 저장"),
    ],
)
def test_the_sound_before_decides(text, said):
    assert with_particles(text) == said


def test_a_filled_text_has_one_form():
    assert (
        marked("{user}과(와) {other}은(는)").format(user="김민지", other="이준")
        == "김민지와 이준은"
    )
    assert marked("{user} 님은").__class__ is str


def test_translations_choose_the_form():
    rental = "There already is a rental {rental}: open that one."
    kept = ("{count} photo is kept as: {outcome}.", "{count} photos are kept as: {outcome}.")
    with speaking("ko"):
        assert _(rental).format(rental="24-1193").startswith("대여 24-1193이 ")
        assert _(rental).format(rental="24-1194").startswith("대여 24-1194가 ")
        assert "“손상 없음”으로" in ngettext(*kept, 1).format(count=1, outcome="손상 없음")


def test_a_text_goes_to_other_processes():
    text = marked("{user}은(는)")
    assert pickle.loads(pickle.dumps(text)).format(user="이준") == "이준은"
