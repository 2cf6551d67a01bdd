"""A model as one file: a zip of the model, its card and a manifest with their hashes.

Such a file comes by mail or on a stick from anywhere: nothing in it names a place to write to,
nothing is unpacked beyond the sizes below, and nothing in it is run. A fourth member may sign it.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import CARD_VERSION, ModelCard
from carinspect.core.model_signature import Signature
from carinspect.storage.atomic_file import writing_atomically
from carinspect.storage.model_signature import (
    SIGNATURE,
    from_bytes,
    is_right,
    read_signature,
    sign,
    to_bytes,
)

SUFFIX: Final = ".carmodel"
CARD: Final = "card.json"
MODEL: Final = "model.tflite"
_MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_MAX_BYTES: Final = {_MANIFEST: 1 << 16, CARD: 1 << 20, MODEL: 1 << 29}
_MAX_SIGNATURE_BYTES: Final = 2 << 20
_LINK: Final = 0o120000
_KIND: Final = 0o170000
_CHUNK_BYTES: Final = 1 << 20


class DamagedModelFileError(ValueError):
    """The file is not what an export writes."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a model file holds; every hash, and the signature if there is one, is right.

    Attributes:
        content: the bytes of ``model.tflite``.
    """

    card: ModelCard
    content: bytes = field(repr=False)
    signature: Signature | None = None


def write_model_file(bundle: Path, path: Path, key_file: Path | None = None) -> None:
    """Pack the model bundle ``bundle`` into ``path``, whole or not at all.

    Args:
        bundle: where it is signed, the file bears that signature.
        path: of the file.
        key_file: a private key that signs it anew.

    Raises:
        CarInspectError: the bundle or the key cannot be read, or the file cannot be written.
    """
    try:
        members = {name: (bundle / name).read_bytes() for name in (CARD, MODEL)}
        signature = read_signature(bundle)
    except (OSError, ValueError):
        raise CarInspectError(ErrorCode.MODEL_DAMAGED, model=bundle.name) from None
    if key_file is not None:
        signature = sign(members[CARD].decode("utf-8"), key_file)
    if signature is not None:
        # The card to the letter: the registered one may bear another id.
        members |= {CARD: signature.card.encode("utf-8"), SIGNATURE: to_bytes(signature)}
    hashes = {name: hashlib.sha256(members[name]).hexdigest() for name in (CARD, MODEL)}
    manifest = {"format": _FORMAT, "card_version": CARD_VERSION, "sha256": hashes}
    with (
        writing_atomically(path, private=False) as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        for member, data in members.items():
            archive.writestr(member, data)


def read_model_file(path: Path) -> ModelFile:
    """The card and the ``model.tflite`` of a model file, after comparing every hash.

    Raises:
        CarInspectError: the file is missing, was made by a newer version, is incomplete,
            altered, or holds anything that an export does not write; its signature is wrong.
    """
    if not os.path.isfile(path):  # noqa: PTH113 - Path raises at impossible names
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


def _read(archive: zipfile.ZipFile, path: Path) -> ModelFile:
    is_signed = _check_members(archive)
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
    if not is_signed:
        return ModelFile(card, content)
    signature = from_bytes(_member(archive, SIGNATURE))
    if signature.card != card_text.decode("utf-8") or not is_right(signature):
        raise CarInspectError(ErrorCode.MODEL_SIGNATURE_WRONG, file=path)
    return ModelFile(card, content, signature)


def _check_members(archive: zipfile.ZipFile) -> bool:
    """Whether a signature is among the members, which are those of an export, each once."""
    infos = archive.infolist()
    names = sorted(info.filename for info in infos)
    is_signed = SIGNATURE in names
    expected = sorted([*_MAX_BYTES, *([SIGNATURE] if is_signed else [])])
    if names != expected:
        raise DamagedModelFileError(f"expected {expected}, got {names[:5]}")
    if any((info.external_attr >> 16) & _KIND == _LINK for info in infos):
        raise DamagedModelFileError("a link")
    return is_signed


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """At most as many bytes as such a member may have, whatever the zip says of its size."""
    limit = _MAX_BYTES.get(name, _MAX_SIGNATURE_BYTES)
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
