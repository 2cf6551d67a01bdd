"""``carinspect rental``: pickup and return photos, comparison, decisions, evidence."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from carinspect.cli.acting_user import acting_user
from carinspect.cli.output import complain, progress, say, say_json
from carinspect.cli.rental_lines import finding_lines, list_lines, state_lines
from carinspect.core.comparison import Consent, CustomerStatement, Newness, StoredFinding
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.i18n import _, available_languages, language
from carinspect.core.record_texts import view_text
from carinspect.core.rental import Phase, RentalPhoto, View
from carinspect.core.rental_texts import stage_text
from carinspect.core.texts import error_text
from carinspect.core.view_proposal import proposals_from_names
from carinspect.jobs.job import Progress, run_here
from carinspect.reports.rental_record import comparison_record, state_record, summary_record
from carinspect.services.add_rental_photos import AddedPhotos, AddRentalPhotos
from carinspect.services.records import now
from carinspect.services.rentals import NewRental, RentalAtDesk, RentalDesk, ViewChoice
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]

_NO_VIEW: Final = "none"
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("rental", help=_("pickup against return: photos, findings, evidence"))
    acts = parser.add_subparsers(dest="act", required=True)
    begin = _about(acts, "open", _("begin a rental"))
    begin.add_argument("--plate", default="", help=_("the number plate"))
    begin.add_argument("--vehicle", default="", help=_("make and model"))
    begin.add_argument("--customer", default="", help=_("the counter's key for the customer"))
    listing = acts.add_parser("list", help=_("rentals and how far they have come"))
    listing.add_argument("text", nargs="?", default="", help=_("part of a number or plate"))
    _json(listing)
    _json(_about(acts, "show", _("one rental: photos, findings, decisions")))
    _describe_photos(acts)
    _describe_findings(acts)
    export = _about(acts, "export", _("write the evidence pack"))
    export.add_argument("folder", type=Path, metavar="DIR")
    export.add_argument("--language", choices=available_languages())
    export.add_argument("--redacted", action="store_true", help=_("hide plates and faces"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Run one of the acts; 1 where some photo could not be added."""
    acts: dict[str, Callable[[Workspace, argparse.Namespace], int]] = {
        "open": _open,
        "list": _list,
        "show": _show,
        "add": _add,
        "view": _view,
        "remove": _remove,
        "compare": _compare,
        "review": _review,
        "statement": _statement,
        "close": _close,
        "export": _export,
    }
    workspace = Workspace()
    try:
        return acts[arguments.act](workspace, arguments)
    finally:
        workspace.close()


def _about(acts: _SubParsersAction[Any], act: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = acts.add_parser(act, help=words)
    parser.add_argument("number", metavar=_("NUMBER"), help=_("the number of the rental"))
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=_("one JSON object a line"))


def _describe_photos(acts: _SubParsersAction[Any]) -> None:
    add = _about(acts, "add", _("add photos or folders to pickup or return"))
    add.add_argument("phase", type=Phase, choices=list(Phase))
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument(
        "--view", type=View, choices=list(View), help=_("what all show; else names may tell")
    )
    view = _about(acts, "view", _("say what a photo shows"))
    view.add_argument("photo", type=int, metavar=_("PHOTO"), help=_("its number in “show”"))
    view.add_argument("view", choices=[*(one.value for one in View), _NO_VIEW])
    remove = _about(acts, "remove", _("take photos out of the rental"))
    remove.add_argument("photos", nargs="+", type=int, metavar=_("PHOTO"))


def _describe_findings(acts: _SubParsersAction[Any]) -> None:
    _json(_about(acts, "compare", _("search what the return photos show in the pickup photos")))
    review = _about(acts, "review", _("decide on a finding, in your name"))
    review.add_argument("finding", type=int, metavar=_("FINDING"), help=_("its number in “show”"))
    review.add_argument("newness", type=Newness, choices=list(Newness))
    review.add_argument("--comment", default="")
    statement = _about(acts, "statement", _("note what the customer says to the findings"))
    statement.add_argument("consent", type=Consent, choices=list(Consent))
    statement.add_argument("--comment", default="")
    statement.add_argument("--language", choices=available_languages())
    statement.add_argument(
        "--signature", type=Path, metavar="PNG", help=_("a picture of the signature")
    )
    _about(acts, "close", _("make the rental final"))


def _desk(workspace: Workspace) -> RentalDesk:
    return RentalDesk(workspace.records(), acting_user(workspace).name)


def _open(workspace: Workspace, arguments: argparse.Namespace) -> int:
    new = NewRental(arguments.number, arguments.plate, arguments.vehicle, arguments.customer)
    opened = _desk(workspace).open(new)
    say(_("Rental {rental} is open.").format(rental=opened.state.rental.number))
    return 0


def _list(workspace: Workspace, arguments: argparse.Namespace) -> int:
    found = _desk(workspace).find(arguments.text)
    if arguments.json:
        for summary in found:
            say_json(summary_record(summary))
    else:
        _say_all(list_lines(found))
    return 0


def _show(workspace: Workspace, arguments: argparse.Namespace) -> int:
    state = _desk(workspace).load(arguments.number).state
    if arguments.json:
        say_json(state_record(state))
    else:
        _say_all(state_lines(state))
    return 0


def _add(workspace: Workspace, arguments: argparse.Namespace) -> int:
    desk = _desk(workspace)
    job = AddRentalPhotos(
        workspace, arguments.number, arguments.phase, tuple(arguments.paths), arguments.view
    )
    done = run_here(job, _show_progress)
    progress("")
    choices = [ViewChoice(one.photo, one.view) for one in proposals_from_names(done.added)]
    if choices:
        desk.set_views(arguments.number, choices)
    views = {choice.photo.sha256: choice.view for choice in choices}
    for photo in done.added:
        say(f"{photo.id}  {photo.name}  {view_text(views.get(photo.sha256, photo.view))}")
    return _tell_of_others(done)


def _tell_of_others(done: AddedPhotos) -> int:
    for name in done.known:
        complain(_("{photo} was there already.").format(photo=name))
    for name in done.in_other_phase:
        complain(_("{photo} is among the photos of the other phase too.").format(photo=name))
    for error in done.failed:
        complain(error_text(error))
    return 1 if done.failed else 0


def _view(workspace: Workspace, arguments: argparse.Namespace) -> int:
    desk = _desk(workspace)
    photo = _photos(desk, arguments.number, [arguments.photo])[0]
    view = None if arguments.view == _NO_VIEW else View(arguments.view)
    desk.set_views(arguments.number, [ViewChoice(photo, view)])
    say(f"{photo.id}  {photo.name}  {view_text(view)}")
    return 0


def _remove(workspace: Workspace, arguments: argparse.Namespace) -> int:
    desk = _desk(workspace)
    desk.remove(arguments.number, _photos(desk, arguments.number, arguments.photos))
    return 0


def _photos(desk: RentalDesk, number: str, ids: Sequence[int]) -> list[RentalPhoto]:
    known = {photo.id: photo for photo in desk.load(number).state.photos}
    for photo_id in ids:
        if photo_id not in known:
            raise CarInspectError(ErrorCode.RENTAL_PHOTO_MISSING, photo=photo_id, rental=number)
    return [known[photo_id] for photo_id in ids]


def _compare(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from carinspect.services.compare_rental import CompareRental

    desk = _desk(workspace)
    job = CompareRental(desk.records, workspace.new_inspector, arguments.number, desk.by)
    comparison = run_here(job, _show_progress)
    progress("")
    if arguments.json:
        say_json(comparison_record(comparison))
    else:
        _say_all(finding_lines(comparison))
    return 0


def _review(workspace: Workspace, arguments: argparse.Namespace) -> int:
    desk = _desk(workspace)
    found = _finding(desk.load(arguments.number), arguments.finding)
    done = desk.review(arguments.number, found.id, arguments.newness, arguments.comment)
    say(stage_text(done.state.stage))
    return 0


def _finding(rental: RentalAtDesk, number: int) -> StoredFinding:
    comparison = rental.state.comparison
    if comparison is None:
        raise CarInspectError(ErrorCode.NOT_COMPARED, rental=rental.state.rental.number)
    if not 1 <= number <= len(comparison.findings):
        raise CarInspectError(
            ErrorCode.FINDING_MISSING, finding=number, rental=rental.state.rental.number
        )
    return comparison.findings[number - 1]


def _statement(workspace: Workspace, arguments: argparse.Namespace) -> int:
    signature = _signature(arguments.signature)
    statement = CustomerStatement(
        arguments.consent, arguments.comment, arguments.language or language(), signature, now()
    )
    _desk(workspace).state_customer(arguments.number, statement)
    return 0


def _signature(file: Path | None) -> bytes:
    if file is None:
        return b""
    try:
        data = file.read_bytes()
    except OSError:
        raise CarInspectError(ErrorCode.FILE_MISSING, file=file) from None
    if not data.startswith(_PNG):
        raise CarInspectError(ErrorCode.PHOTO_UNKNOWN_FORMAT, photo=file)
    return data


def _close(workspace: Workspace, arguments: argparse.Namespace) -> int:
    done = _desk(workspace).close(arguments.number)
    words = {"rental": done.state.rental.number, "user": done.by}
    say(_("Rental {rental} is final; {user} closed it.").format(**words))
    return 0


def _export(workspace: Workspace, arguments: argparse.Namespace) -> int:
    from carinspect.services.export_evidence import ExportEvidence

    desk = _desk(workspace)
    job = ExportEvidence(
        desk.records,
        arguments.number,
        arguments.folder,
        arguments.language or language(),
        redacted=arguments.redacted,
        by=desk.by,
    )
    say(str(run_here(job, _show_progress)))
    return 0


def _show_progress(report: object) -> None:
    if isinstance(report, Progress) and report.total:
        progress(f"{report.done} / {report.total}")


def _say_all(lines: Sequence[str]) -> None:
    for line in lines:
        say(line)
