"""The installers, from one place.

    python packaging/build.py make --edition counter --target deb run --test
    python packaging/build.py make --edition counter --target nsis-stub --test
    python packaging/build.py keys PRIVATE_FILE
    python packaging/build.py manifest --key PRIVATE_FILE --notes en=... --notes ko=...

What is built lies in `dist/`, with `installers.json`: sizes, start-up times, checksums. A test
installs what was built where the program has never been and uses what was installed: Linux
installers in an empty Debian (as root: debootstrap and chroot), the setup for Windows under wine.
"""

from __future__ import annotations

import argparse
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from installers.app_folder import build_app_folder
from installers.deb import build_deb
from installers.editions import EDITIONS, Edition
from installers.freeze import freeze, frozen_folder
from installers.mac_bundle import make_disk_image
from installers.measures import Built, over_limit, table, write_report
from installers.places import DIST
from installers.run_file import build_run
from installers.windows_setup import build_setup, stub_payload

_NATIVE: Final = {"linux": ("deb", "run", "appdir"), "win32": ("nsis",), "darwin": ("dmg",)}
_TARGETS: Final = ("folder", "deb", "run", "appdir", "nsis", "nsis-stub", "dmg")


def main(arguments: list[str]) -> int:
    """Run a sub-command; 1 where an installer is larger or slower than it may be."""
    chosen = _parser().parse_args(arguments)
    return chosen.run(chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(required=True)
    make = verbs.add_parser("make", help="build installers")
    make.add_argument("--edition", nargs="+", choices=list(EDITIONS), default=list(EDITIONS))
    default = _NATIVE.get(sys.platform, ())
    make.add_argument("--target", nargs="+", choices=_TARGETS, default=list(default))
    make.add_argument("--test", action="store_true", help="install and use what was built")
    make.add_argument("--reuse", action="store_true", help="take the frozen folder that is there")
    make.set_defaults(run=_make)
    keys = verbs.add_parser("keys", help="make the keys that updates are signed with")
    keys.add_argument("private_file", type=Path)
    keys.set_defaults(run=_keys)
    manifest = verbs.add_parser("manifest", help="sign the list of what is in dist/")
    manifest.add_argument("--key", type=Path, required=True, help="the private key's file")
    manifest.add_argument("--folder", type=Path, default=DIST)
    manifest.add_argument("--notes", action="append", default=[], metavar="LANGUAGE=TEXT")
    manifest.set_defaults(run=_manifest)
    return parser


def _make(chosen: argparse.Namespace) -> int:
    built: list[Built] = []
    for name in chosen.edition:
        edition = EDITIONS[name]
        made = [_build(edition, target, reuse=chosen.reuse) for target in chosen.target]
        built += _test(made) if chosen.test else made
        write_report(built)
    print(table())
    too_much = over_limit(built)
    print("".join(f"TOO MUCH: {sentence}\n" for sentence in too_much), end="")
    return 1 if too_much else 0


def _build(edition: Edition, target: str, *, reuse: bool) -> Built:
    print(f"{edition.name}: {target}", flush=True)
    if target == "nsis-stub":
        setup = build_setup(edition, stub_payload(), amd64=True)
        return Built(edition, target, setup, note="stub payload")
    frozen = frozen_folder(edition)
    # One freezing serves all installers of a call.
    if edition not in _frozen and not (reuse and frozen.exists()):
        freeze(edition)
    _frozen.add(edition)
    return Built(edition, target, _builders()[target](edition, frozen))


_frozen: Final[set[Edition]] = set()


def _builders() -> dict[str, Callable[[Edition, Path], Path]]:
    return {
        "folder": lambda _edition, frozen: frozen,
        "deb": build_deb,
        "run": build_run,
        "appdir": build_app_folder,
        "nsis": build_setup,
        "dmg": lambda edition, _frozen: make_disk_image(edition),
    }


def _test(built: list[Built]) -> list[Built]:
    from installers.bench import Bench

    with Bench() as bench:
        return [dataclasses.replace(one, tested=bench.test(one)) for one in built]


def _keys(chosen: argparse.Namespace) -> int:
    from installers.update_manifest import make_keys

    print(f"updates_key for packaging/updates.json: {make_keys(chosen.private_file)}")
    return 0


def _manifest(chosen: argparse.Namespace) -> int:
    from installers.update_manifest import write_manifest

    notes = dict(line.split("=", 1) for line in chosen.notes)
    print(write_manifest(chosen.folder, chosen.key, notes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
