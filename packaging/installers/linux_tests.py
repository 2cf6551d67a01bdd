"""The Linux installers on an empty Debian: installed, used, removed."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path
from typing import Final

from installers.clean_root import CLERK, in_root
from installers.editions import Edition
from installers.measures import Tested
from installers.places import DIST, run
from installers.program import Program
from installers.screen import photograph, virtual_screen
from installers.smoke import SAMPLE, expect, smoke, window
from installers.start_up import measure

_HOME: Final = Path("home") / "clerk"
_RECORDS: Final = _HOME / ".local" / "share" / "carinspect"


def test_deb(root: Path, package: Path, edition: Edition) -> Tested:
    """Install with apt, use as an ordinary user, purge; the records stay.

    The libraries that apt installed along stay, so that the other installers can be tried in the
    same root.
    """
    shutil.copy(package, root / "tmp")
    _install(root, f"/tmp/{package.name}")
    _check_desktop_files(root / "usr" / "share")
    program = Program("/usr/bin/carinspect", root / _HOME, root, CLERK)
    tested = _use(program, root / "usr" / "lib" / "carinspect", edition, "deb")
    in_root(root, "apt-get", "purge", "-y", "-qq", edition.package)
    left = [path for path in (root / "usr").rglob("*carinspect*") if "/doc/" not in str(path)]
    expect(not left, "purged, but left behind", *left)
    _check_records_are_there(root)
    return tested


def test_run(root: Path, file: Path, edition: Edition) -> Tested:
    """Install as an ordinary user, install once more over it, use, uninstall."""
    shutil.copy(file, root / "tmp")
    # What a desktop has and an empty Debian has not.
    _install(root, "xz-utils")
    said = _run_installer(root, file, "C.UTF-8")
    expect("carinspect-uninstall" in said, "it does not say how to remove the program", said)
    # What it says is missing, and nothing else, is what it takes.
    _install(root, *re.findall(r"sudo apt-get install (\S+)\)", said))
    said = _run_installer(root, file, "ko_KR.UTF-8")
    expect("apt-get install" not in said, "a library is still missing", said)
    expect("설치했습니다" in said, "no Korean", said)
    local = root / _HOME / ".local"
    _check_desktop_files(local / "share")
    program = Program("/home/clerk/.local/bin/carinspect", root / _HOME, root, CLERK)
    tested = _use(program, local / "lib" / "carinspect", edition, "run")
    in_root(root, "/home/clerk/.local/bin/carinspect-uninstall", user=CLERK)
    left = [path for path in local.rglob("*carinspect*") if not _is_the_users(path, local)]
    expect(not left, "uninstalled, but left behind", *left)
    _check_records_are_there(root)
    return tested


def _install(root: Path, *packages: str) -> None:
    if packages:
        in_root(root, "apt-get", "update", "-qq")
        in_root(root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def _run_installer(root: Path, file: Path, language: str) -> str:
    words = ("sh", f"/tmp/{file.name}", "--quiet")
    return in_root(root, *words, user=CLERK, LANG=language, LC_ALL=language)


def test_app_folder(root: Path, folder: Path, edition: Edition) -> Tested:
    """Start the folder that an AppImage would mount."""
    target = root / "opt" / folder.name
    shutil.copytree(folder, target, symlinks=True)
    program = Program(f"/opt/{folder.name}/AppRun", root / _HOME, root, CLERK)
    tested = _use(program, target, edition, "appdir")
    shutil.rmtree(target)
    return tested


def _use(program: Program, files: Path, edition: Edition, kind: str) -> Tested:
    _forget_records(program)
    smoke(program, edition)
    with virtual_screen() as display:
        _forget_records(program)
        smoke(program, edition, display=display)
        _photograph(program, display, DIST / f"{edition.package}-{kind}.png")
        start_up = measure(program, files)
    size = sum(path.lstat().st_size for path in files.rglob("*"))
    return Tested(start_up, size / 1e6)


def _photograph(program: Program, display: str, path: Path) -> None:
    photo = program.inside(program.home / "사진 folder" / f"반납 {SAMPLE}")
    with window(program, [photo], display):
        time.sleep(4)  # for the picture only; nothing depends on it
        photograph(display, path)


def _forget_records(program: Program) -> None:
    folder = program.home / ".local" / "share" / "carinspect"
    shutil.rmtree(folder, ignore_errors=True)


def _check_records_are_there(root: Path) -> None:
    expect(list((root / _RECORDS).rglob("records.sqlite")), "the records are gone")


def _is_the_users(path: Path, local: Path) -> bool:
    return path.is_relative_to(local / "share/carinspect") or path.is_relative_to(local / "state")


def _check_desktop_files(share: Path) -> None:
    run("desktop-file-validate", share / "applications" / "carinspect.desktop")
    # The project owns no domain whose name the id could be.
    run("appstreamcli", "validate", "--no-net", "--override=cid-desktopapp-is-not-rdns=info",
        share / "metainfo" / "carinspect.metainfo.xml")  # fmt: skip
    for name in ("man/man1/carinspect.1.gz", "man/ko/man1/carinspect.1.gz"):
        expect((share / name).is_file(), "no manual", name)
