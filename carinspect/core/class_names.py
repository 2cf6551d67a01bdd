"""Which of the two classes a folder's or a CSV's word means, and which split.

The sorted order of the names says nothing: ``damage`` sorts before ``whole``, but ``normal``
after ``damaged``. Every name is looked up here instead.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from carinspect.core.dataset import DAMAGED, UNDAMAGED, Split

DAMAGED_NAMES: Final = (
    "damaged",
    "damage",
    "dmg",
    "broken",
    "crashed",
    "defect",
    "defective",
    "손상",
    "손상됨",
    "손상있음",
    "손상차량",
    "파손",
    "파손됨",
    "파손차량",
    "사고",
    "사고차량",
)
UNDAMAGED_NAMES: Final = (
    "undamaged",
    "undamage",
    "whole",
    "normal",
    "intact",
    "clean",
    "good",
    "ok",
    "no damage",
    "not damaged",
    "non damaged",
    "무손상",
    "비손상",
    "손상없음",
    "정상",
    "정상차량",
    "무사고",
)
_SPLITS: Final = {
    Split.TRAINING: ("train", "training", "학습", "훈련"),
    Split.VALIDATION: ("validation", "validate", "val", "valid", "dev", "검증"),
    Split.TEST: ("test", "testing", "시험", "테스트", "평가"),
}


def plain_name(name: str) -> str:
    """``name`` as it is compared: no case, no number in front, no separators.

    ``00-damage`` is ``damage``, ``No_Damage`` is ``nodamage``. Korean from a Mac comes in
    single letters (NFD) and is put together.
    """
    folded = unicodedata.normalize("NFC", name).casefold().strip()
    without_number = re.sub(r"^\d+[\W_]+", "", folded)
    return re.sub(r"[\W_]+", "", without_number)


_LABELS: Final = {
    **{plain_name(name): DAMAGED for name in DAMAGED_NAMES},
    **{plain_name(name): UNDAMAGED for name in UNDAMAGED_NAMES},
}
_SPLIT_OF: Final = {plain_name(name): split for split, names in _SPLITS.items() for name in names}


def label_of(name: str, damaged_class: str = "") -> int | None:
    """The label that ``name`` means; None for a word that is not known.

    Args:
        name: of a folder, or a CSV's label.
        damaged_class: the name of the damaged class where the user stated it; every other name
            is then undamaged.
    """
    if damaged_class:
        return DAMAGED if plain_name(name) == plain_name(damaged_class) else UNDAMAGED
    return _LABELS.get(plain_name(name))


def split_of(name: str) -> Split | None:
    """The split that ``name`` means; None for a word that is not known."""
    return _SPLIT_OF.get(plain_name(name))
