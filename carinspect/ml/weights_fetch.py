"""Pretrained weights that do not come with the program: fetched on the user's word only."""

from __future__ import annotations

import hashlib
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.ml.backbones import BACKBONES

_CHUNK: Final = 1 << 18
_TIMEOUT_S: Final = 30


@dataclass(frozen=True, slots=True)
class Source:
    """Where a weights file is published.

    Attributes:
        md5: of the whole file, hexadecimal, as ``keras.applications`` states it: it tells a
            wrong or incomplete file, and is no protection against a forged one.
    """

    url: str
    md5: str


SOURCES: Final = {
    # keras/src/applications/vgg16.py of Keras 3 names both.
    "vgg16": Source(
        "https://storage.googleapis.com/tensorflow/keras-applications/vgg16/"
        "vgg16_weights_tf_dim_ordering_tf_kernels.h5",
        "64373286793e3c8b2b4e3219cbf3544b",
    )
}

OnBytes = Callable[[int, int], object]
"""Told (bytes there, bytes in all); may raise to stop, what has arrived is kept."""


def fetch(backbone: str, on_bytes: OnBytes, source: Source | None = None) -> Path:
    """Download the weights of ``backbone``, going on where an earlier download stopped.

    Returns:
        The weights file in the user's data folder.

    Raises:
        CarInspectError: no connection, an unexpected file, or no space.
        KeyError: the backbone's weights are not fetched.
    """
    source = source or SOURCES[backbone]
    target = BACKBONES[backbone].weights_path
    partial = target.with_suffix(target.suffix + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _download(source.url, partial, on_bytes)
    except urllib.error.URLError as error:
        raise CarInspectError(
            ErrorCode.DOWNLOAD_FAILED, url=source.url, reason=error.reason
        ) from error
    except ConnectionError as error:
        raise CarInspectError(ErrorCode.DOWNLOAD_FAILED, url=source.url, reason=error) from error
    except OSError as error:
        raise CarInspectError(
            ErrorCode.CANNOT_WRITE, file=partial, reason=error.strerror
        ) from error
    return _accept(partial, target, source)


def take_from(file: Path, backbone: str, source: Source | None = None) -> Path:
    """Copy a weights file that the user brings, where there is no internet.

    Raises:
        CarInspectError: it is not the expected file, or cannot be read or copied.
    """
    source = source or SOURCES[backbone]
    target = BACKBONES[backbone].weights_path
    partial = target.with_suffix(target.suffix + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, partial)
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=file) from None
    except OSError as error:
        raise CarInspectError(
            ErrorCode.CANNOT_WRITE, file=partial, reason=error.strerror
        ) from error
    return _accept(partial, target, source)


def _accept(partial: Path, target: Path, source: Source) -> Path:
    digest = hashlib.md5(usedforsecurity=False)
    with partial.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    if digest.hexdigest() != source.md5:
        partial.unlink()
        raise CarInspectError(ErrorCode.WEIGHTS_WRONG_CHECKSUM, file=target.name)
    return partial.replace(target)


def _download(url: str, partial: Path, on_bytes: OnBytes) -> None:
    there = partial.stat().st_size if partial.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={there}-"})  # noqa: S310
    try:
        answer = urllib.request.urlopen(request, timeout=_TIMEOUT_S)  # noqa: S310 - a constant URL
    except urllib.error.HTTPError as error:
        if error.code == 416:  # "range not satisfiable": the whole file is there already
            return
        raise
    with answer, partial.open("ab" if answer.status == 206 else "wb") as file:
        there = file.tell()
        total = there + int(answer.headers.get("Content-Length", 0))
        while block := answer.read(_CHUNK):
            file.write(block)
            on_bytes(file.tell(), total)
        if file.tell() < total:
            raise ConnectionError("the connection broke")
