"""The corpus through the command line, each file alone, watched from outside."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.hostile.entry import INSPECTED, Entry
from tests.hostile.special import NEEDS_LESS_RIGHTS

MAX_SECONDS: Final = 5.0
MAX_MB: Final = 1024
_HANGS_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Passage:
    """What one file came to by one route.

    Attributes:
        result: :data:`INSPECTED` or an error code; ``crash`` or ``hang`` else.
        problem: empty where all is as it should be.
    """

    entry: Entry
    result: str
    seconds: float
    peak_mb: float
    problem: str = ""


class CommandRoute:
    """Asks a worker; a new one where it hangs or dies."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        home.chmod(0o777)
        places = {f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "DATA", "CACHE", "STATE")}
        self._environment = {**os.environ, **places, "HOME": str(home), "TMPDIR": str(home)}
        self._worker: subprocess.Popen[str] | None = None

    def pass_through(self, entries: Iterable[tuple[Entry, Path]]) -> list[Passage]:
        return [self.one(entry, path) for entry, path in entries]

    def one(self, entry: Entry, path: Path) -> Passage:
        as_nobody = entry.name in NEEDS_LESS_RIGHTS and os.geteuid() == 0
        reply = self._ask({"path": str(path), "as_nobody": as_nobody})
        if reply is None:
            return Passage(entry, "hang", _HANGS_S, 0.0, "no answer: it hangs, or the process died")
        result = _result(reply)
        passage = Passage(entry, result, reply["seconds"], reply["peak_mb"])
        problem = _problem(passage, reply, path)
        return Passage(entry, result, reply["seconds"], reply["peak_mb"], problem)

    def close(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker.communicate()
            self._worker = None

    def _ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        worker = self._worker = self._worker or subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            text=True,
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        try:
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            ready, _, _ = select.select([worker.stdout], [], [], _HANGS_S)
            line = worker.stdout.readline() if ready else ""
        except OSError:
            line = ""
        if not line:
            self.close()
            return None
        return json.loads(line)


def _result(reply: dict[str, Any]) -> str:
    if reply["failure"]:
        return "crash"
    lines = reply["said"].splitlines()
    if not lines:
        return "told" if reply["complained"] else "silence"
    record = json.loads(lines[0])
    return record["error_code"] or INSPECTED


def _problem(passage: Passage, reply: dict[str, Any], path: Path) -> str:
    problem = limits_problem(passage)
    if reply["failure"]:
        problem = reply["failure"].strip().splitlines()[-1]
    elif passage.result == "told" and os.path.isdir(path):  # noqa: PTH112 - a folder is inspected as one
        problem = ""
    elif passage.result not in passage.entry.expected:
        problem = f"{passage.result}, expected {sorted(passage.entry.expected)}"
    elif reply["code"] != (0 if passage.result == INSPECTED else 1):
        problem = f"exit code {reply['code']}"
    elif passage.result != INSPECTED:
        problem = problem or sentence_problem(json.loads(reply["said"])["error"])
    return problem


def limits_problem(passage: Passage) -> str:
    if passage.seconds > MAX_SECONDS:
        return f"took {passage.seconds:.1f} s"
    if passage.peak_mb > MAX_MB:
        return f"held {passage.peak_mb:.0f} MB"
    return ""


def sentence_problem(sentence: str) -> str:
    """One sentence that names no Python and leaves no gap unfilled."""
    fits = sentence.endswith(".") and "Traceback" not in sentence and len(sentence) < 6000
    return "" if fits else f"no clear sentence: {sentence[:80]!r}"
