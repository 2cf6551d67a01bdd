"""How long the installed program takes to show its window and to give a first verdict."""

from __future__ import annotations

import os
import statistics
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from installers.places import SAMPLES
from installers.program import Program
from installers.smoke import SAMPLE, expect, read_log, wait_for, window

_RUNS: Final = 5
_PAINTED: Final = "window ready"
_TICK_S: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class StartUp:
    """Seconds; medians of several starts with the files in memory, and one start without.

    Attributes:
        window_s: from the start of the process to the first paint.
        window_cpu_s: processor time until then, which a busy machine changes less.
        window_cold_s: the same as ``window_s`` with the program's files out of memory.
        verdict_s: from the start of the command line to the end, with one photo inspected.
    """

    window_s: float
    window_cpu_s: float
    window_cold_s: float
    verdict_s: float


def measure(program: Program, files: Path, *, display: str = "") -> StartUp:
    """Start the program several times.

    Args:
        program: what was installed.
        files: the folder with its files, as this machine sees it.
        display: an X display; offscreen without one.
    """
    _forget(files)
    cold, _cpu = _one_window(program, display)
    warm = [_one_window(program, display) for _run in range(_RUNS)]
    photo = program.home / SAMPLE
    photo.write_bytes((SAMPLES / SAMPLE).read_bytes())
    photo.chmod(0o644)
    verdicts = [_one_verdict(program, photo) for _run in range(_RUNS)]
    return StartUp(
        window_s=statistics.median(seconds for seconds, _cpu in warm),
        window_cpu_s=statistics.median(cpu for _seconds, cpu in warm),
        window_cold_s=cold,
        verdict_s=statistics.median(verdicts),
    )


def _one_window(program: Program, display: str) -> tuple[float, float]:
    started = time.time()
    with window(program, [], display) as process:
        cpu_s = _cpu_of(process.pid)
        line = next(line for line in read_log(program).splitlines() if _PAINTED in line)
        # "2026-11-24 18:00:00,123 INFO ...": local time of the program, which is ours.
        painted = datetime.strptime(line[:23], "%Y-%m-%d %H:%M:%S,%f").timestamp()  # noqa: DTZ007
        wait_for(lambda: "model ready" in read_log(program), "the model is ready", process)
    return painted - started, cpu_s


def _one_verdict(program: Program, photo: Path) -> float:
    started = time.monotonic()
    done = program.call("inspect", program.inside(photo))
    expect(done.returncode == 0, "inspect failed", done)
    return time.monotonic() - started


def _cpu_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:  # no such thing on this system
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / _TICK_S


def _forget(folder: Path) -> None:
    """Have the kernel drop the files in ``folder`` from memory."""
    if not hasattr(os, "posix_fadvise"):
        return
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
