"""What the audit log says of a record and what the tables say of it, made comparable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from carinspect.core.audit import ERASED, AuditEntry

_MODULUS: Final = 1 << 256


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about a record.

    Attributes:
        subject: such as ``inspection:17``.
        words: what is stated, in an order that log and tables share.
    """

    subject: str
    words: tuple[str, ...]


class FactSums:
    """All facts of a database in little memory: of each subject the sum of their SHA-256.

    The order of the facts does not matter; a hundred thousand records take some megabytes.
    """

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._sums: dict[str, int] = {}
        for fact in facts:
            self.add(fact)

    def add(self, fact: Fact) -> None:
        text = json.dumps(fact.words, separators=(",", ":"))
        number = int.from_bytes(hashlib.sha256(text.encode("ascii")).digest(), "big")
        self._sums[fact.subject] = (self._sums.get(fact.subject, 0) + number) % _MODULUS

    def __len__(self) -> int:
        return len(self._sums)

    def lacking(self, other: FactSums) -> list[str]:
        """Subjects of ``other`` that are not here."""
        return [subject for subject in other._sums if subject not in self._sums]

    def differing(self, other: FactSums) -> list[str]:
        """Subjects of which the two say different things."""
        return [
            subject
            for subject, number in self._sums.items()
            if other._sums.get(subject, number) != number
        ]


def moment(at: datetime) -> str:
    """A time as a word of a fact."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def finding_words(values: Mapping[str, object]) -> tuple[str, ...]:
    """The words of a finding of a comparison, from the values of its row."""
    return ("finding", json.dumps(dict(values), sort_keys=True))


def noted_facts(entries: Iterable[AuditEntry]) -> Iterator[Fact]:
    """What the audit log says: everything that was added, and what holds of it in the end."""
    latest: dict[tuple[str, str], tuple[str, ...] | None] = {}
    for entry in entries:
        for key, words in _read(entry):
            if key is None:
                if words is not None:
                    yield Fact(entry.subject, words)
            else:
                latest[entry.subject, key] = words
    for (subject, _key), words in latest.items():
        if words is not None:
            yield Fact(subject, words)


_Statement = tuple[str | None, tuple[str, ...] | None]
"""A key under which a later statement takes the place of an earlier one, or None for one that
stays; and the words, None where something no longer is."""


def _read(entry: AuditEntry) -> list[_Statement]:
    read = _READERS.get(entry.action)
    if read is None or entry.details == ERASED:
        return []
    try:
        return read(entry, json.loads(entry.details))
    except (ValueError, KeyError, TypeError):
        # Not as this program writes them: altered, so that what they told of is not noted.
        return []


def _added(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    outcome = str(details["outcome"])
    return [
        (None, ("added", moment(entry.at), entry.actor, outcome, str(details["digest"]))),
        ("holds", ("holds", outcome, "")),
    ]


def _reviewed(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    outcome, decision = str(details["outcome"]), entry.action.partition(".")[2]
    comment = str(details["comment"])
    return [
        (None, ("reviewed", moment(entry.at), entry.actor, decision, outcome, comment)),
        ("holds", ("holds", outcome, entry.actor)),
    ]


def _opened(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    return [(None, ("opened", moment(entry.at), str(details["plate"])))]


def _closed(entry: AuditEntry, _details: dict[str, Any]) -> list[_Statement]:
    return [(None, ("closed", moment(entry.at), entry.actor))]


def _photo_added(_entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    phase, sha256 = str(details["phase"]), str(details["sha256"])
    return [(f"photo:{phase}:{sha256}", ("photo", phase, sha256))]


def _photo_removed(_entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    return [(f"photo:{details['phase']}:{details['sha256']}", None)]


def _compared(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    findings: list[dict[str, object]] = details["findings"]
    number, model = str(details["comparison"]), str(details["model"])
    made: list[_Statement] = [(None, ("compared", moment(entry.at), entry.actor, number, model))]
    return made + [(None, finding_words(finding)) for finding in findings]


def _finding_reviewed(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    said = (str(details["finding"]), str(details["newness"]), str(details["comment"]))
    return [(None, ("finding.reviewed", moment(entry.at), entry.actor, *said))]


def _stated(entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    consent = entry.action.partition(".")[2]
    said = (str(details["comparison"]), str(details["comment"]), str(details["signature"]))
    return [(None, ("customer", moment(entry.at), consent, *said))]


def _role(_entry: AuditEntry, details: dict[str, Any]) -> list[_Statement]:
    return [("role", ("role", str(details["role"])))]


def _deactivated(_entry: AuditEntry, _details: dict[str, Any]) -> list[_Statement]:
    return [("role", None)]


_READERS: Final[dict[str, Callable[[AuditEntry, dict[str, Any]], list[_Statement]]]] = {
    "inspection.added": _added,
    "inspection.agree": _reviewed,
    "inspection.correct": _reviewed,
    "inspection.retake": _reviewed,
    "rental.opened": _opened,
    "rental.closed": _closed,
    "rental.photo_added": _photo_added,
    "rental.photo_removed": _photo_removed,
    "rental.compared": _compared,
    "finding.reviewed": _finding_reviewed,
    "customer.agree": _stated,
    "customer.object": _stated,
    "customer.comment": _stated,
    "user.added": _role,
    "user.role": _role,
    "user.deactivated": _deactivated,
}
