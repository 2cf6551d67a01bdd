"""One target in a process of its own, for a bounded time.

    python -m tests.fuzz.child TARGET SEED SECONDS CASE_FILE

Before each case its bytes are in CASE_FILE, so that whatever kills the process can be repeated.
Prints one line of JSON: how many cases, and the number and the words of each bad one.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

from carinspect.core.errors import CarInspectError
from carinspect.core.texts import error_text
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import TARGETS, Target
from tests.hostile.measure import measured

MAX_SECONDS = 5
MAX_MB = 1024
_MAX_ADDRESSES = 8 << 30
_FEW = 5


class TooSlowError(BaseException):
    """Not an Exception: nothing may take it for an error of its own."""


def problem_of(target: Target, data: bytes, folder: Path) -> str:
    """What is wrong with how ``data`` is read; empty where all is as it should be."""
    with measured() as took:
        problem = _read(target, data, folder)
    if not problem and took.grown_mb > MAX_MB:
        problem = f"took {took.grown_mb:.0f} MB"
    return problem


def _read(target: Target, data: bytes, folder: Path) -> str:
    try:
        with _time_limit(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            target.read(data, folder)
    except CarInspectError as error:
        with contextlib.suppress(KeyError, IndexError):
            if error_text(error):
                return ""
        return f"no sentence for {error!r}"
    except TooSlowError:
        return f"took more than {MAX_SECONDS} s of processor time"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what we look for
        place = traceback.extract_tb(error.__traceback__)[-1]
        own = [
            one for one in traceback.extract_tb(error.__traceback__) if "carinspect" in one.filename
        ]
        place = own[-1] if own else place
        return f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}: {error}"[
            :300
        ]
    return ""


@contextlib.contextmanager
def _time_limit() -> Iterator[None]:
    """By processor time, so that a busy machine is no failure."""

    def stop(_number: int, _frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def fuzz(name: str, seed: int, seconds: float, case_file: Path) -> dict[str, object]:
    """Fuzz a target until its time is over or a few different problems were found."""
    target, count = TARGETS[name], 0
    seeds = target.seeds()
    root = Path(tempfile.mkdtemp(prefix="fuzz-"))
    found: dict[str, int] = {}
    end = time.monotonic() + seconds
    while len(found) < _FEW and (count < _FEW or time.monotonic() < end):
        data = case(seeds, seed, count)
        case_file.write_bytes(data)
        folder = root / "case"
        folder.mkdir()
        problem = problem_of(target, data, folder)
        shutil.rmtree(folder)
        if problem and problem not in found:
            found[problem] = count
            case_file.with_name(f"{name}-{seed}-{count}.bin").write_bytes(data)
        count += 1
    shutil.rmtree(root)
    return {"count": count, "problems": {str(number): words for words, number in found.items()}}


def case(seeds: list[bytes], seed: int, number: int) -> bytes:
    """The case of this number: the same bytes whenever it is asked for."""
    return mutated(seeds, random.Random(f"{seed}-{number}"))


def main(arguments: list[str]) -> None:
    name, seed, seconds, case_file = arguments
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_ADDRESSES, _MAX_ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = os.dup(1)
    os.dup2(2, 1)  # libraries print what they think of such files
    result = fuzz(name, int(seed), float(seconds), Path(case_file))
    with os.fdopen(out, "w") as answer:
        answer.write(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1:])
