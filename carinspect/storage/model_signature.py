"""Signatures of models on disk: keys, signatures beside cards, and whom this computer trusts."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import ModelCard
from carinspect.core.model_signature import Signature, Signed, SignedState, Signer
from carinspect.storage.atomic_file import write_atomically

SIGNATURE: Final = "signature.json"
_PURPOSE: Final = b"carinspect model card 1\n"
"""Signed along, so that a signature given for another purpose says nothing of a model."""

_KEY: Final = re.compile(r"[0-9a-f]{64}")
_MAX_BYTES: Final = 2 << 20
_MAX_KEY_BYTES: Final = 1 << 14


def make_key(file: Path) -> str:
    """Write a new private key, readable by its owner only; its public key.

    Raises:
        CarInspectError: the file exists already, or cannot be written.
    """
    if os.path.lexists(file):
        raise CarInspectError(ErrorCode.FILE_EXISTS, file=file)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_atomically(file, pem)
    return key.public_key().public_bytes_raw().hex()


def sign(card: str, key_file: Path) -> Signature:
    """Sign the text of a card.

    Raises:
        CarInspectError: ``key_file`` cannot be read or holds no such key.
    """
    try:
        with key_file.open("rb") as file:
            key = load_pem_private_key(file.read(_MAX_KEY_BYTES), password=None)
    except FileNotFoundError:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=key_file) from None
    except (OSError, ValueError, TypeError):  # TypeError: it wants a password
        raise CarInspectError(ErrorCode.KEY_UNUSABLE, key=key_file) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise CarInspectError(ErrorCode.KEY_UNUSABLE, key=key_file)
    signature = key.sign(_PURPOSE + card.encode("utf-8"))
    return Signature(key.public_key().public_bytes_raw().hex(), signature.hex(), card)


def is_right(signature: Signature) -> bool:
    """Whether the key signed the card."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.key))
        signed = bytes.fromhex(signature.signature)
        key.verify(signed, _PURPOSE + signature.card.encode("utf-8"))
    except (ValueError, InvalidSignature):
        return False
    return True


def to_bytes(signature: Signature) -> bytes:
    """A signature as JSON."""
    record = {"format": 1, **dataclasses.asdict(signature)}
    return (json.dumps(record, indent=1) + "\n").encode("ascii")


def from_bytes(data: bytes) -> Signature:
    """The signature that :func:`to_bytes` wrote.

    Raises:
        ValueError: it is none.
    """
    record: Any = json.loads(data)
    try:
        texts = [record[field.name] for field in dataclasses.fields(Signature)]
    except (TypeError, KeyError, IndexError):
        raise ValueError("expected a signature") from None
    if record.get("format") != 1 or not all(isinstance(text, str) for text in texts):
        raise ValueError("expected a signature of format 1")
    return Signature(*texts)


def read_signature(folder: Path) -> Signature | None:
    """The signature beside a registered card; None where there is none.

    Raises:
        ValueError: the file is not a signature.
    """
    try:
        with (folder / SIGNATURE).open("rb") as file:
            return from_bytes(file.read(_MAX_BYTES))
    except OSError:
        return None


def judge(folder: Path, card: ModelCard, signers: tuple[Signer, ...]) -> Signed:
    """Who signed the model of ``folder``, whose card is ``card``."""
    try:
        signature = read_signature(folder)
        if signature is None:
            return Signed(SignedState.UNSIGNED)
        signed = ModelCard.from_json(signature.card)
    except (ValueError, RecursionError):
        return Signed(SignedState.ALTERED)
    if not is_right(signature) or dataclasses.replace(signed, id=card.id) != card:
        return Signed(SignedState.ALTERED, key=signature.key)
    names = {signer.key: signer.name for signer in signers}
    known = signature.key in names
    state = SignedState.TRUSTED if known else SignedState.UNKNOWN
    return Signed(state, names.get(signature.key, ""), signature.key)


class SignerList:
    """A file that lists whom this computer trusts."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def all(self) -> tuple[Signer, ...]:
        """Everybody who is trusted, in order of trust given.

        Raises:
            CarInspectError: the file is damaged.
        """
        try:
            record: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return tuple(_signer(str(one["name"]), str(one["key"])) for one in record)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError, TypeError, KeyError, RecursionError, CarInspectError):
            raise CarInspectError(ErrorCode.FILE_DAMAGED, file=self._file) from None

    def trust(self, name: str, key: str) -> Signer:
        """Trust the models that ``key`` signs.

        Raises:
            CarInspectError: it is no public key, or the file cannot be read or written.
        """
        signer = _signer(name, key.strip().lower())
        others = [one for one in self.all() if one.name != name and one.key != signer.key]
        self._save([*others, signer])
        return signer

    def distrust(self, name: str) -> Signer:
        """Trust ``name`` no more.

        Raises:
            CarInspectError: nobody of that name is trusted, or the file cannot be written.
        """
        everybody = self.all()
        found = next((one for one in everybody if one.name == name), None)
        if found is None:
            raise CarInspectError(ErrorCode.SIGNER_MISSING, name=name)
        self._save([one for one in everybody if one != found])
        return found

    def _save(self, signers: list[Signer]) -> None:
        text = json.dumps([dataclasses.asdict(one) for one in signers], indent=1)
        write_atomically(self._file, f"{text}\n".encode("ascii"))


def _signer(name: str, key: str) -> Signer:
    if not _KEY.fullmatch(key) or not name.strip() or len(name) > 80:
        raise CarInspectError(ErrorCode.KEY_UNUSABLE, key=key[:80])
    return Signer(name, key)
