"""The audit log's chain: each entry carries the hash of the one before.

Whoever alters, inserts or removes an entry breaks every hash after it. Only a chain whose
end was cut off, or that was computed anew as a whole, still fits together: against that, the
hash of the last entry is noted elsewhere (a backup, an evidence pack, a sheet of paper) and
looked for in the chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

GENESIS: Final = "0" * 64
"""What stands for the hash before the first entry."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what when.

    Attributes:
        number: from 1, without gaps.
        at: aware, UTC.
        subject: what it was done to, such as ``inspection:17``.
        details: a JSON object, as the text that was hashed.
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


def first_break(entries: Iterable[AuditEntry], previous: AuditEntry | None = None) -> int | None:
    """The number of the first entry that does not follow from the one before; None: all do.

    Args:
        entries: in the order of the chain.
        previous: the entry before the first of them; None at the chain's start.
    """
    for entry in entries:
        number = previous.number + 1 if previous else 1
        before = previous.hash if previous else GENESIS
        if (entry.number, entry.previous_hash) != (number, before) or entry.hash != _hash(entry):
            return number
        previous = entry
    return None


def _hash(entry: AuditEntry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    hashed = [entry.number, at, entry.actor, entry.action, entry.subject, entry.details]
    text = json.dumps([*hashed, entry.previous_hash], separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
