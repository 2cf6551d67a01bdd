"""How each answer of a comparison looks: an icon and a tone beside its words."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QIcon

from carinspect.core.comparison import Newness
from carinspect.core.inspection import Outcome
from carinspect.ui.icons import icon
from carinspect.ui.theme import Tone, colors

ICONS: Final = {
    Newness.NEW: "damaged",
    Newness.ALREADY_THERE: "history",
    Newness.CANNOT_BE_SHOWN_NEW: "help",
    Newness.NEEDS_HUMAN_LOOK: "review",
}

_TONES: Final = {
    Newness.NEW: Outcome.DAMAGED,
    Newness.ALREADY_THERE: Outcome.UNDAMAGED,
    Newness.CANNOT_BE_SHOWN_NEW: Outcome.RETAKE,
    Newness.NEEDS_HUMAN_LOOK: Outcome.REVIEW,
}

KEYS: Final = {
    Newness.NEW: "N",
    Newness.ALREADY_THERE: "A",
    Newness.CANNOT_BE_SHOWN_NEW: "C",
    Newness.NEEDS_HUMAN_LOOK: "L",
}
"""Keys that choose an answer while the list of findings has the focus."""


def tone_of(newness: Newness) -> Tone:
    """The colours of an answer in the theme that is shown now."""
    return colors().tones[_TONES[newness]]


def icon_of(newness: Newness) -> QIcon:
    """The icon of an answer in its colour."""
    return icon(ICONS[newness], color=tone_of(newness).ink)
