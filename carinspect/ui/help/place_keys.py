"""Keys that work in one place of the window only and stand in no menu."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from carinspect.core.i18n import _
from carinspect.core.record_texts import newness_text
from carinspect.ui.rental.newness_look import KEYS


@dataclass(frozen=True, slots=True)
class PlaceKeys:
    """The keys of one place; words are functions, as the language may change."""

    title: Callable[[], str]
    keys: tuple[tuple[str, Callable[[], str]], ...]


PLACE_KEYS: Final = (
    PlaceKeys(
        lambda: _("Rentals page"),
        (
            ("Ctrl+F", lambda: _("Look for a rental")),
            ("Alt+Left", lambda: _("Back to the list of rentals")),
            ("Ctrl+1", lambda: _("Photos")),
            ("Ctrl+2", lambda: _("Findings")),
            ("Ctrl+3", lambda: _("History")),
        ),
    ),
    PlaceKeys(
        lambda: _("List of findings"),
        (
            *((key, functools.partial(newness_text, newness)) for newness, key in KEYS.items()),
            ("Return", lambda: _("Keep the decision under your name")),
        ),
    ),
    PlaceKeys(
        lambda: _("Help window"),
        (
            ("Ctrl+F", lambda: _("Search the guide")),
            ("Alt+Left", lambda: _("Back")),
            ("Alt+Right", lambda: _("Forward")),
        ),
    ),
)
