"""Photos by content: each stored once, under the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.atomic_file import sync_names, write_atomically

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CHUNK_BYTES: Final = 1 << 20


class PhotoStore:
    """A folder of photos; a file there is whole or not there.

    Several programs may use one folder: equal photos have equal names.

    Attributes:
        folder: where; made when the first photo comes.

    Args:
        folder: the same.
        shared: other accounts of the computer or the network read the photos too.
    """

    def __init__(self, folder: Path, *, shared: bool = False) -> None:
        self.folder = folder
        self._private = not shared

    def add(self, data: bytes) -> str:
        """Store the bytes of a photo, if they are not there already; their SHA-256.

        Raises:
            CarInspectError: the folder cannot be written.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.path(sha256).is_file():
            self.put(sha256, data)
        return sha256

    def put(self, sha256: str, data: bytes) -> None:
        """Store the bytes of a known photo, also in the place of a damaged file.

        Raises:
            CarInspectError: they are another photo's, or the folder cannot be written.
        """
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CarInspectError(ErrorCode.STORED_PHOTO_ALTERED, photo=sha256)
        path = self.path(sha256)
        write_atomically(path, data, private=self._private)
        # A record must not outlive its photo.
        sync_names(path.parent)

    def path(self, sha256: str) -> Path:
        """Where a photo lies, or would lie."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"Expected a SHA-256 in hexadecimal, got {sha256!r}")
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The bytes of a photo, after comparing them with their hash.

        Raises:
            CarInspectError: the photo is not there or was altered.
        """
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            raise CarInspectError(ErrorCode.STORED_PHOTO_MISSING, photo=sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise CarInspectError(ErrorCode.STORED_PHOTO_ALTERED, photo=sha256)
        return data

    def stored_at(self, sha256: str) -> float:
        """When a photo was stored, in seconds since 1970; infinity where it is not there."""
        try:
            return self.path(sha256).stat().st_mtime
        except OSError:
            return float("inf")

    def is_whole(self, sha256: str) -> bool:
        """Whether the photo is there and its bytes have its hash."""
        try:
            with self.path(sha256).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except OSError:
            return False

    def remove(self, sha256: str) -> bool:
        """Remove a photo for good; whether it was there.

        Raises:
            CarInspectError: the folder cannot be written.
        """
        path = self.path(sha256)
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CarInspectError(ErrorCode.CANNOT_WRITE, file=path, reason=reason) from error
        return True

    def sweep(self, before: float) -> int:
        """Remove what writers that were killed left unfinished; how many files.

        Args:
            before: seconds since 1970; younger files may be another counter's at work.
        """
        left = [
            file
            for file in self.folder.glob("??/.*")
            if file.is_file() and file.stat().st_mtime < before
        ]
        for file in left:
            file.unlink(missing_ok=True)
        return len(left)

    def all(self) -> Iterator[str]:
        """The SHA-256 of every stored photo."""
        if self.folder.is_dir():
            for folder in sorted(self.folder.iterdir()):
                if folder.is_dir() and len(folder.name) == 2:
                    names = (file.name for file in folder.iterdir())
                    yield from sorted(name for name in names if _SHA256.fullmatch(name))
