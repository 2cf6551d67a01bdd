"""The evidence pack's manifest: what the pack holds, and how it is proved unaltered.

Each file stands there with its SHA-256; the SHA-256 of the manifest itself is the pack's seal,
which the audit log keeps. The manifest names the log's last entry before it, so that the pack
has its place in the chain. A redacted pack names the sealed original of each photo.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

FORMAT: Final = "carinspect evidence pack"
VERSION: Final = 1

MANIFEST: Final = "manifest.json"
VERIFIER: Final = "verify.html"
SLOT: Final = "/*MANIFEST*/"
"""Where the verifier page takes up the manifest."""

_PLAIN: Final = {"str": str, "int": int, "bool": bool}


class Role(StrEnum):
    """What a file of the pack is."""

    ORIGINAL = "original"
    REDACTED = "redacted"
    REPORT = "report"
    DATA = "data"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack.

    Attributes:
        name: its path in the pack, with slashes.
        size: bytes.
        original_sha256: of a redacted photo, the hash of what it was made from; else empty.
    """

    name: str
    sha256: str
    size: int
    role: Role
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a pack holds.

    Attributes:
        created_at: ISO, UTC.
        audit_number, audit_hash: the audit log's last entry when the pack was made.
        originals_root: :func:`root_hash` of the rental's original photos; the same in the full
            and in the redacted pack of one rental.
        verifier_sha256: of the verifier page before the manifest was put into it.
    """

    rental: str
    created_at: str
    created_by: str
    redacted: bool
    audit_number: int
    audit_hash: str
    originals_root: str
    verifier_sha256: str
    files: tuple[PackFile, ...]

    def to_json(self) -> str:
        """The text whose SHA-256 is the seal: ASCII, keys sorted."""
        record = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(record, sort_keys=True, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read a manifest.

        Raises:
            ValueError: the text is not a manifest of this version or an older one.
        """
        try:
            record: object = json.loads(text)
        except RecursionError:
            raise ValueError("Expected a manifest, which is not nested so deeply") from None
        if not isinstance(record, dict):
            raise ValueError("Expected an object")  # noqa: TRY004 - bad data
        values = dict(cast("dict[str, Any]", record))
        version = values.pop("version", None)
        if values.pop("format", None) != FORMAT or version != VERSION:
            raise ValueError(f"Expected a manifest of version {VERSION}")
        try:
            files = tuple(_pack_file(file) for file in values.pop("files"))
            return _of_its_types(cls(**values, files=files))
        except (TypeError, KeyError) as error:
            raise ValueError(f"Expected a manifest: {error}") from None

    @property
    def seal(self) -> str:
        """SHA-256 of the manifest, hexadecimal."""
        return sha256_of(self.to_json().encode("ascii"))


T = TypeVar("T", PackFile, Manifest)


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What the check of a pack found; each tuple holds file names.

    Attributes:
        manifest: None where it is missing or unreadable.
        unlisted: files that the manifest does not know.
        verifier_altered: whether the page is missing or not the one that was put in.
    """

    manifest: Manifest | None
    seal: str = ""
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()
    verifier_altered: bool = False
    originals_differ: bool = False
    whole: tuple[str, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether the pack is whole and unaltered, as far as the pack alone can tell."""
        flawed = self.altered or self.missing or self.unlisted
        return bool(self.manifest) and not (
            flawed or self.verifier_altered or self.originals_differ
        )


def _pack_file(record: dict[str, Any]) -> PackFile:
    values = dict(record)
    return _of_its_types(PackFile(role=Role(values.pop("role")), **values))


def _of_its_types(made: T) -> T:
    """``made`` of a stranger's file.

    Raises:
        TypeError: a text, number or flag is something else.
    """
    for one in fields(made):
        wanted = _PLAIN.get(str(one.type))
        if wanted is not None and type(getattr(made, one.name)) is not wanted:
            raise TypeError(f"{one.name} is no {one.type}")
    return made


def sha256_of(data: bytes) -> str:
    """The SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def root_hash(hashes: Sequence[str]) -> str:
    """One hash for a set of photos: SHA-256 over their sorted hashes, one a line."""
    lines = "".join(f"{one}\n" for one in sorted(set(hashes)))
    # Hashes are ASCII; what a stranger's pack has instead must only be told apart from them.
    return sha256_of(lines.encode("utf-8", "surrogatepass"))


def verifier_page(template: str, manifest_json: str) -> str:
    """The verifier with the manifest in it; no text of the manifest ends its script."""
    return template.replace(SLOT, json.dumps(manifest_json).replace("<", "\\u003c"), 1)


def check_pack(files: Mapping[str, tuple[str, bytes | None]]) -> PackCheck:
    """Check what a pack holds.

    Args:
        files: name -> (SHA-256, bytes); the bytes are needed of the manifest and the verifier
            only, and None elsewhere.
    """
    _, text = files.get(MANIFEST, ("", None))
    try:
        manifest = Manifest.from_json((text or b"").decode("ascii"))
    except ValueError:
        return PackCheck(None)
    listed = {file.name: file.sha256 for file in manifest.files}
    found = {name: sha for name, (sha, _) in files.items() if name not in {MANIFEST, VERIFIER}}
    return PackCheck(
        manifest,
        seal=sha256_of(text or b""),
        altered=tuple(name for name in listed if name in found and found[name] != listed[name]),
        missing=tuple(name for name in listed if name not in found),
        unlisted=tuple(name for name in found if name not in listed),
        verifier_altered=not _verifier_fits(files.get(VERIFIER, ("", None))[1], text, manifest),
        originals_differ=_originals_root(manifest) != manifest.originals_root,
        whole=tuple(name for name in listed if found.get(name) == listed[name]),
    )


def _originals_root(manifest: Manifest) -> str:
    photos = (file for file in manifest.files if file.role in {Role.ORIGINAL, Role.REDACTED})
    return root_hash([file.original_sha256 or file.sha256 for file in photos])


def _verifier_fits(page: bytes | None, manifest_json: bytes | None, manifest: Manifest) -> bool:
    if page is None or manifest_json is None:
        return False
    held = json.dumps(manifest_json.decode("ascii")).replace("<", "\\u003c")
    template = page.decode("utf-8", "replace").replace(held, SLOT, 1)
    return sha256_of(template.encode("utf-8")) == manifest.verifier_sha256
