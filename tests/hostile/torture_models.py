"""Attacks by model files, as a part of the torture."""

from __future__ import annotations

from tests.torture.pytest_part import run_tests
from tests.torture.row import Row

_TESTS = (
    "tests/unit/services/test_untrusted_models.py",
    "tests/unit/storage/test_model_registry.py",
)


def run(budget_seconds: float) -> list[Row]:
    return [run_tests("models", "files that attack", _TESTS, budget_seconds)]
