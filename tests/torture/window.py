"""The event loop's watchdog over the pages, as a part of the torture."""

from __future__ import annotations

from tests.torture.pytest_part import run_tests
from tests.torture.row import Row

_WATCHED = (
    *("tests/e2e/test_window.py", "tests/unit/ui/training/test_smooth.py"),
    *("-k", "stall"),
)


def run(budget_seconds: float) -> list[Row]:
    fault = "event loop watched while the pages work"
    return [run_tests("window", fault, _WATCHED, budget_seconds)]
