"""``carinspect history``: what was inspected, searched, as a table, JSON or a report."""

from __future__ import annotations

import argparse
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import row, say, say_json
from carinspect.core.i18n import _, ngettext
from carinspect.core.inspection import Outcome
from carinspect.core.record import Cursor, HistoryFilter, Record
from carinspect.core.texts import outcome_text
from carinspect.jobs.job import run_here
from carinspect.reports.json_report import record_fields
from carinspect.services.export_report import ExportReport
from carinspect.services.search_history import SearchHistory
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_WIDTHS: Final = (7, 16, 22, 12, 12, 12, 12, 0)
_AT_ONCE: Final = 200


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("history", help=_("search what was inspected"))
    parser.add_argument("--plate", default="", help=_("any part of the plate"))
    parser.add_argument("--rental", default="", help=_("the beginning of the rental's number"))
    day = {"type": date.fromisoformat, "metavar": "YYYY-MM-DD"}
    parser.add_argument("--since", **day, help=_("inspected on this day or later"))
    parser.add_argument("--until", **day, help=_("inspected on this day or earlier"))
    parser.add_argument("--outcome", type=Outcome, choices=list(Outcome), help=_("what holds now"))
    parser.add_argument("--reviewer", default="", help=_("who reviewed it last"))
    parser.add_argument(
        "--limit", type=int, default=50, metavar="N", help=_("how many at most; 0 for all")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=_("write all of them into a report instead")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Search and print, or write the report."""
    workspace = Workspace()
    wanted = _filter(arguments)
    try:
        if arguments.out is not None:
            run_here(ExportReport(workspace.records(), wanted, arguments.out))
            say(_("Written: {file}").format(file=arguments.out))
        else:
            _print(workspace, wanted, arguments)
    finally:
        workspace.close()
    return 0


def _filter(arguments: argparse.Namespace) -> HistoryFilter:
    until = arguments.until + timedelta(days=1) if arguments.until else None
    return HistoryFilter(
        plate=arguments.plate,
        rental=arguments.rental,
        since=_midnight(arguments.since),
        until=_midnight(until),
        outcome=arguments.outcome,
        reviewer=arguments.reviewer,
    )


def _midnight(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time()).astimezone()


def _print(workspace: Workspace, wanted: HistoryFilter, arguments: argparse.Namespace) -> None:
    if not arguments.json:
        say(row(_headings(), _WIDTHS))
    left = arguments.limit or None
    after: Cursor | None = None
    total = 0
    while True:
        limit = _AT_ONCE if left is None else min(left, _AT_ONCE)
        found = run_here(SearchHistory(workspace, wanted, limit, after))
        total = total if found.total is None else found.total
        for record in found.page.records:
            if arguments.json:
                say_json(record_fields(record))
            else:
                say(row(_cells(record), _WIDTHS))
        left = None if left is None else left - len(found.page.records)
        after = found.page.next
        if after is None or left == 0:
            break
    if not arguments.json:
        say(ngettext("{count} inspection", "{count} inspections", total).format(count=total))


def _headings() -> tuple[str, ...]:
    who = (_("Inspected by"), _("Reviewed by"))
    return (_("No."), _("Time"), _("Outcome"), _("Plate"), _("Rental"), *who, _("Photo"))


def _cells(record: Record) -> tuple[str, ...]:
    return (
        str(record.id),
        f"{record.inspected_at.astimezone():%Y-%m-%d %H:%M}",
        outcome_text(record.outcome),
        record.plate or "-",
        record.rental or "-",
        record.inspected_by or "-",
        record.reviewed_by or "-",
        str(record.inspection.photo),
    )
