"""The audit log: who did what when, append-only and hash-chained."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from carinspect.core.audit import AuditEntry, chain
from carinspect.storage.schema import audit_log
from carinspect.storage.streaming import stream


class AuditLog:
    """The log of one transaction's database; entries are written by ``writing`` ones only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(
        self, at: datetime, actor: str, *, action: str, subject: str, details: Mapping[str, object]
    ) -> AuditEntry:
        """Add an entry in the same transaction as what it tells of."""
        # With salt: from the hash of an entry that was erased nobody can guess a plate.
        salted = {**details, "salt": secrets.token_hex(_SALT_BYTES)}
        text = json.dumps(salted, sort_keys=True, separators=(",", ":"))
        entry = chain(self.last(), at, actor, action=action, subject=subject, details=text)
        self._connection.execute(
            insert(audit_log).values({name: getattr(entry, name) for name in _COLUMNS})
        )
        return entry

    def last(self) -> AuditEntry | None:
        """The end of the chain; None where nothing was done yet."""
        row = self._connection.execute(
            select(audit_log).order_by(audit_log.c.number.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _entry(row)

    def entries(self, *, subject: str | None = None) -> Iterator[AuditEntry]:
        """All entries in the order of the chain, or those of one subject."""
        query = select(audit_log).order_by(audit_log.c.number)
        if subject is not None:
            query = query.where(audit_log.c.subject == subject)
        yield from map(_entry, stream(self._connection, query))

    def erase(self, erased: Iterable[AuditEntry]) -> None:
        """Put what is left of entries (:func:`carinspect.core.audit.erase`) in their place."""
        for entry in erased:
            self._connection.execute(
                update(audit_log)
                .where(audit_log.c.number == entry.number)
                .values(subject=entry.subject, details=entry.details)
            )

    def contains(self, entry_hash: str) -> bool:
        """Whether an entry of this hash, noted elsewhere, is part of the chain."""
        query = select(audit_log.c.number).where(audit_log.c.hash == entry_hash.strip().lower())
        return self._connection.execute(query).first() is not None


_SALT_BYTES: Final = 8
_COLUMNS: Final = tuple(column.name for column in audit_log.columns)


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        row.number,
        row.at,
        row.actor,
        row.action,
        row.subject,
        row.details,
        row.previous_hash,
        row.hash,
    )
