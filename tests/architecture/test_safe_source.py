"""No SQL put together from values, no shell, nothing that runs what a file says."""

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

SOURCES = sorted((ROOT / "carinspect").rglob("*.py"))

FORBIDDEN_CALLS: Final = {
    *("eval", "exec", "compile", "__import__"),
    *("os.system", "os.popen", "os.execv", "os.execvp", "os.spawnl"),
    *("pickle.load", "pickle.loads", "marshal.loads", "shelve.open", "yaml.load", "dill.load"),
    *("subprocess.getoutput", "subprocess.getstatusoutput", "asyncio.create_subprocess_shell"),
    *("tempfile.mktemp", "joblib.load", "numpy.load_pickle"),
}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve", "dill", "joblib", "xmlrpc", "telnetlib"}
SQL_CALLS = {"text", "exec_driver_sql", "execute", "executemany", "executescript", "DDL"}

CONSTANTS_ONLY = {
    # Only names of this program's own tables, roles and locks are put in.
    "storage/migrations/versions/v0003_forgetting.py",
    "storage/server_roles.py",
}


def name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def constants(tree: ast.Module) -> set[str]:
    """Names in capitals that the module gives a plain value."""
    found = set()
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        if targets and isinstance(node.value, ast.Constant):
            found |= {name_of(target) for target in targets}
    return found


def is_put_together(node: ast.expr, known: set[str]) -> bool:
    """Whether a string is made of anything but literals and the module's own constants."""
    if isinstance(node, ast.JoinedStr):
        parts = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return any(name_of(part) not in known for part in parts)
    if isinstance(node, ast.BinOp):
        return is_put_together(node.left, known) or is_put_together(node.right, known)
    return isinstance(node, ast.Call) and name_of(node.func).endswith((".format", ".join"))


def import_faults(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [f"import {one.name}" for one in node.names if one.name in FORBIDDEN_IMPORTS]
    if isinstance(node, ast.ImportFrom) and node.module in FORBIDDEN_IMPORTS:
        return [f"from {node.module}"]
    return []


def option_faults(node: ast.Call) -> list[str]:
    given = {word.arg: word.value for word in node.keywords}
    return [
        f"{word}={ast.unparse(given[word])}"
        for word, allowed in (("shell", False), ("allow_pickle", False), ("safe_mode", True))
        if word in given and getattr(given[word], "value", None) is not allowed
    ]


def call_faults(node: ast.Call, known: set[str], *, may_build_sql: bool) -> list[str]:
    name = name_of(node.func)
    found = [name] if name in FORBIDDEN_CALLS else []
    is_method = isinstance(node.func, ast.Attribute)
    called = node.func.attr if is_method else name
    # "text" is SQLAlchemy's only by its bare name.
    is_sql = called in SQL_CALLS and is_method is (called not in {"text", "DDL"}) and node.args
    if is_sql and not may_build_sql and is_put_together(node.args[0], known):
        found.append(f"SQL put together: {ast.unparse(node.args[0])}")
    return found + option_faults(node)


def faults(source: str, relative: str = "x.py") -> list[str]:
    tree = ast.parse(source)
    known, may = constants(tree), relative in CONSTANTS_ONLY
    found: list[str] = []
    for node in ast.walk(tree):
        wrong = import_faults(node)
        if isinstance(node, ast.Call):
            wrong += call_faults(node, known, may_build_sql=may)
        found += [f"{getattr(node, 'lineno', 0)}: {one}" for one in wrong]
    return found


@pytest.mark.parametrize(
    "file", SOURCES, ids=[str(file.relative_to(ROOT / "carinspect")) for file in SOURCES]
)
def test_source_is_safe(file: Path):
    relative = file.relative_to(ROOT / "carinspect").as_posix()

    assert faults(file.read_text(encoding="utf-8"), relative) == []


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "from pickle import loads",
        "os.system('ls')",
        "eval(text)",
        "subprocess.run('ls', shell=True)",
        "subprocess.run('ls', shell=asked)",
        "np.load(file, allow_pickle=True)",
        "keras.models.load_model(file, safe_mode=False)",
        "connection.execute(text(f'SELECT {name}'))",
        "connection.execute(text('SELECT ' + '{}'.format(name)))",
        "connection.exec_driver_sql(f'DROP TABLE {name}')",
    ],
)
def test_an_unsafe_source_is_found(source):
    assert faults(source)


def test_a_safe_source_is_let_through():
    assert faults("K: Final = 7\nconnection.execute(text(f'SELECT lock({K})'))") == []
