"""The only place that prints."""

from __future__ import annotations

import io
import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""They join letters and emoji, and hide nothing."""


def prepare_streams() -> None:
    """Make every file name printable, whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What cannot be encoded becomes \\udc80 and the like, which JSON reads back.
            stream.reconfigure(errors="backslashreplace")


def say(line: str = "") -> None:
    """Print one line for the user, at once."""
    print(_harmless(line), flush=True)


def complain(line: str) -> None:
    """Print one line to the error stream."""
    print(_harmless(line), file=sys.stderr, flush=True)


def say_json(record: Mapping[str, object]) -> None:
    """Print one object as one line."""
    print(json.dumps(record, ensure_ascii=False, allow_nan=False), flush=True)


def progress(text: str) -> None:
    """Show ``text`` over the last progress line; nothing where nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells padded to ``widths`` terminal columns; the last one is left as it is."""
    shown = [printable(cell) for cell in cells]
    padded = [_pad(cell, width) for cell, width in zip(shown, widths, strict=True)]
    return "  ".join([*padded[:-1], shown[-1]]).rstrip()


def printable(text: str) -> str:
    """``text`` on one line, without what would steer the terminal: a file's name is a stranger's.

    Cc are control characters, Cf those that turn the writing's direction or cannot be seen.
    """
    return "".join(
        letter if unicodedata.category(letter) not in {"Cc", "Cf"} or letter in _JOINERS
        else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )  # fmt: skip


def _harmless(line: str) -> str:
    return "\n".join(printable(part) for part in line.split("\n"))


def _pad(cell: str, width: int) -> str:
    # Korean letters take two columns each.
    taken = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in cell)
    return cell + " " * (width - taken)
