"""``carinspect verify-pack``: is an evidence pack unaltered?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carinspect.cli.output import complain, say, say_json
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evidence import VERIFIER, PackCheck
from carinspect.core.i18n import _
from carinspect.services.verify_pack import known_to_log, verify_pack
from carinspect.services.workspace import Workspace

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]


def add_parser(verbs: _SubParsersAction[Any]) -> argparse.ArgumentParser:
    """Describe the verb to argparse."""
    parser = verbs.add_parser("verify-pack", help=_("prove that an evidence pack is unaltered"))
    parser.add_argument("pack", type=Path, metavar="ZIP")
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))
    parser.add_argument(
        "--log", action="store_true", help=_("ask this counter's log whether it made the pack")
    )
    return parser


def run(arguments: argparse.Namespace) -> int:
    """Verify and print; 1 where something is wrong."""
    check = verify_pack(arguments.pack)
    if check.manifest is None:
        raise CarInspectError(ErrorCode.PACK_DAMAGED, file=arguments.pack)
    known = _known(check) if arguments.log else None
    if arguments.json:
        say_json(_fields(check, known))
    else:
        _print(check, known)
    return 0 if check.ok and known is not False else 1


def _known(check: PackCheck) -> bool:
    workspace = Workspace()
    try:
        return known_to_log(check, workspace.records())
    finally:
        workspace.close()


def _print(check: PackCheck, known: bool | None) -> None:  # noqa: FBT001 - an answer
    for line in _complaints(check):
        complain(line)
    if known is False:
        complain(_("This counter's log does not know the pack."))
    if check.ok:
        whole = _("All {count} files are there and unaltered.")
        say(whole.format(count=len(check.whole)))
    if known:
        say(_("This counter's log knows the pack."))
    say(_("Seal: {seal}").format(seal=check.seal))


def _complaints(check: PackCheck) -> list[str]:
    altered = [*check.altered, *([VERIFIER] if check.verifier_altered else [])]
    lines = [_("{file} was altered.").format(file=name) for name in altered]
    lines += [_("{file} is missing.").format(file=name) for name in check.missing]
    lines += [_("{file} is not part of the pack.").format(file=name) for name in check.unlisted]
    if check.originals_differ:
        lines.append(_("The list of original photos was altered."))
    return lines


def _fields(check: PackCheck, known: bool | None) -> dict[str, object]:  # noqa: FBT001
    manifest = check.manifest
    return {
        "unaltered": check.ok,
        "known_to_log": known,
        "seal": check.seal,
        "rental": manifest.rental if manifest else None,
        "redacted": manifest.redacted if manifest else None,
        "altered": list(check.altered),
        "missing": list(check.missing),
        "unlisted": list(check.unlisted),
        "verifier_altered": check.verifier_altered,
        "originals_differ": check.originals_differ,
    }
