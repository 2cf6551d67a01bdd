"""All targets one after the other; what was found stays in files that repeat it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.fuzz.targets import TARGETS

_HANGS_S: Final = 180.0
_WEIGHT: Final = {"photo": 6, "model_file": 2, "database": 2}
"""Shares of the time; one for the others."""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one target."""

    target: str
    seed: int
    count: int
    problems: tuple[str, ...]


def campaign(seconds: float, seed: int, kept: Path, names: tuple[str, ...] = ()) -> Iterator[Found]:
    """Fuzz the targets; bad cases are kept in the folder ``kept``."""
    chosen = names or tuple(TARGETS)
    whole = sum(_WEIGHT.get(name, 1) for name in chosen)
    kept.mkdir(parents=True, exist_ok=True)
    for name in chosen:
        yield _one(name, seed, seconds * _WEIGHT.get(name, 1) / whole, kept)


def _one(name: str, seed: int, seconds: float, kept: Path) -> Found:
    case = kept / f"{name}-{seed}-last.bin"
    with tempfile.TemporaryDirectory(prefix="fuzz-home-") as home:
        places = {f"XDG_{kind}_HOME": home for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.child",
            name,
            str(seed),
            str(seconds),
            str(case),
        ]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **places, "HOME": home, "TMPDIR": home},
        )
        try:
            said, _ = process.communicate(timeout=seconds + _HANGS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return Found(name, seed, 0, (f"hangs: {case}",))
    if process.returncode:
        return Found(name, seed, 0, (f"the process died ({process.returncode}): {case}",))
    case.unlink(missing_ok=True)
    result: dict[str, Any] = json.loads(said)
    problems = tuple(
        f"{words} [{kept / f'{name}-{seed}-{number}.bin'}]"
        for number, words in result["problems"].items()
    )
    return Found(name, seed, int(result["count"]), problems)
