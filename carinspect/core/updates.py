"""The signed list of what is newer: its form, and what it says to this program.

A manifest is JSON with ``format`` 1, ``version`` (``1.2.0``), ``published`` (ISO date),
``notes`` (language -> text) and ``packages``: objects with ``file``, ``edition``, ``system``,
``size`` (bytes) and ``sha256``. The packages lie beside it; its Ed25519 signature, in base64, lies
in the file of its name and ``.sig``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from carinspect.core.errors import CarInspectError, ErrorCode

FORMAT: Final = 1

_VERSION: Final = re.compile(r"\d{1,6}(\.\d{1,6}){1,3}")
# A plain name: no folder, no option, nothing hidden.
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+~-]{0,120}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_MAX_BYTES: Final = 4_000_000_000


class System(StrEnum):
    """What an installer is for."""

    DEBIAN = "debian"
    LINUX = "linux"
    WINDOWS = "windows"
    MACOS = "macos"


@dataclass(frozen=True, slots=True)
class Package:
    """One installer.

    Attributes:
        file: its name, beside the manifest.
        edition: ``counter`` or ``full``.
        size: in bytes.
        sha256: of the file, 64 hexadecimal digits.
    """

    file: str
    edition: str
    system: System
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """A version and its installers.

    Attributes:
        version: numbers with dots.
        notes: what is new, by language code.
    """

    version: str
    published: date
    notes: Mapping[str, str] = field(hash=False)
    packages: tuple[Package, ...]

    def is_newer_than(self, version: str) -> bool:
        """Whether it follows ``version``."""
        return _numbers(self.version) > _numbers(version)

    def notes_in(self, language: str) -> str:
        """What is new, in ``language`` or in English."""
        return self.notes.get(language) or self.notes.get("en", "")

    def package_for(self, edition: str, system: System) -> Package | None:
        """The installer of an edition for a system."""
        wanted = (edition, system)
        return next((one for one in self.packages if (one.edition, one.system) == wanted), None)


def this_system(*, is_debian: bool) -> System:
    """Which installers this computer takes."""
    if sys.platform == "win32":
        return System.WINDOWS
    if sys.platform == "darwin":
        return System.MACOS
    return System.DEBIAN if is_debian else System.LINUX


def parse_release(data: bytes, source: str) -> Release:
    """The manifest in ``data``, whose signature was checked before.

    Raises:
        CarInspectError: it is no manifest that this version understands.
    """
    try:
        return _release(json.loads(data))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CarInspectError(ErrorCode.UPDATES_UNREADABLE, source=source) from None


def _release(record: Any) -> Release:  # noqa: ANN401 - whatever JSON holds
    if record["format"] != FORMAT:
        raise ValueError(f"format {record['format']}")
    notes = {str(code): str(text)[:4000] for code, text in dict(record["notes"]).items()}
    packages = tuple(_package(one) for one in list(record["packages"]))
    published = date.fromisoformat(record["published"])
    return Release(_matching(_VERSION, record["version"]), published, notes, packages)


def _package(record: Any) -> Package:  # noqa: ANN401
    size = record["size"]
    if not isinstance(size, int) or not 0 < size <= _MAX_BYTES:
        raise ValueError(f"size {size}")
    return Package(
        _matching(_FILE, record["file"]),
        str(record["edition"]),
        System(record["system"]),
        size,
        _matching(_SHA256, record["sha256"]),
    )


def _matching(pattern: re.Pattern[str], text: object) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError(f"{text!r}")
    return text


def _numbers(version: str) -> tuple[int, ...]:
    # "1.2" and "1.2.0" are the same; what follows the numbers ("rc1") is not looked at.
    found = re.match(r"\d+(\.\d+)*", version)
    numbers = [int(part) for part in found[0].split(".")] if found else []
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
