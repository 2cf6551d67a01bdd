"""Job: what the log says, or what it says since it was last read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carinspect.core.log_lines import LogEntry, read_log
from carinspect.core.paths import log_dir
from carinspect.jobs.job import JobContext

LOG_NAME = "carinspect.log"


@dataclass(frozen=True, slots=True)
class LogPart:
    """What was read.

    Attributes:
        entries: in the order of writing.
        offset: how far the newest file was read, in bytes.
        is_whole: all that is kept was read, not only what was new.
    """

    entries: tuple[LogEntry, ...]
    offset: int
    is_whole: bool


@dataclass(frozen=True)
class FollowLog:
    """Read the log and its older files, or the newest from ``offset`` on.

    Attributes:
        offset: of an earlier :class:`LogPart`; 0 for everything.
    """

    offset: int = 0

    def run(self, ctx: JobContext, /) -> LogPart:
        newest = log_dir() / LOG_NAME
        size = newest.stat().st_size if newest.is_file() else 0
        # A file that is shorter than before was begun anew.
        if 0 < self.offset <= size:
            text, offset = _read(newest, self.offset)
            return LogPart(read_log(text.splitlines()), offset, is_whole=False)
        entries: list[LogEntry] = []
        offset = 0
        for file in (*_older(newest), newest):
            ctx.raise_if_cancelled()
            if file.is_file():
                text, offset = _read(file, 0)
                entries += read_log(text.splitlines())
        return LogPart(tuple(entries), offset, is_whole=True)


def _older(newest: Path) -> list[Path]:
    rotated = newest.parent.glob(f"{newest.name}.*")
    numbered = [file for file in rotated if file.suffix[1:].isdigit()]
    return sorted(numbered, key=lambda file: -int(file.suffix[1:]))


def _read(file: Path, offset: int) -> tuple[str, int]:
    """The whole lines of ``file`` from ``offset`` on, and where the last of them ends."""
    with file.open("rb") as opened:
        opened.seek(offset)
        data = opened.read()
    whole = data[: data.rfind(b"\n") + 1]
    return whole.decode("utf-8", errors="replace"), offset + len(whole)
