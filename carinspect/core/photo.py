"""Photos: the files a user gives."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from carinspect.core.errors import CarInspectError, ErrorCode

PHOTO_SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
    | {".heic", ".heif", ".avif", ".mpo", ".ppm"}
)
"""Lower-case endings by which a folder's photos are told from its other files."""


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
        CarInspectError: the file is missing, empty, no regular file, or may not be read.
    """
    try:
        # A FIFO or a device would block or never end; open nothing but regular files.
        if not stat.S_ISREG(path.stat().st_mode):
            raise CarInspectError(ErrorCode.PHOTO_NOT_A_FILE, photo=path)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise CarInspectError(ErrorCode.PHOTO_MISSING, photo=path) from None
    except (OSError, ValueError):  # ValueError: a NUL in the path
        raise CarInspectError(ErrorCode.PHOTO_NO_ACCESS, photo=path) from None
    if not data:
        raise CarInspectError(ErrorCode.PHOTO_EMPTY, photo=path)
    return Photo(path, hashlib.sha256(data).hexdigest(), data)


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
        if path.is_dir():
            yield from _photos_in(path, recursive=recursive)
        else:
            yield path


def natural_key(path: Path) -> tuple[list[tuple[int, int, str]], str]:
    """Sort key by which ``photo2`` comes before ``photo10``, whatever the case."""
    parts = re.split(r"(\d+)", str(path).casefold())
    # isdecimal, not isdigit: int() refuses superscripts, which isdigit accepts.
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part
    ], str(path)


def _photos_in(folder: Path, *, recursive: bool) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir(), key=natural_key)
    except OSError:
        raise CarInspectError(ErrorCode.PHOTO_NO_ACCESS, photo=folder) from None
    for entry in entries:
        if entry.is_dir():
            if recursive and not entry.is_symlink() and not entry.name.startswith("."):
                yield from _photos_in(entry, recursive=True)
        elif looks_like_photo(entry):
            yield entry
