"""The corpus through command line, folder run and window, as a part of the torture."""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from carinspect.core.photo import looks_like_photo
from carinspect.services.workspace import Workspace
from tests.hostile.command_route import MAX_MB, CommandRoute, Passage
from tests.hostile.corpus import corpus, make
from tests.hostile.entry import CannotMakeError, Entry
from tests.hostile.folder_route import through_folder
from tests.hostile.full_disk import full_disk_rows
from tests.hostile.special import NEEDS_LESS_RIGHTS, remove
from tests.torture.row import Row, Verdict

_COMMAND, _HEAVY, _FOLDER, _WINDOW = 0.4, 0.25, 0.15, 0.2
"""Shares of the budget."""

_MAX_PROBLEMS: Final = 20


def run(budget_seconds: float) -> list[Row]:
    root = Path(tempfile.mkdtemp(prefix="hostile-"))
    root.chmod(0o711)
    try:
        return _run(root, budget_seconds)
    finally:
        remove(root)


def _run(root: Path, budget: float) -> list[Row]:
    light = _mixed(entry for entry in corpus() if not entry.heavy)
    heavy = _mixed(entry for entry in corpus() if entry.heavy)
    route = CommandRoute(root / "home")
    try:
        passed, made, skipped = _command(route, light, root / "light", budget * _COMMAND)
        large, _made, _skipped = _command(route, heavy, root / "heavy", budget * _HEAVY)
    finally:
        route.close()
    rows = [
        _row("command line, bad and odd files", passed, len(light)),
        _row("command line, bombs and up to 500 Mpx", large, len(heavy)),
    ]
    if skipped:
        why = f"cannot be made here: {skipped[0]}"
        rows.append(Row("photos", "files left out", len(skipped), why, Verdict.SKIPPED))
    rows.append(_folder(root, made, budget * _FOLDER))
    rows.append(_window(root, made, budget * _WINDOW))
    return [*rows, *full_disk_rows()]


def _mixed(entries: Iterable[Entry]) -> list[Entry]:
    """Every group in turn, so that whatever the time allows has some of each."""
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.group].append(entry)
    for group in groups.values():
        random.Random(1).shuffle(group)
    turns = itertools.zip_longest(*groups.values())
    return [entry for turn in turns for entry in turn if entry is not None]


def _command(
    route: CommandRoute, entries: Sequence[Entry], root: Path, seconds: float
) -> tuple[list[Passage], dict[Path, Entry], list[str]]:
    passed: list[Passage] = []
    made: dict[Path, Entry] = {}
    skipped: list[str] = []
    root.mkdir()
    end = time.monotonic() + seconds
    for entry in entries:
        if time.monotonic() > end:
            break
        try:
            path = make(entry, root)
        except CannotMakeError as error:
            skipped.append(f"{entry.name}: {error}")
            continue
        passed.append(route.one(entry, path))
        made[path] = entry
        if entry.heavy:
            path.unlink()
    return passed, made, skipped


def _folder(root: Path, made: dict[Path, Entry], seconds: float) -> Row:
    fitting = {
        path: entry
        for path, entry in made.items()
        if looks_like_photo(path) and entry.name not in NEEDS_LESS_RIGHTS
    }
    workspace = Workspace(root / "settings.json")
    try:
        passed, peak = through_folder(root / "light", fitting, workspace, seconds)
    finally:
        workspace.close()
    return _row("folder run", passed, len(fitting), peak)


def _window(root: Path, made: dict[Path, Entry], seconds: float) -> Row:
    paths = {
        os.fspath(path): entry
        for path, entry in made.items()
        if entry.name not in NEEDS_LESS_RIGHTS and not os.path.isdir(path)  # noqa: PTH112
    }
    listed = root / "list.json"
    listed.write_text(json.dumps(list(paths)), encoding="ascii")
    command = [sys.executable, "-m", "tests.hostile.window_route", str(listed), str(seconds)]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=seconds + 120,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _failed("window", "it hangs")
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return _failed("window", f"exit code {done.returncode}: {last}")
    answer: dict[str, Any] = json.loads(done.stdout)
    passed = [_judged(paths[path], result) for path, result in answer["results"].items()]
    return _row("window", passed, len(paths), answer["peak_mb"], tuple(answer["crashes"]))


def _judged(entry: Entry, result: str) -> Passage:
    wrong = result not in entry.expected
    problem = f"{result}, expected {sorted(entry.expected)}" if wrong else ""
    return Passage(entry, result, 0.0, 0.0, problem)


def _row(
    route: str, passed: Sequence[Passage], of: int, peak_mb: float = 0.0, more: tuple[str, ...] = ()
) -> Row:
    problems = [f"{one.entry.name}: {one.problem}" for one in passed if one.problem]
    problems += more
    peak = max(peak_mb, *(one.peak_mb for one in passed), 0.0)
    if peak > MAX_MB:
        problems.append(f"held {peak:.0f} MB")
    if not passed:
        problems.append("no file came through")
    slowest = max((one.seconds for one in passed), default=0.0)
    inspected = sum(one.result == "inspected" for one in passed)
    words = (
        f"{inspected} inspected, {len(passed) - inspected} told in one sentence, "
        f"{len(problems)} wrong; at most {slowest:.1f} s and {peak:.0f} MB"
    )
    if len(passed) < of:
        words += f"; {of - len(passed)} not reached in the time given"
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    return Row("photos", route, len(passed), words, verdict, tuple(problems[:_MAX_PROBLEMS]))


def _failed(route: str, why: str) -> Row:
    return Row("photos", route, 0, why, Verdict.FAILED, (why,))
