"""The self-extracting ``.run``: installs for one user, without root."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from installers.editions import Edition
from installers.libraries import debian_packages, system_libraries
from installers.linux_files import copy_program, write_desktop_files
from installers.places import BUILD, DIST, HERE, fresh, run, source_time, version

_ALWAYS_THERE = frozenset({"libc6", "libgcc-s1", "libstdc++6", "zlib1g"})


def build_run(edition: Edition, frozen: Path) -> Path:
    """Pack the frozen program; the file lies in ``dist/`` afterwards."""
    tree = fresh(BUILD / edition.name / "run")
    copy_program(frozen, tree / "program")
    write_desktop_files(tree / "share", "carinspect")
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy(HERE / "linux" / script, tree)
    (tree / "libraries.txt").write_text(_libraries(frozen), encoding="utf-8")
    packed = DIST / f"{edition.package}-{version()}-{os.uname().machine}.run"
    packed.unlink(missing_ok=True)
    # xz, which every desktop has, for gzip would make it a third larger.
    run(
        "makeself", "--xz", "--complevel", "6", "--threads", "2", "--sha256", "--nox11", "--nomd5",
        "--packaging-date", str(source_time()),
        "--tar-extra", "--owner=0 --group=0 --sort=name",
        tree, packed, f"CarInspect {version()}", "./install.sh",
    )  # fmt: skip
    return packed


def _libraries(frozen: Path) -> str:
    """Lines of a library that the window needs and the Debian package it is in."""
    lines = []
    for library in sorted(system_libraries(frozen)):
        (package,) = debian_packages({library})
        if package not in _ALWAYS_THERE:
            lines.append(f"{library} {package}\n")
    return "".join(lines)
