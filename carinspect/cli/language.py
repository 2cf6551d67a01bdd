"""The language of the command line: the setting, else the environment's locale."""

from __future__ import annotations

import os

from carinspect.cli.output import complain
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import SOURCE_LANGUAGE, choose_language
from carinspect.core.paths import config_dir
from carinspect.core.texts import error_text
from carinspect.storage.settings_file import SettingsFile


def speak_the_users_language() -> None:
    """Choose the language that the settings or, failing those, the locale names.

    Says so where the settings file was damaged.
    """
    choose_language(_locale())
    try:
        chosen = SettingsFile(config_dir() / "settings.json").load().language
    except CarInspectError as error:
        complain(error_text(error))
    else:
        if chosen != "system":
            choose_language(chosen)


def _locale() -> str:
    # The order of POSIX: LC_ALL beats LC_MESSAGES beats LANG.
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name]
    return SOURCE_LANGUAGE
