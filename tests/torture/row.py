"""The contract of a part of the torture.

A part is a module with ``run(budget_seconds: float) -> list[Row]``, named in
:data:`tests.torture.__main__.PARTS`. It runs in a process of its own, stops by itself when its
budget is used up, cleans up after itself, and says in each row what was done how often and what
came of it. An exception, a kill by the runner or no row at all is a failed part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a row is as it should be; skipped things say why in ``result``."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        area: what was tortured: ``photos``, ``saving``, ``history``.
        fault: what was done to it: ``kill -9 while saving``.
        count: how often, or with how many files.
        result: what came of it, with numbers: ``0 lost, 0 half written``.
        problems: what went wrong, a line each with what repeats it (seed, file).
    """

    area: str
    fault: str
    count: int
    result: str
    verdict: Verdict = Verdict.PASSED
    problems: tuple[str, ...] = ()
