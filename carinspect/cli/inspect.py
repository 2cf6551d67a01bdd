"""``carinspect inspect``: photos -> a table, or one JSON object a line."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import complain, row, say, say_json
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.imagenet_words import imagenet_text
from carinspect.core.inspection import Inspection, Outcome
from carinspect.core.photo import find_photos
from carinspect.core.settings import Gate1Rule
from carinspect.core.texts import error_text, flaw_text, outcome_text
from carinspect.jobs.job import run_here
from carinspect.reports.inspection_record import inspection_record
from carinspect.services.inspect_photos import InspectPhotos
from carinspect.services.record_inspections import record_inspections
from carinspect.services.save_heat_map import save_heat_map
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_WIDTHS: Final = (22, 9, 9, 22, 8, 0)


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("inspect", help=_("inspect photos and print the verdicts"))
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=_("photo or folder"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    parser.add_argument(
        "--model", default="", metavar="ID", help=_("a model other than the active")
    )
    parser.add_argument(
        "--rule",
        type=Gate1Rule,
        choices=list(Gate1Rule),
        help=_("how Gate1 decides: its trained head, or any car among the top 5 as in 2020"),
    )
    parser.add_argument(
        "--record", action="store_true", help=_("keep inspections and photos in the history")
    )
    parser.add_argument(
        "--heatmap", type=Path, metavar="DIR", help=_("write heat maps into this folder")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Inspect and print; 1 where some photo could not be inspected."""
    photos = tuple(find_photos(arguments.paths))
    if not photos:
        raise CarInspectError(ErrorCode.NO_PHOTOS, folder=arguments.paths[0])
    workspace = Workspace()
    try:
        return 1 if _inspect(workspace, photos, arguments) else 0
    finally:
        workspace.close()


def _inspect(workspace: Workspace, photos: tuple[Path, ...], arguments: argparse.Namespace) -> bool:
    """Whether anything failed."""
    job = InspectPhotos(lambda: workspace.inspector(arguments.model, arguments.rule), photos)
    # Asked before the first photo: whoever is not signed in need not wait for verdicts.
    by = acting_user(workspace).name if arguments.record else ""
    show = _show_json if arguments.json else _table()
    failed = False

    def on_report(report: object) -> None:
        nonlocal failed
        if isinstance(report, Inspection):
            failed |= report.outcome is Outcome.ERROR
            show(report)
            failed |= not _save_heat_map(report, arguments.heatmap)
            failed |= bool(by) and not _record(workspace, report, by)

    run_here(job, on_report)
    return failed


def _record(workspace: Workspace, inspection: Inspection, by: str) -> bool:
    left_out = record_inspections(workspace.records(), (inspection,), by=by).left_out
    for _inspection, error in left_out:
        complain(error_text(error))
    return not left_out


def _save_heat_map(inspection: Inspection, folder: Path | None) -> bool:
    if folder is None:
        return True
    try:
        save_heat_map(inspection, folder)
    except CarInspectError as error:
        complain(error_text(error))
        return False
    return True


def _show_json(inspection: Inspection) -> None:
    say_json(inspection_record(inspection))


def _table() -> Callable[[Inspection], None]:
    headings = (_("Outcome"), _("Car"), _("Damage"), _("Looks like"), _("ms"), _("Photo"))
    say(row(headings, _WIDTHS))

    def show(inspection: Inspection) -> None:
        say(row(_cells(inspection), _WIDTHS))
        for note in _notes(inspection):
            say(f"    {note}")

    return show


def _cells(inspection: Inspection) -> tuple[str, ...]:
    gate1, gate2 = inspection.gate1, inspection.gate2
    return (
        outcome_text(inspection.outcome),
        f"{gate1.car_probability:.3f}" if gate1 else "-",
        f"{gate2.probability:.3f}" if gate2 else "-",
        imagenet_text(gate1.top5[0].wnid, gate1.top5[0].name) if gate1 else "-",
        f"{inspection.milliseconds:.0f}",
        str(inspection.photo),
    )


def _notes(inspection: Inspection) -> list[str]:
    flaws = inspection.quality.flaws if inspection.quality else ()
    notes = [flaw_text(flaw) for flaw in flaws]
    return [*notes, error_text(inspection.error)] if inspection.error else notes
