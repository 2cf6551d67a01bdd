"""A model as one file: a zip of the model, its card and a manifest with their hashes.

Such a file comes by mail or on a stick from anywhere: nothing in it names a place to write to,
nothing is unpacked beyond the sizes below, and nothing in it is run.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any, Final, cast

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import CARD_VERSION, ModelCard
from carinspect.storage.atomic_file import writing_atomically

SUFFIX: Final = ".carmodel"
CARD: Final = "card.json"
MODEL: Final = "model.tflite"
_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_MAX_BYTES: Final = {_MANIFEST: 1 << 16, CARD: 1 << 20, MODEL: 1 << 29}
_CHUNK_BYTES: Final = 1 << 20


class DamagedModelFileError(ValueError):
    """The file is not what an export writes."""


def write_model_file(bundle: Path, path: Path) -> None:
    """Pack the model bundle ``bundle`` into ``path``, whole or not at all.

    Raises:
        CarInspectError: the bundle cannot be read, or the file cannot be written.
    """
    try:
        members = {name: (bundle / name).read_bytes() for name in (CARD, MODEL)}
    except OSError:
        raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=bundle.name) from None
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in members.items()}
    manifest = {"format": _FORMAT, "card_version": CARD_VERSION, "sha256": hashes}
    with (
        writing_atomically(path, private=False) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        for member, data in members.items():
            archive.writestr(member, data)


def read_model_file(path: Path) -> tuple[ModelCard, bytes]:
    """The card and the ``model.tflite`` of a model file, after comparing every hash.

    Raises:
        CarInspectError: the file is missing, was made by a newer version, is incomplete,
            altered, or holds anything that an export does not write.
    """
    if not path.is_file():
        raise CarInspectError(ErrorCode.FILE_MISSING, file=path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive, path)
    # Python's zipfile raises NotImplementedError for methods it does not know, RuntimeError for
    # encrypted members, and struct, zlib and index errors for broken ones.
    except CarInspectError:
        raise
    except Exception as error:
        raise CarInspectError(ErrorCode.MODEL_FILE_DAMAGED, file=path) from error


def _read(archive: zipfile.ZipFile, path: Path) -> tuple[ModelCard, bytes]:
    names = sorted(info.filename for info in archive.infolist())
    if names != sorted(_MAX_BYTES):
        raise DamagedModelFileError(f"expected {sorted(_MAX_BYTES)}, got {names[:5]}")
    manifest = _object(_member(archive, _MANIFEST))
    newer = manifest.get("format", 0) > _FORMAT or manifest.get("card_version", 0) > CARD_VERSION
    if newer:
        raise CarInspectError(ErrorCode.MODEL_NEWER, file=path)
    hashes = cast("dict[str, str]", manifest["sha256"])
    card_text, content = _member(archive, CARD), _member(archive, MODEL)
    for name, data in ((CARD, card_text), (MODEL, content)):
        if hashlib.sha256(data).hexdigest() != hashes[name]:
            raise DamagedModelFileError(f"{name}: another hash")
    if _object(card_text).get("card_version", 0) > CARD_VERSION:
        raise CarInspectError(ErrorCode.MODEL_NEWER, file=path)
    card = ModelCard.from_json(card_text.decode("utf-8"))
    if card.model_sha256 != hashes[MODEL]:
        raise DamagedModelFileError("the card is of another model")
    return card, content


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most as many bytes as such a member may have, whatever the zip says of its size."""
    limit = _MAX_BYTES[name]
    read = bytearray()
    with archive.open(name) as file:
        while chunk := file.read(min(_CHUNK_BYTES, limit + 1 - len(read))):
            read += chunk
            if len(read) > limit:
                raise DamagedModelFileError(f"{name}: more than {limit} bytes")
    return bytes(read)


def _object(text: bytes) -> dict[str, Any]:
    record = json.loads(text)
    if not isinstance(record, dict):
        raise DamagedModelFileError(f"expected an object, got {type(record).__name__}")
    return cast("dict[str, Any]", record)
