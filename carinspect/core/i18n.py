"""The words of the chosen language: one gettext catalog for window, command line and reports.

The process-wide catalog is the one global state of this layer: a user reads one language. What
is meant for somebody else, such as a customer, is said inside ``with speaking(code)``.
"""

from __future__ import annotations

import contextlib
import gettext as _gettext
from collections.abc import Generator
from contextvars import ContextVar
from functools import lru_cache
from typing import Final

from carinspect.core.korean import marked
from carinspect.core.paths import resource

SOURCE_LANGUAGE = "en"
_DOMAIN = "carinspect"

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()
_language = SOURCE_LANGUAGE

_other: Final[ContextVar[str | None]] = ContextVar("carinspect_other_language", default=None)
"""The language of the innermost ``speaking`` block of this thread."""


def available_languages() -> tuple[str, ...]:
    """Codes of the languages that a compiled catalog exists for, English first."""
    catalogs = sorted(resource("translations").glob(f"*/LC_MESSAGES/{_DOMAIN}.mo"))
    return (SOURCE_LANGUAGE, *(path.parent.parent.name for path in catalogs))


def choose_language(code: str) -> str:
    """Speak ``code`` from now on (``ko``, ``ko_KR``, ``ko-KR.UTF-8``); else English.

    Returns:
        The code of the language that is spoken now.
    """
    global _catalog, _language  # noqa: PLW0603 - the documented exception of this layer
    _language = _known(code)
    _catalog = _read(_language)
    return _language


@contextlib.contextmanager
def speaking(code: str) -> Generator[str]:
    """Within the block, and in this thread only, every text is in the language ``code``.

    For what one window, page or report says to a reader of another language; gives the code of
    the language that is spoken.
    """
    before = _other.set(_known(code))
    try:
        yield language()
    finally:
        _other.reset(before)


def language() -> str:
    """The code of the language that is spoken now."""
    return _other.get() or _language


def _(message: str) -> str:
    """``message`` in the user's language."""
    return _spoken().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for ``n`` things, in the user's language."""
    return _spoken().ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """``message`` in the user's language, where one English word has several meanings."""
    return _spoken().pgettext(context, message)


def _spoken() -> _gettext.NullTranslations:
    other = _other.get()
    return _catalog if other is None else _read(other)


def _known(code: str) -> str:
    short = code.replace("-", "_").split("_")[0].split(".")[0].lower()
    return short if short in available_languages() else SOURCE_LANGUAGE


@lru_cache
def _read(code: str) -> _gettext.NullTranslations:
    if code == SOURCE_LANGUAGE:
        return _gettext.NullTranslations()
    kind = _Korean if code == "ko" else _gettext.GNUTranslations
    with resource("translations", code, "LC_MESSAGES", f"{_DOMAIN}.mo").open("rb") as file:
        return kind(file)


class _Korean(_gettext.GNUTranslations):
    """Its texts choose their particles by what is filled in."""

    def gettext(self, message: str) -> str:
        return marked(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return marked(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        return marked(super().pgettext(context, message))
