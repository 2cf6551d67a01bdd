"""The window's language: our catalog, Qt's own strings, and the event that makes both appear."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from carinspect.core.i18n import SOURCE_LANGUAGE, available_languages, choose_language, language

SYSTEM = "system"

LANGUAGE_NAMES: Final = {"en": "English", "ko": "한국어"}
"""Each language in its own words: whoever reads only that one must find it."""


class LanguageSwitch(QObject):
    """Speaks a language in the whole window.

    Widgets set their texts again on ``QEvent.LanguageChange``, see ``widgets.panel.Panel``.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._qt_strings: QTranslator | None = None

    def speak(self, setting: str) -> str:
        """Speak the language of the settings (``system`` or a code) from now on.

        Returns:
            The code of the language that is spoken now.
        """
        choose_language(_system_language() if setting == SYSTEM else setting)
        QLocale.setDefault(QLocale(language()))
        self._replace_qt_strings()
        for window in self._app.topLevelWidgets():
            self._app.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        return language()

    def forget_qt_strings(self) -> None:
        """Leave Qt's own strings as they were before."""
        if self._qt_strings is not None:
            self._app.removeTranslator(self._qt_strings)
            self._qt_strings = None

    def _replace_qt_strings(self) -> None:
        self.forget_qt_strings()
        if language() == SOURCE_LANGUAGE:
            return
        strings = QTranslator(self)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if strings.load(f"qtbase_{language()}", folder):
            self._app.installTranslator(strings)
            self._qt_strings = strings


def other_language() -> str:
    """The code of the language after the one that is spoken now."""
    codes = available_languages()
    return codes[(codes.index(language()) + 1) % len(codes)]


def _system_language() -> str:
    wanted = QLocale.system().uiLanguages()
    return wanted[0] if wanted else SOURCE_LANGUAGE
