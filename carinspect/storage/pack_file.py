"""Evidence packs on the disk: a ZIP, written whole or not at all, read entry by entry."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evidence import MANIFEST, VERIFIER
from carinspect.storage.atomic_file import open_private

_CHUNK_BYTES: Final = 1 << 20
_MAX_KEPT_BYTES: Final = 32 << 20
"""No manifest or verifier is larger; a file that claims more is none of ours."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The manifest tells when; the archive's own times would make equal packs differ."""


def write_pack(path: Path, entries: Iterable[tuple[str, bytes]]) -> None:
    """Write name and bytes of each entry, stored as they are: photos do not get smaller.

    The file is its owner's alone to read: whoever hands it on decides to whom.

    Raises:
        CarInspectError: the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open_private(temporary) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, data in entries:
                    archive.writestr(zipfile.ZipInfo(name, _EPOCH), data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CarInspectError(ErrorCode.CANNOT_WRITE, file=path, reason=reason) from error
    finally:
        temporary.unlink(missing_ok=True)


def read_pack(path: Path) -> dict[str, tuple[str, bytes | None]]:
    """Name -> (SHA-256, bytes) of each entry; the bytes of manifest and verifier only.

    Raises:
        CarInspectError: the file is missing, no ZIP, or damaged as one.
    """
    found: dict[str, tuple[str, bytes | None]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.filename.endswith("/"):  # is_dir() fails where there is no name
                    found[info.filename] = _read(archive, info)
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=path) from None
    # What zipfile raises on bytes that are not what they claim to be.
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise CarInspectError(ErrorCode.PACK_DAMAGED, file=path) from None
    return found


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, bytes | None]:
    hashed = hashlib.sha256()
    keep = info.filename in {MANIFEST, VERIFIER} and info.file_size <= _MAX_KEPT_BYTES
    kept = bytearray()
    with archive.open(info) as entry:
        while chunk := entry.read(_CHUNK_BYTES):
            hashed.update(chunk)
            if keep:
                kept += chunk
    return hashed.hexdigest(), bytes(kept) if keep else None
