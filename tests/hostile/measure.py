"""Time and memory of one step in this process (Linux)."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SELF = Path("/proc/self")


@dataclass(slots=True)
class Measured:
    """Attributes:
    seconds: by the clock, less what this thread waited for a processor: other programs of
        the machine are not the fault of what is measured.
    peak_mb: the most memory that the process held, in all.
    grown_mb: how much more that is than at the start.
    """

    seconds: float = 0.0
    peak_mb: float = 0.0
    grown_mb: float = 0.0


@contextlib.contextmanager
def measured() -> Iterator[Measured]:
    """Fill in what the block took."""
    result = Measured()
    with contextlib.suppress(OSError):
        (_SELF / "clear_refs").write_text("5")  # forgets the peak
    before = _peak_mb()
    started, waited = time.perf_counter(), _waited_s()
    try:
        yield result
    finally:
        away = time.perf_counter() - started
        result.seconds = max(0.0, away - (_waited_s() - waited))
        result.peak_mb = _peak_mb()
        result.grown_mb = result.peak_mb - before


def _peak_mb() -> float:
    for line in (_SELF / "status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def _waited_s() -> float:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/self/task/{os.getpid()}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def open_handles() -> int:
    """How many files, pipes and sockets the process has open."""
    return len(list((_SELF / "fd").iterdir()))
