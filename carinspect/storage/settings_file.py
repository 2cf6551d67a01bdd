"""Settings on disk: sparse JSON, unknown keys kept, replaced as a whole."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, cast

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.settings import Gate1Rule, Settings, Theme
from carinspect.storage.atomic_file import write_atomically

_VERSION = 1


class SettingsFile:
    """The settings file of one user.

    Holds only what differs from the defaults, so that better defaults of a later version
    arrive; keys of a newer version survive being saved by this one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._unknown: dict[str, object] = {}
        self._is_closed_to_us = False

    def load(self) -> Settings:
        """The saved settings, or the defaults where there is no file.

        Raises:
            CarInspectError: the file is damaged, and has been set aside, or may not be read; the
                next :meth:`load` gives the defaults.
        """
        if self._is_closed_to_us:
            return Settings()
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return Settings()
        except UnicodeDecodeError:
            raise self._set_aside() from None
        except OSError:
            raise self._give_up() from None
        try:
            return self._parse(json.loads(text))
        except (ValueError, TypeError, RecursionError):
            raise self._set_aside() from None

    def save(self, settings: Settings) -> None:
        """Replace the file.

        Raises:
            CarInspectError: it cannot be written.
        """
        default = Settings()
        changed = {
            field.name: getattr(settings, field.name)
            for field in dataclasses.fields(Settings)
            if getattr(settings, field.name) != getattr(default, field.name)
        }
        record = {**self._unknown, "version": _VERSION, **changed}
        text = json.dumps(record, ensure_ascii=False, indent=2)
        try:
            data = text.encode("utf-8")
        except UnicodeEncodeError:
            # A path that is not UTF-8 has lone surrogates, which only escapes can carry.
            data = json.dumps(record, indent=2).encode("ascii")
        write_atomically(self.path, data)

    def _parse(self, record: object) -> Settings:
        if not isinstance(record, dict):
            raise TypeError(f"expected an object, got {type(record).__name__}")
        values = dict(cast("dict[str, Any]", record))
        values.pop("version", None)
        known: dict[str, Any] = {
            field.name: _checked(field.name, values.pop(field.name))
            for field in dataclasses.fields(Settings)
            if field.name in values
        }
        self._unknown = values
        return Settings(**known)

    def _give_up(self) -> CarInspectError:
        self._is_closed_to_us = True
        return CarInspectError(ErrorCode.SETTINGS_UNREADABLE, file=self.path)

    def _set_aside(self) -> CarInspectError:
        aside = self.path.with_suffix(".damaged")
        try:
            self.path.replace(aside)
        except OSError:
            return self._give_up()
        return CarInspectError(ErrorCode.SETTINGS_DAMAGED, file=aside)


def _checked(name: str, value: object) -> object:
    if name == "theme":
        return Theme(value)
    if name == "gate1_rule":
        return Gate1Rule(value)
    if name in {"recent_photos", "recent_datasets"}:
        if not isinstance(value, list):
            raise TypeError(f"expected a list, got {value!r}")
        return tuple(str(item) for item in cast("list[object]", value))
    default: object = getattr(Settings(), name)
    expected = type(default)
    if not isinstance(value, expected) or isinstance(value, bool) != (expected is bool):
        raise TypeError(f"{name}: expected {expected.__name__}, got {value!r}")
    return value
