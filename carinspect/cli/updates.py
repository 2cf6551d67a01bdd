"""``carinspect updates``: whether there is a newer version; asks only when it is called."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect import __version__
from carinspect.cli.output import progress, say, say_json
from carinspect.core.i18n import _, language
from carinspect.jobs.job import Progress, run_here
from carinspect.services.updates import CheckForUpdates, FetchUpdate, Update, update_source

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("updates", help=_("look for a newer version, now and only now"))
    parser.add_argument(
        "manifest", nargs="?", default="", metavar="MANIFEST",
        help=_("a file or web address instead of the one that came with the program"),
    )  # fmt: skip
    parser.add_argument(
        "--key", type=Path, metavar="FILE",
        help=_("trust the public key in this file instead of the program's own"),
    )  # fmt: skip
    parser.add_argument(
        "--download", type=Path, metavar="DIR",
        help=_("get the installer into this folder and check it; it is not started"),
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Ask, and say what was found."""
    source = update_source(arguments.manifest, arguments.key)
    update = run_here(CheckForUpdates(source))
    file: Path | None = None
    if arguments.download is not None and update.is_newer:
        file = run_here(FetchUpdate(source, update, arguments.download), _show_progress)
        progress("")
    if arguments.json:
        say_json(_fields(update, file))
    else:
        _say(update, file)
    return 0


def _say(update: Update, file: Path | None) -> None:
    release = update.release
    if not update.is_newer:
        say(_("CarInspect {version} is the newest version.").format(version=__version__))
        return
    say(
        _("CarInspect {version} of {day} is there; this is {own}.").format(
            version=release.version, day=release.published.isoformat(), own=__version__
        )
    )
    notes = release.notes_in(language())
    if notes:
        say(notes)
    if file is not None:
        say(_("Downloaded and checked: {file}").format(file=file))
    elif update.package is None:
        say(_("It has no installer of this edition for this computer."))
    else:
        say(_("Get its installer with: carinspect updates --download DIR"))


def _fields(update: Update, file: Path | None) -> dict[str, object]:
    package = update.package
    return {
        "version": update.release.version,
        "published": update.release.published.isoformat(),
        "newer": update.is_newer,
        "own_version": __version__,
        "file": package.file if package else None,
        "size": package.size if package else None,
        "sha256": package.sha256 if package else None,
        "downloaded": None if file is None else str(file),
    }


def _show_progress(report: object) -> None:
    if isinstance(report, Progress) and report.total:
        progress(f"{report.done / 1e6:.0f} / {report.total / 1e6:.0f} MB")
