"""Files that are whole or not there."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import BinaryIO, Final

from carinspect.core.errors import CarInspectError, ErrorCode

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
"""Windows would write another line end."""


def write_atomically(path: Path, data: bytes, *, private: bool = True) -> None:
    """Write ``data`` to ``path`` so that a crash leaves the old file or the new, never half.

    Args:
        path: where to; folders on the way are made.
        data: the whole file.
        private: readable by its owner only; else as the user's other files are.

    Raises:
        CarInspectError: the folder is read-only, the disk is full, or the like.
    """
    with writing_atomically(path, private=private) as file:
        file.write(data)


@contextlib.contextmanager
def writing_atomically(path: Path, *, private: bool = True) -> Generator[BinaryIO]:
    """A file to write piece by piece, which takes the place of ``path`` when the block ends.

    Leaving the block by an exception leaves the old file.

    Raises:
        CarInspectError: the folder is read-only, the disk is full, or the like.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=path, reason=reason) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def open_private(path: Path) -> BinaryIO:
    """A new file to write, which its owner alone can read.

    Raises:
        OSError: it cannot be made.
    """
    path.unlink(missing_ok=True)  # what a crash left may have other rights
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600), "wb")


def sync_names(folder: Path) -> None:
    """Have the names in ``folder``, and its own, survive a power cut as the files do.

    Takes as long as the disk does; for what must not be lost, not for settings.
    """
    # Windows offers no such call.
    if os.name == "posix":
        for one in (folder, folder.parent):
            handle = os.open(one, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _umask() -> int:
    # The only way to read it is to set it.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
