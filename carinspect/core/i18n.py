"""The words of the chosen language: one gettext catalog for window, command line and reports.

The process-wide catalog is the one global state of this layer: a user reads one language.
"""

from __future__ import annotations

import gettext as _gettext
from pathlib import Path

from carinspect.core.paths import resource

SOURCE_LANGUAGE = "en"
_DOMAIN = "carinspect"

_catalog: _gettext.NullTranslations = _gettext.NullTranslations()
_language = SOURCE_LANGUAGE


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
    short = code.replace("-", "_").split("_")[0].split(".")[0].lower()
    _language = short if short in available_languages() else SOURCE_LANGUAGE
    if _language == SOURCE_LANGUAGE:
        _catalog = _gettext.NullTranslations()
    else:
        _catalog = _read(resource("translations", _language, "LC_MESSAGES", f"{_DOMAIN}.mo"))
    return _language


def language() -> str:
    """The code of the language that is spoken now."""
    return _language


def _(message: str) -> str:
    """``message`` in the user's language."""
    return _catalog.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form for ``n`` things, in the user's language."""
    return _catalog.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """``message`` in the user's language, where one English word has several meanings."""
    return _catalog.pgettext(context, message)


def _read(path: Path) -> _gettext.NullTranslations:
    with path.open("rb") as file:
        return _gettext.GNUTranslations(file)
