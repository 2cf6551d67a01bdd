"""Mutation testing of core, services and storage: changes that no test notices.

    python -m tests.mutation [--mutants 60] [--seed 1] [--only core ...]

Of every mutant that cosmic-ray can make, so many are drawn for each area; each is tried in a copy
of the project by the tests that import its module. The share that they notice is told with its
95% interval (Wilson), and the survivors one by one. Tests that do not import a module may notice
a mutant too, so that the true score is this or higher.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from cosmic_ray.commands.init import _all_work_items
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome

ROOT: Final = Path(__file__).resolve().parent.parent.parent
AREAS: Final = ("core", "services", "storage")
_COPIED: Final = ("carinspect", "tests", "resources", "packaging", "pyproject.toml")
# Annotations are never run, so that "int | None" made "int + None" is no change at all; sentences
# are checked by the translations.
_NO_CHANGE: Final = re.compile(r"BinaryOperator_BitOr|RemoveDecorator")
_LEFT_OUT: Final = re.compile(r"_texts\.py$|(^|/)texts\.py$|errors\.py$|migrations/|__init__\.py$")
_MOST_FILES: Final = 8


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=60, help="for each area")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=AREAS, default=AREAS)
    parser.add_argument("--minutes", type=float, default=1e9, help="for each area, at most")
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds a mutant")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="carinspect-mutation-") as folder:
        _copy(Path(folder))
        for area in chosen.only:
            try_area(area, chosen)
    return 0


def try_area(area: str, chosen: argparse.Namespace) -> None:
    """Draw mutants of an area and say what became of them."""
    mutants = [one for file in modules(area) for one in mutants_of(file)]
    drawn = random.Random(chosen.seed).sample(mutants, min(chosen.mutants, len(mutants)))
    noticed = tried = 0
    end = time.monotonic() + chosen.minutes * 60
    for mutant in drawn:
        if time.monotonic() > end:
            break
        outcome, diff = try_mutant(mutant, chosen.timeout)
        if outcome is None:
            continue
        tried += 1
        noticed += outcome
        if not outcome:
            print(f"survived: {mutant.module_path} {mutant.operator_name}\n{diff}", flush=True)
    low, high = wilson(noticed, tried)
    print(
        f"{area}: {noticed} of {tried} mutants noticed, {noticed / max(1, tried):.0%}"
        f" ({low:.0%} to {high:.0%}), drawn from {len(mutants)}",
        flush=True,
    )


def modules(area: str) -> list[Path]:
    """The files of an area that have behaviour, relative to the copy."""
    found = sorted(Path("carinspect", area).rglob("*.py"))
    return [file for file in found if not _LEFT_OUT.search(file.as_posix())]


def mutants_of(file: Path) -> list[MutationSpec]:
    """Every change that cosmic-ray can make to a file and that is one."""
    lines = file.read_text(encoding="utf-8").splitlines()
    items = (item.mutations[0] for item in _all_work_items([file], {}))
    return [
        one
        for one in items
        if not _NO_CHANGE.search(one.operator_name)
        # That nobody writes to a record is checked by pyright, not by tests.
        and "@dataclass(" not in lines[one.start_pos[0] - 1]
    ]


def try_mutant(mutant: MutationSpec, timeout: float) -> tuple[bool | None, str]:
    """Whether the tests notice it, None where it changes nothing; and what it changes."""
    tests = tests_of(Path(mutant.module_path))
    command = (
        f"{sys.executable} -m pytest -q -x -p no:randomly -p no:cacheprovider -p no:xdist"
        f" -m 'not slow and not keras and not xcb' -k 'not postgresql and not server' {tests}"
    )
    result = mutate_and_test([mutant], command, timeout)
    if result.worker_outcome is not WorkerOutcome.NORMAL:
        return None, ""
    return result.test_outcome is not TestOutcome.SURVIVED, result.diff or ""


def tests_of(file: Path) -> str:
    """Unit tests that import a module, the one named like it first; then those of its users."""
    imports, area = _imports(file), file.parts[1]
    every = [f for f in Path("tests/unit").rglob("test_*.py") if "ui" not in f.parts]
    near = [f for f in every if imports.search(f.read_text(encoding="utf-8"))]
    near.sort(key=lambda f: (file.stem not in f.stem, area not in f.parts, f.as_posix()))
    sources = [f for f in Path("carinspect").rglob("*.py") if "ui" not in f.parts]
    users = [_imports(f) for f in sources if imports.search(f.read_text(encoding="utf-8"))]
    texts = {f: f.read_text(encoding="utf-8") for f in every if f not in near}
    far = sorted(f for f, text in texts.items() if any(one.search(text) for one in users))
    found = [*near[:_MOST_FILES], *far][:_MOST_FILES]
    return " ".join(map(str, found)) or f"tests/unit/{area}"


def _imports(file: Path) -> re.Pattern[str]:
    module = ".".join(file.with_suffix("").parts)
    package = re.escape(module.rpartition(".")[0])
    by_name = rf"from {package} import .*\b{file.stem}\b"
    return re.compile(rf"(from|import) {re.escape(module)}\b|{by_name}")


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Wilson's score interval at 95% (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z, share = 1.96, hits / of
    middle = share + z * z / (2 * of)
    spread = z * ((share * (1 - share) + z * z / (4 * of)) / of) ** 0.5
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def _copy(folder: Path) -> None:
    """Mutants are written into files, so that the project's own stay as they are."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy(source, folder / name)
    (folder / "models").symlink_to(ROOT / "models")
    os.chdir(folder)
    os.environ.update(PYTHONPATH=str(folder), PYTHONDONTWRITEBYTECODE="1")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
