"""Much of everything: a folder of 10,000 photos, 100,000 records, training while inspecting."""

from __future__ import annotations

from tests.load.busy_day import busy_day_row
from tests.load.large_folder import large_folder_row
from tests.torture.pytest_part import run_tests
from tests.torture.row import Row

_FOLDER, _DAY, _HISTORY = 0.5, 0.25, 0.25
_LARGE_HISTORY = "tests/unit/storage/test_inspection_store.py"


def run(budget_seconds: float) -> list[Row]:
    return [
        large_folder_row(budget_seconds * _FOLDER),
        busy_day_row(budget_seconds * _DAY),
        run_tests(
            "load",
            "100,000 records in the history: pages and searches below 100 ms",
            (_LARGE_HISTORY, "-m", "slow"),
            budget_seconds * _HISTORY,
        ),
    ]
