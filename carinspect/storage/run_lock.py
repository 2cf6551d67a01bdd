"""Whether some process trains a run just now: a lock that the system lifts when it dies."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator
from pathlib import Path
from typing import IO

from carinspect.core.errors import CarInspectError, ErrorCode


@contextlib.contextmanager
def being_trained(folder: Path) -> Generator[None, None, None]:
    """Hold the run in ``folder`` while it is trained.

    Raises:
        CarInspectError: another process holds it.
    """
    with (folder / "lock").open("ab") as file:
        if not _lock(file):
            raise CarInspectError(ErrorCode.RUN_GOING_ON, run=folder.name)
        yield  # closing the file lifts the lock


def is_being_trained(folder: Path) -> bool:
    """Whether a process holds the run in ``folder``."""
    try:
        with (folder / "lock").open("r+b") as file:
            return not _lock(file)
    except FileNotFoundError:
        return False


def _lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there only

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - there only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
