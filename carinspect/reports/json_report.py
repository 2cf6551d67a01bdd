"""Records -> one JSON document for programs, one record at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import BinaryIO, Final

from carinspect.core.record import Record
from carinspect.reports.inspection_record import inspection_record

VERSION: Final = 1


def write_json(records: Iterable[Record], about: Mapping[str, object], file: BinaryIO) -> None:
    """Write an object that holds ``about``, ``inspections`` (a line each), and the totals.

    UTF-8; ``outcomes`` counts what holds now, which a person may have corrected.
    """
    head = {"report": "carinspect.inspections", "version": VERSION, **about}
    # The document is open until its list is written: its end stands in the last line.
    file.write(_text(head)[:-1] + b',\n"inspections": [')
    outcomes: Counter[str] = Counter()
    for record in records:
        file.write((b",\n" if outcomes else b"\n") + _text(record_fields(record)))
        outcomes[record.outcome.value] += 1
    foot = {"count": outcomes.total(), "outcomes": dict(sorted(outcomes.items()))}
    file.write(b"\n],\n" + _text(foot)[1:] + b"\n")


def record_fields(record: Record) -> dict[str, object]:
    """A record as plain data: what the model said, and what people said about it."""
    return {
        "record": record.id,
        "inspected_at": record.inspected_at.isoformat(timespec="milliseconds"),
        "inspected_by": record.inspected_by,
        "current_outcome": record.outcome.value,
        "reviewed_by": record.reviewed_by,
        "rental": record.rental,
        "plate": record.plate,
        **inspection_record(record.inspection),
    }


def _text(fields: Mapping[str, object]) -> bytes:
    text = json.dumps(fields, ensure_ascii=False, allow_nan=False)
    # A file name that is no UTF-8 becomes \udc80 and the like, which JSON reads back.
    return text.encode("utf-8", "backslashreplace")
