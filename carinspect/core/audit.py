"""The audit log's chain: each entry carries the hash of the one before.

Whoever alters, inserts or removes an entry breaks every hash after it. Only a chain whose
end was cut off, or that was computed anew as a whole, still fits together: against that, the
hash of the last entry is noted elsewhere (a backup, an evidence pack, a sheet of paper) and
looked for in the chain.

An entry whose details held personal data can be *erased*: number, time, actor, action and hash
stay, subject and details go. Its hash cannot be computed any more, so that a later entry must
vouch for it: one of :data:`ERASING`, which names a person and what is left of each entry.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""

ERASED: Final = '{"erased":true}'
"""What stands for the details of an entry that were erased."""

ERASING: Final = ("rental.forgotten", "inspection.forgotten")
"""The acts by which entries are erased."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what when.

    Attributes:
        number: from 1, without gaps.
        at: aware, UTC.
        subject: what it was done to, such as ``inspection:17``.
        details: a JSON object, as the text that was hashed, or :data:`ERASED`.
        previous_hash: of the entry before, or :data:`GENESIS`.
        hash: SHA-256 of all the above, hexadecimal.
    """

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous_hash: str
    hash: str


def chain(
    previous: AuditEntry | None,
    at: datetime,
    actor: str,
    *,
    action: str,
    subject: str,
    details: str,
) -> AuditEntry:
    """The entry that follows ``previous`` (None: the first)."""
    number = previous.number + 1 if previous else 1
    before = previous.hash if previous else GENESIS
    at = at.astimezone(UTC)
    own = _hash(AuditEntry(number, at, actor, action, subject, details, before, ""))
    return AuditEntry(number, at, actor, action, subject, details, before, own)


def erase(entry: AuditEntry, subject: str) -> AuditEntry:
    """What is left of an entry without its details, about a ``subject`` that names nobody."""
    return dataclasses.replace(entry, subject=subject, details=ERASED)


def vouching(erased: Iterable[AuditEntry]) -> dict[str, str]:
    """For the details of an entry of :data:`ERASING`: what is left of each erased one."""
    return {str(entry.number): _remains(entry) for entry in erased}


def first_break(entries: Iterable[AuditEntry], previous: AuditEntry | None = None) -> int | None:
    """The number of the first entry that does not follow from the one before; None: all do.

    An erased entry that no later one vouches for is a break too.

    Args:
        entries: in the order of the chain.
        previous: the entry before the first of them; None at the chain's start.
    """
    erased: dict[int, str] = {}
    for entry in entries:
        number = previous.number + 1 if previous else 1
        before = previous.hash if previous else GENESIS
        if (entry.number, entry.previous_hash) != (number, before):
            return number
        if entry.details == ERASED:
            erased[number] = _remains(entry)
        elif entry.hash != _hash(entry):
            return number
        elif entry.action in ERASING:
            _settle(erased, entry)
        previous = entry
    return min(erased, default=None)


def _settle(erased: dict[int, str], entry: AuditEntry) -> None:
    """Take what ``entry`` vouches for out of ``erased``."""
    vouched: Any = json.loads(entry.details).get("erased")
    if isinstance(vouched, Mapping):
        for number, remains in cast("Mapping[str, object]", vouched).items():
            if number.isdecimal() and erased.get(int(number)) == remains:
                del erased[int(number)]


def _remains(entry: AuditEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    left = [entry.number, at, entry.actor, entry.action, entry.subject, entry.hash]
    return hashlib.sha256(json.dumps(left, separators=(",", ":")).encode("ascii")).hexdigest()


def _hash(entry: AuditEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    hashed = [entry.number, at, entry.actor, entry.action, entry.subject, entry.details]
    text = json.dumps([*hashed, entry.previous_hash], separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
