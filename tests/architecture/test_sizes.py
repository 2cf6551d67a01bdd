"""The budgets of CONTRIBUTING.md: short files, short functions."""

import ast

import pytest

from tests.conftest import ROOT

MAX_FILE_LINES, MAX_FUNCTION_LINES = 400, 40
MODULES = sorted((ROOT / "carinspect").rglob("*.py"))


def test_there_are_modules_to_measure():
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MAX_FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= MAX_FUNCTION_LINES, f"{node.name}: {lines} lines"


def test_no_module_has_a_name_that_says_nothing():
    vague = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [path for path in MODULES if path.stem in vague] == []
