"""One bad or odd file of the corpus, and what is to come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import ErrorCode
from carinspect.core.inspection import Inspection, Outcome

INSPECTED: Final = "inspected"
"""It was looked at, whatever the verdict."""

GOOD: Final = frozenset({INSPECTED})
DAMAGED: Final = frozenset({ErrorCode.PHOTO_DAMAGED_FILE.value})
UNKNOWN: Final = frozenset({ErrorCode.PHOTO_UNKNOWN_FORMAT.value})
UNREADABLE: Final = DAMAGED | UNKNOWN
TOO_LARGE: Final = frozenset({ErrorCode.PHOTO_TOO_LARGE.value})
NO_ACCESS: Final = frozenset({ErrorCode.PHOTO_NO_ACCESS.value})
NOT_A_FILE: Final = frozenset({ErrorCode.PHOTO_NOT_A_FILE.value})
MISSING: Final = frozenset({ErrorCode.PHOTO_MISSING.value})
EMPTY: Final = frozenset({ErrorCode.PHOTO_EMPTY.value})


class CannotMakeError(Exception):
    """This file cannot be made on this computer; the words say why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file and what it must come to.

    Attributes:
        group: such as ``cut`` or ``names``.
        name: unique in the corpus.
        make: writes the file into a folder of its own; the path to inspect.
        expected: :data:`INSPECTED` or error codes; any of them is right.
        heavy: takes seconds or hundreds of megabytes to make or to read.
    """

    group: str
    name: str
    make: Callable[[Path], Path]
    expected: frozenset[str]
    heavy: bool = False


def of_bytes(group: str, name: str, data: bytes, expected: frozenset[str], file: str = "") -> Entry:
    """An entry whose file holds ``data``; named like the entry where ``file`` is empty."""

    def make(folder: Path) -> Path:
        path = folder / (file or name)
        path.write_bytes(data)
        return path

    return Entry(group, name, make, expected)


def result_of(inspection: Inspection) -> str:
    """What came of it, in the words of :attr:`Entry.expected`."""
    if inspection.outcome is not Outcome.ERROR:
        return INSPECTED
    assert inspection.error is not None
    return inspection.error.code.value
