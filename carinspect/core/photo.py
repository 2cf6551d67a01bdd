"""Photos: the files a user gives."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode

PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
    | {".heic", ".heif", ".avif", ".mpo", ".ppm"}
)
"""Lower-case endings by which a folder's photos are told from its other files."""

MAX_PHOTO_BYTES: Final = 256 << 20
"""Longer files are refused unread: no camera writes them, and they would fill the memory."""

# A file of /proc can be a regular one and yet wait for ever; Windows has neither.
_NEVER_WAIT: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_AS_BYTES: Final = getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Photo:
    """A file the user gave, read once.

    Attributes:
        sha256: of ``data``, hexadecimal: the photo's identity, whatever its name.
        data: the file's bytes.
    """

    path: Path
    sha256: str
    data: bytes = field(repr=False)


def read_photo(path: Path) -> Photo:
    """Read a photo's bytes.

    Raises:
        CarInspectError: the file is missing, empty, too long, no regular file, or may not be
            read.
    """
    try:
        data = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        raise CarInspectError(ErrorCode.PHOTO_MISSING, photo=path) from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise CarInspectError(ErrorCode.PHOTO_NO_ACCESS, photo=path) from None
    if not data:
        raise CarInspectError(ErrorCode.PHOTO_EMPTY, photo=path)
    return Photo(path, hashlib.sha256(data).hexdigest(), data)


def _read(path: Path) -> bytes:
    # A FIFO or a device would block or never end; open nothing but regular files, and look again
    # when it is open: it may have been exchanged meanwhile.
    _demand_regular(path, path.stat())
    with os.fdopen(os.open(path, os.O_RDONLY | _NEVER_WAIT | _AS_BYTES), "rb") as file:
        state = os.fstat(file.fileno())
        _demand_regular(path, state)
        size = state.st_size
        # None: there is nothing to read at the moment, and nobody waits for it.
        data = (file.read(MAX_PHOTO_BYTES + 1) or b"") if size <= MAX_PHOTO_BYTES else b""
    if max(len(data), size) > MAX_PHOTO_BYTES:
        megabytes, limit = round(max(len(data), size) / 2**20), MAX_PHOTO_BYTES >> 20
        raise CarInspectError(
            ErrorCode.PHOTO_FILE_TOO_LARGE, photo=path, megabytes=megabytes, limit=limit
        )
    return data


def _demand_regular(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise CarInspectError(ErrorCode.PHOTO_NOT_A_FILE, photo=path)


def looks_like_photo(path: Path) -> bool:
    """Whether the name ends like a photo's and is not a hidden file's."""
    return path.suffix.lower() in PHOTO_SUFFIXES and not path.name.startswith(".")


def find_photos(paths: Iterable[Path], *, recursive: bool = False) -> Iterator[Path]:
    """The photos that ``paths`` name: files as they are, folders by what they hold.

    A file that is named explicitly is yielded whatever its ending, so that the user reads why
    it cannot be inspected. A folder's photos come in natural order (2 before 10), each once,
    links to folders not followed.
    """
    for path in paths:
        if is_folder(path):
            yield from _photos_in(path, recursive=recursive)
        else:
            yield path


def is_folder(path: Path) -> bool:
    """Whether there is a folder; ``Path`` raises at names too long and at closed folders."""
    return os.path.isdir(path)  # noqa: PTH112


def is_there(path: Path) -> bool:
    """Whether there is anything that may be looked at; likewise."""
    return os.path.exists(path)  # noqa: PTH110


def natural_key(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Sort key by which ``photo2`` comes before ``photo10``, whatever the case."""
    parts = re.split(r"(\d+)", str(path).casefold())
    # isdecimal, not isdigit: int() refuses superscripts, which isdigit accepts.
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part
    ], str(path)


def _photos_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    # A stack of its own: folders may be nested deeper than Python calls.
    waiting = [iter(_sorted_entries(folder))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif is_folder(entry):
            if recursive and not entry.is_symlink() and not entry.name.startswith("."):
                waiting.append(iter(_sorted_entries(entry)))
        elif looks_like_photo(entry):
            yield entry


def _sorted_entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir(), key=natural_key)
    except OSError:
        raise CarInspectError(ErrorCode.PHOTO_NO_ACCESS, photo=folder) from None
