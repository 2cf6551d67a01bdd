"""Korean particles: 은 or 는, 이 or 가, 을 or 를, 으로 or 로, by the sound that they follow.

Translations write both forms, as ``{user}은(는)``. Which one is right shows only once the
placeholder is filled.
"""

from __future__ import annotations

import re
from typing import Final

_PAIRS: Final = {
    "은(는)": ("은", "는"),
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "과(와)": ("과", "와"),
    "(으)로": ("으로", "로"),
}
"""After a consonant, after a vowel."""

_PLACE: Final = re.compile(
    r"([가-힣0-9])([”’\"')\]]*)(" + "|".join(re.escape(pair) for pair in _PAIRS) + ")"
)
_FIRST_SYLLABLE: Final = ord("가")
_FINALS: Final = 28
_RIEUL: Final = 8
_DIGITS: Final = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
"""As they are read; ten, hundred and thousand end in a consonant as nought does."""


class TwoForms(str):
    """A text with particles in both forms; what ``format`` fills in decides between them."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        return with_particles(str.format(self, *args, **kwargs))


def marked(text: str) -> str:
    """``text``, as a :class:`TwoForms` where it has particles in both forms."""
    return TwoForms(text) if any(pair in text for pair in _PAIRS) else text


def with_particles(text: str) -> str:
    """``text`` with one form of each particle that follows a syllable or a digit.

    After other letters both forms stay: how a file's name is read is not known.
    """
    return _PLACE.sub(_chosen, text)


def _chosen(found: re.Match[str]) -> str:
    last, closing, pair = found.groups()
    final = (ord(_DIGITS.get(last, last)) - _FIRST_SYLLABLE) % _FINALS
    after_consonant, after_vowel = _PAIRS[pair]
    # 로 follows ㄹ as it follows a vowel: 서울로.
    soft = not final or (final == _RIEUL and pair == "(으)로")
    return f"{last}{closing}{after_vowel if soft else after_consonant}"
