"""The lines of the log file as entries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

LOG_FORMAT: Final = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
"""How the log is written; :func:`read_log` reads it back."""

_HEAD: Final = re.compile(
    r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d),\d{3} (DEBUG|INFO|WARNING|ERROR|CRITICAL) (.*?): ?(.*)"
)


class Level(IntEnum):
    """How much an entry weighs; the values are those of :mod:`logging`."""

    DEBUG = 10
    INFO = 20
    WARNING = 30
    ERROR = 40
    CRITICAL = 50


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry.

    Attributes:
        time: local, as it is written.
        source: thread and part of the program.
        text: what is said, with the lines that belong to it.
    """

    time: str
    level: Level
    source: str
    text: str

    def __str__(self) -> str:
        return f"{self.time} {self.level.name} {self.source}: {self.text}"


def read_log(lines: Iterable[str]) -> tuple[LogEntry, ...]:
    """The entries of ``lines``; a line without a head belongs to the entry before it."""
    heads: list[tuple[str, Level, str]] = []
    texts: list[list[str]] = []
    for line in lines:
        match = _HEAD.match(line)
        if match:
            time, level, source, text = match.groups()
            heads.append((time, Level[level], source))
            texts.append([text])
        elif texts:
            texts[-1].append(line.rstrip("\n"))
    return tuple(
        LogEntry(*head, "\n".join(text).rstrip()) for head, text in zip(heads, texts, strict=True)
    )
