"""The event loop's watchdog over the pages, as a part of the torture."""

from __future__ import annotations

import time

from tests.torture.pytest_part import run_tests
from tests.torture.row import Row

_WORK = (
    *("tests/e2e/test_window.py", "tests/unit/ui/training/test_smooth.py"),
    *("-k", "stall"),
)
_PAGES = ("tests/e2e/test_smooth_models.py", "tests/e2e/test_smooth_pages.py")


def run(budget_seconds: float) -> list[Row]:
    end = time.monotonic() + budget_seconds
    work = run_tests("window", "event loop watched while the pages work", _WORK, budget_seconds)
    left = max(1.0, end - time.monotonic())
    return [work, run_tests("window", "event loop watched on every page", _PAGES, left)]
