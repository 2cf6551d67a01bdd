"""What a model card says, in the user's language where its words are known."""

from __future__ import annotations

from typing import Final

from carinspect.core.i18n import pgettext

CONTEXT: Final = "model card"
"""Of the words in the catalogs: ``packaging/catalogs.py`` takes them from the shipped cards."""

_BETWEEN: Final = ", "


def figure_text(name: str) -> str:
    """The name of a figure, part by part: ``gate2 recall, elsewhere``."""
    return _BETWEEN.join(card_text(part) for part in name.split(_BETWEEN))


def card_text(words: str) -> str:
    """A sentence of a card; a stranger's stays as it was written."""
    return pgettext(CONTEXT, words) if words else ""
