"""The table of rows, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from tests.torture.row import Row

_HEADING = "| area | fault | times | result | |\n|---|---|---:|---|---|"


def as_markdown(rows: Sequence[Row]) -> str:
    """A line a row, and below the table every problem."""
    lines = [_HEADING, *(_line(row) for row in rows)]
    problems = [f"- {row.area}, {row.fault}: {one}" for row in rows for one in row.problems]
    return "\n".join([*lines, "", *problems] if problems else lines)


def _line(row: Row) -> str:
    cells = (row.area, row.fault, f"{row.count:,}", row.result, row.verdict.value)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
