"""The place where updates are published: a folder, a share or a web server.

Nothing here runs by itself: it is called where the user asked for it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.updates import Package, Release, parse_release
from carinspect.storage.atomic_file import writing_atomically

_MAX_MANIFEST_BYTES: Final = 1_000_000
_KEY_BYTES: Final = 32
_CHUNK: Final = 1 << 18
_TIMEOUT_S: Final = 30
_WEB: Final = ("https://", "http://")

OnBytes = Callable[[int, int], object]
"""Told (bytes there, bytes in all); may raise to stop."""


def public_key(text: str, source: str) -> bytes:
    """The key in ``text``.

    Raises:
        CarInspectError: there is none; ``source`` says where it came from.
    """
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != _KEY_BYTES:
        raise CarInspectError(ErrorCode.UPDATES_KEY_UNUSABLE, key=source)
    return key


def read_release(source: str, key: bytes) -> Release:
    """The manifest at ``source``, a path or a web address, if it is signed by ``key``.

    Raises:
        CarInspectError: it cannot be read, is not signed by ``key``, or is no manifest.
    """
    data = _read(source)
    if not _is_signed(data, _read(f"{source}.sig"), key):
        raise CarInspectError(ErrorCode.UPDATES_UNSIGNED, source=source)
    return parse_release(data, source)


def fetch_package(source: str, package: Package, folder: Path, on_bytes: OnBytes) -> Path:
    """Copy a package that lies beside the manifest at ``source`` into ``folder``.

    Raises:
        CarInspectError: it cannot be read or written, or is not the file that was signed.
    """
    target = folder / package.file
    address = _beside(source, package.file)
    digest = hashlib.sha256()
    with writing_atomically(target, private=False) as file, _opened(address) as stream:
        while block := _block(stream, address):
            digest.update(block)
            file.write(block)
            on_bytes(file.tell(), package.size)
            if file.tell() > package.size:
                break
        # Within the block: a wrong file never gets its name.
        if file.tell() != package.size or digest.hexdigest() != package.sha256:
            raise CarInspectError(ErrorCode.UPDATES_WRONG_FILE, file=package.file)
    return target


def _is_signed(data: bytes, signature: bytes, key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - rarely wanted
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    try:
        given = base64.b64decode(signature.strip(), validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(given, data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _read(source: str) -> bytes:
    with _opened(source) as stream:
        data = _block(stream, source, _MAX_MANIFEST_BYTES + 1)
    if len(data) > _MAX_MANIFEST_BYTES:
        raise CarInspectError(ErrorCode.UPDATES_UNREADABLE, source=source)
    return data


def _block(stream: BinaryIO, source: str, size: int = _CHUNK) -> bytes:
    try:
        return stream.read(size)
    except (OSError, http.client.HTTPException) as error:
        raise _unreachable(source, error) from error


@contextmanager
def _opened(source: str) -> Generator[BinaryIO]:
    try:
        if source.startswith(_WEB):
            stream = urllib.request.urlopen(source, timeout=_TIMEOUT_S)  # noqa: S310 - see _WEB
        else:
            stream = Path(source).open("rb")  # noqa: SIM115 - closed below
    except urllib.error.HTTPError as error:
        error.close()
        raise _unreachable(source, error) from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _unreachable(source, error) from error
    with stream:
        yield stream


def _unreachable(source: str, error: Exception) -> CarInspectError:
    reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
    return CarInspectError(ErrorCode.UPDATES_UNREACHABLE, source=source, reason=reason)


def _beside(source: str, name: str) -> str:
    if source.startswith(_WEB):
        return urllib.parse.urljoin(source, name)
    return str(Path(source).parent / name)
