"""Everything that can go wrong, on purpose, within half an hour; prints a table.

    python -m tests.torture [--quick] [--only PART ...] [--minutes 28] [--table FILE]

Each part runs in a process of its own, with a home and a folder for temporary files of its own,
which must be empty at its end. Exit code 0 where no row failed.
"""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

from tests.torture.row import Row, Verdict
from tests.torture.table import as_markdown

ROOT: Final = Path(__file__).resolve().parent.parent.parent

PARTS: Final[Mapping[str, tuple[str, int]]] = {
    "photos": ("tests.hostile.torture", 24),
    "models": ("tests.hostile.torture_models", 4),
    "fuzz": ("tests.fuzz.torture", 10),
    "faults": ("tests.faults.torture", 40),
    "load": ("tests.load.torture", 16),
    "window": ("tests.torture.window", 6),
}
"""Part -> its module, and its share of the time in per cent."""

_QUICK_MINUTES: Final = 3.0
_GRACE_S: Final = 90.0
"""Starting and cleaning up are not in a part's budget, and machines are busy."""


def main(arguments: list[str]) -> int:
    chosen = _arguments(arguments)
    if chosen.rows:  # the process of one part
        _run_here(chosen.only[0], chosen.budget, Path(chosen.rows))
        return 0
    minutes = _QUICK_MINUTES if chosen.quick else chosen.minutes
    started = time.monotonic()
    rows: list[Row] = []
    for name in chosen.only or PARTS:
        part = _run_part(name, minutes * 60 * PARTS[name][1] / 100)
        rows += part
        print(as_markdown(part), flush=True)
    took = f"{(time.monotonic() - started) / 60:.1f} minutes, {os.cpu_count()} cores"
    table = f"{as_markdown(rows)}\n\n{took}, load {os.getloadavg()[0]:.1f}\n"
    print(f"\n{table}")
    if chosen.table:
        Path(chosen.table).write_text(table, encoding="utf-8")
    return int(any(row.verdict is Verdict.FAILED for row in rows))


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few minutes, for CI")
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), help="these parts")
    parser.add_argument("--minutes", type=float, default=28.0)
    parser.add_argument("--table", metavar="FILE", help="write the table there too")
    parser.add_argument("--budget", type=float, default=60.0, help=argparse.SUPPRESS)
    parser.add_argument("--rows", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def _run_here(name: str, budget_seconds: float, file: Path) -> None:
    part = importlib.import_module(PARTS[name][0])
    rows: list[Row] = part.run(budget_seconds)
    file.write_text(json.dumps([dataclasses.asdict(row) for row in rows]), encoding="utf-8")


def _run_part(name: str, budget_seconds: float) -> list[Row]:
    """Run one part in a process group of its own; what it leaves behind is a failure too."""
    print(f"# {name}: {budget_seconds:.0f} s", flush=True)
    with tempfile.TemporaryDirectory(prefix="torture-", ignore_cleanup_errors=True) as folder:
        home, left, file = Path(folder, "home"), Path(folder, "tmp"), Path(folder, "rows.json")
        Path(folder).chmod(0o711)  # some files are looked at without the rights of root
        home.mkdir()
        left.mkdir()
        command = [sys.executable, "-m", "tests.torture", "--only", name, "--rows", str(file)]
        process = subprocess.Popen(
            [*command, "--budget", str(budget_seconds)],
            cwd=ROOT,
            env=_environment(home, left),
            start_new_session=True,
        )
        try:
            code = process.wait(budget_seconds * 1.5 + _GRACE_S)
            failure = f"exit code {code}" if code else ""
        except subprocess.TimeoutExpired:
            failure = "did not end in time"
        running = _end_group(process)
        rows = _read(file) if not failure else [_failed(name, failure)]
        if not rows:
            rows = [_failed(name, "no rows")]
        if not failure:
            rows.append(_leftovers(name, left, running))
        return rows


def _environment(home: Path, left: Path) -> dict[str, str]:
    own = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE")}
    own |= {"HOME": str(home), "TMPDIR": str(left), "PYTHONPATH": str(ROOT)}
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}


def _end_group(process: subprocess.Popen[bytes]) -> list[str]:
    """The part's processes that still run; they are ended."""
    running: list[str] = []
    for one in psutil.process_iter():
        try:
            if os.getsid(one.pid) == process.pid and one.status() != psutil.STATUS_ZOMBIE:
                running.append(" ".join(one.cmdline())[:120])
                one.send_signal(signal.SIGKILL)
        except (psutil.Error, OSError):  # it ended just now
            continue
    process.wait(10)
    return running


def _leftovers(name: str, left: Path, running: list[str]) -> Row:
    files = sorted(str(path.relative_to(left)) for path in left.rglob("*"))
    problems = (*(f"still runs: {one}" for one in running), *(f"left: {one}" for one in files[:9]))
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    words = f"{len(running)} processes, {len(files)} temporary files"
    return Row(name, "what is left behind at the end", 1, words, verdict, problems)


def _read(file: Path) -> list[Row]:
    return [
        Row(**{**one, "verdict": Verdict(one["verdict"]), "problems": tuple(one["problems"])})
        for one in json.loads(file.read_text(encoding="utf-8"))
    ]


def _failed(name: str, why: str) -> Row:
    return Row(name, "running it at all", 1, why, Verdict.FAILED, (why,))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
