"""``carinspect compare``: return photos against pickup photos, without a rental."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.output import complain, progress, row, say, say_json
from carinspect.core.comparison import Comparison, Newness
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _
from carinspect.core.photo import find_photos, read_photo
from carinspect.core.record_texts import newness_text, phase_text, reason_text
from carinspect.core.rental import Phase
from carinspect.core.texts import error_text
from carinspect.jobs.job import Progress, run_here
from carinspect.reports.comparison_record import comparison_record
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_WIDTHS: Final = (28, 8, 8, 0)


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("compare", help=_("tell new damage from what was there at pickup"))
    for name, words in (
        ("pickup", _("photo or folder of the pickup")),
        ("return", _("photo or folder of the return")),
    ):
        parser.add_argument(
            f"--{name}", dest=name, nargs="+", type=Path, required=True, metavar="PATH", help=words
        )
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))
    parser.add_argument(
        "--model", default="", metavar="ID", help=_("a model other than the active")
    )
    parser.add_argument(
        "--side-by-side", type=Path, metavar="DIR", help=_("write a picture of each finding there")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Compare and print; 1 where some photo could not be read."""
    from carinspect.services.compare_photos import ComparePhotos

    paths: dict[str, Path] = {}
    pickup = _readable(arguments.pickup, paths)
    returned = _readable(getattr(arguments, "return"), paths)
    workspace = Workspace()
    job = ComparePhotos(
        lambda: workspace.new_inspector(arguments.model), pickup.photos, returned.photos
    )
    comparison = run_here(job, _show_progress)
    progress("")
    if arguments.json:
        say_json(comparison_record(comparison, paths))
    else:
        _print(comparison, paths)
    if arguments.side_by_side:
        _save_pictures(comparison, paths, arguments.side_by_side)
    return 1 if pickup.failed or returned.failed else 0


class _Given:
    """The photos of one side that can be read."""

    def __init__(self) -> None:
        self.photos: tuple[Path, ...] = ()
        self.failed = False


def _readable(given: list[Path], paths: dict[str, Path]) -> _Given:
    """Find the photos and remember each one's hash; complain of those that cannot be read."""
    found = _Given()
    for path in find_photos(given):
        try:
            paths.setdefault(read_photo(path).sha256, path)
            found.photos += (path,)
        except CarInspectError as error:
            complain(error_text(error))
            found.failed = True
    if not found.photos and not found.failed:
        raise CarInspectError(ErrorCode.NO_PHOTOS, folder=given[0])
    return found


def _show_progress(report: object) -> None:
    if isinstance(report, Progress):
        progress(f"{report.done} / {report.total}")


def _print(comparison: Comparison, paths: Mapping[str, Path]) -> None:
    say(row((_("Result"), phase_text(Phase.RETURN), phase_text(Phase.PICKUP), _("Photo")), _WIDTHS))
    for finding in comparison.findings:
        seen = finding.pickup_evidence
        cells = (
            newness_text(finding.newness),
            f"{finding.return_evidence:.2f}",
            "-" if seen is None else f"{seen:.2f}",
            str(paths[finding.return_photo]),
        )
        say(row(cells, _WIDTHS))
        say(f"    {reason_text(finding.reason)}")
    for photo in comparison.photos_without_findings:
        say(row((_("No damage found"), "-", "-", str(paths[photo])), _WIDTHS))
    for photo in comparison.photos_not_inspected:
        say(row((_("Could not be inspected"), "-", "-", str(paths[photo])), _WIDTHS))
    counts = Counter(finding.newness for finding in comparison.findings)
    say(", ".join(f"{newness_text(newness)}: {counts[newness]}" for newness in Newness))


def _save_pictures(comparison: Comparison, paths: Mapping[str, Path], folder: Path) -> None:
    from carinspect.services.save_side_by_side import save_side_by_side

    for picture in save_side_by_side(comparison, paths, folder):
        progress(str(picture))
    progress("")
