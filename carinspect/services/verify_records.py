"""Job: prove that the records are as they were written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from carinspect.core.audit import AuditEntry, first_break
from carinspect.core.fact import FactSums, noted_facts
from carinspect.core.verification import Problem, ProblemKind, Verification
from carinspect.jobs.job import JobContext, Progress
from carinspect.services.workspace import Workspace
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.database import Database
from carinspect.storage.photo_store import PhotoStore
from carinspect.storage.rental_store import RentalStore
from carinspect.storage.stored_facts import photos_in_use, photos_of_inspections, stored_facts

_KEPT: Final = '"photo_kept":true'


@dataclass(frozen=True)
class VerifyRecords:
    """Compare the audit log with itself, the tables with the log, the photos with their hashes.

    Reports ``Progress`` by photos.

    Attributes:
        expected: hash of an entry that was noted elsewhere; found missing where the log's end
            was cut off or the whole log was written anew. Empty to look for none.

    Raises:
        CarInspectError: the records cannot be opened.
    """

    workspace: Workspace
    expected: str = ""

    def run(self, ctx: JobContext, /) -> Verification:
        records = self.workspace.records()
        log = _read_log(records.database, self.expected)
        ctx.raise_if_cancelled()
        photos, wrong = _check_photos(records.database, records.photos, log.must_stay, ctx)
        return Verification(
            log.entries, log.last_hash, log.records, photos, (*log.problems, *wrong)
        )


@dataclass(frozen=True, slots=True)
class _LogFindings:
    entries: int
    last_hash: str
    records: int
    must_stay: frozenset[str]
    problems: tuple[Problem, ...]


class _Reading:
    """The log's entries, once, with what is remembered of them on the way."""

    def __init__(self, entries: Iterable[AuditEntry]) -> None:
        self._entries = entries
        self.with_photo: set[str] = set()
        self.count, self.last_hash = 0, ""

    def pass_on(self) -> Iterator[AuditEntry]:
        for entry in self._entries:
            self.count += 1
            self.last_hash = entry.hash
            if entry.action == "inspection.added" and _KEPT in entry.details:
                self.with_photo.add(entry.subject)
            yield entry


def _read_log(database: Database, expected: str) -> _LogFindings:
    with database.reading() as connection:
        log = AuditLog(connection)
        problems: list[Problem] = []
        broken = first_break(log.entries())
        if broken is not None:
            problems.append(Problem(ProblemKind.CHAIN_BROKEN, str(broken)))
        if expected and not log.contains(expected):
            problems.append(Problem(ProblemKind.END_CUT_OFF, expected))
        reading = _Reading(log.entries())
        noted = FactSums(noted_facts(reading.pass_on()))
        stored = FactSums(stored_facts(connection))
        problems += _differences(noted, stored)
        must_stay = frozenset(
            sha256
            for subject, sha256 in photos_of_inspections(connection)
            if subject in reading.with_photo
        )
        must_stay |= RentalStore(connection).stored_photos()
        return _LogFindings(
            reading.count, reading.last_hash, len(stored), must_stay, tuple(problems)
        )


def _differences(noted: FactSums, stored: FactSums) -> list[Problem]:
    return [
        *(Problem(ProblemKind.RECORD_MISSING, one) for one in stored.lacking(noted)),
        *(Problem(ProblemKind.RECORD_NOT_NOTED, one) for one in noted.lacking(stored)),
        *(Problem(ProblemKind.RECORD_ALTERED, one) for one in noted.differing(stored)),
    ]


def _check_photos(
    database: Database, photos: PhotoStore, must_stay: frozenset[str], ctx: JobContext
) -> tuple[int, list[Problem]]:
    with database.reading() as connection:
        wanted = list(photos_in_use(connection))
    problems: list[Problem] = []
    read = 0
    for number, sha256 in enumerate(wanted, start=1):
        ctx.raise_if_cancelled()
        if photos.has(sha256):
            read += 1
            if not photos.is_whole(sha256):
                problems.append(Problem(ProblemKind.PHOTO_ALTERED, sha256))
        elif sha256 in must_stay:
            problems.append(Problem(ProblemKind.PHOTO_MISSING, sha256))
        ctx.report(Progress(number, len(wanted)))
    return read, problems
