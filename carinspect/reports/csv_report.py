"""Records -> CSV for spreadsheets, one row at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import BinaryIO, Final

from carinspect.core.record import Record
from carinspect.core.texts import error_text, flaw_text, outcome_text

BOM: Final = b"\xef\xbb\xbf"
"""By which a spreadsheet program knows that the letters are UTF-8."""

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV Injection")."""


def write_csv(records: Iterable[Record], file: BinaryIO) -> None:
    """Write a heading and a line a record, UTF-8 with a mark, lines ending as RFC 4180 says.

    The names of the columns are stable; only ``verdict`` and ``remark`` are in the user's
    language. Probabilities are in [0, 1], times are UTC as ISO 8601 writes them.
    """
    file.write(BOM)
    file.write(csv_line(COLUMNS))
    file.writelines(csv_line([cell(record) for cell in COLUMNS.values()]) for record in records)


def csv_line(cells: Iterable[str]) -> bytes:
    """One line with its end, quoted where needed."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    # A file name that is no UTF-8 is written with escapes instead of not at all.
    return text.getvalue().encode("utf-8", "backslashreplace")


def safe_cell(text: str) -> str:
    """``text`` such that no spreadsheet program runs it."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _car_probability(record: Record) -> str:
    gate1 = record.inspection.gate1
    return _number(None if gate1 is None else gate1.car_probability, 4)


def _is_car(record: Record) -> str:
    gate1 = record.inspection.gate1
    return "" if gate1 is None else str(gate1.is_car).lower()


def _looks_like(record: Record) -> str:
    gate1 = record.inspection.gate1
    return "" if gate1 is None or not gate1.top5 else safe_cell(gate1.top5[0].name)


def _damage_probability(record: Record) -> str:
    gate2 = record.inspection.gate2
    return _number(None if gate2 is None else gate2.probability, 4)


def _threshold(record: Record) -> str:
    gate2 = record.inspection.gate2
    return _number(None if gate2 is None else gate2.threshold, 4)


def _places(record: Record) -> str:
    gate2 = record.inspection.gate2
    return "" if gate2 is None else str(len(gate2.regions))


def _remark(record: Record) -> str:
    return safe_cell(remark(record))


def remark(record: Record) -> str:
    """Why there is no verdict, or what is wrong with the photo; else empty."""
    inspection = record.inspection
    if inspection.error is not None:
        return error_text(inspection.error)
    flaws = inspection.quality.flaws if inspection.quality is not None else ()
    return " ".join(flaw_text(flaw) for flaw in flaws)


COLUMNS: Final = MappingProxyType[str, Callable[[Record], str]](
    {
        "record": lambda record: str(record.id),
        "inspected_at": lambda record: record.inspected_at.isoformat(timespec="seconds"),
        "inspected_by": lambda record: safe_cell(record.inspected_by),
        "folder": lambda record: safe_cell(str(record.inspection.photo.parent)),
        "photo": lambda record: safe_cell(record.inspection.photo.name),
        "outcome": lambda record: record.outcome.value,
        "verdict": lambda record: safe_cell(outcome_text(record.outcome)),
        "model_outcome": lambda record: record.inspection.outcome.value,
        "is_car": _is_car,
        "car_probability": _car_probability,
        "looks_like": _looks_like,
        "damage_probability": _damage_probability,
        "threshold": _threshold,
        "places": _places,
        "remark": _remark,
        "milliseconds": lambda record: _number(record.inspection.milliseconds, 0),
        "model": lambda record: safe_cell(record.inspection.model_id),
        "sha256": lambda record: record.inspection.sha256,
        "rental": lambda record: safe_cell(record.rental),
        "plate": lambda record: safe_cell(record.plate),
        "reviewed_by": lambda record: safe_cell(record.reviewed_by),
    }
)
"""The columns in their order; new ones are added at the end."""
