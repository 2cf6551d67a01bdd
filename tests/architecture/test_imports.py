"""Layers and lazy imports, asked of real interpreters."""

import subprocess
import sys

import pytest

from carinspect.cli.main import VERBS
from tests.conftest import ROOT

HEAVY = ("tensorflow", "keras", "sklearn", "ai_edge_litert")


def loaded_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_the_layer_contracts_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as m; m()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout


def test_the_window_starts_without_any_engine():
    loaded = loaded_after("import carinspect.ui.application, carinspect.ui.main_window")

    assert "PySide6" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("verb", VERBS)
def test_the_command_line_loads_neither_qt_nor_tensorflow(verb):
    loaded = loaded_after(f"import carinspect.cli.main, carinspect.cli.{verb}")

    assert loaded.isdisjoint({"PySide6", "pyqtgraph", "tensorflow", "keras"})


def test_the_entrance_imports_nothing_heavy():
    loaded = loaded_after("import carinspect.__main__")

    assert loaded.isdisjoint({"PySide6", "numpy", "PIL", *HEAVY})
