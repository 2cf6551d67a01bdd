"""Which libraries of the system the frozen program needs, and whose Debian packages they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from installers.places import run

_NEEDED: Final = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"GLIBC_(\d+)\.(\d+)(?:\.\d+)?\b")


def elf_files(folder: Path) -> list[Path]:
    """The programs and libraries in ``folder``."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and _starts_like_elf(path)
    ]


def orphans(folder: Path) -> list[Path]:
    """Libraries of the system that were brought along for files that were left out since.

    PyInstaller lays what it takes from the system directly into ``folder``, and the packages'
    own files into folders of it: what is needed by none of these is needed by nobody.
    """
    files = elf_files(folder)
    needs = {path: set(_NEEDED.findall(run("objdump", "-p", path).stdout)) for path in files}
    # Extension modules lie there too, and Python's own library, which nobody names.
    brought = {
        path.name: path
        for path in files
        if path.parent == folder and path.name.startswith("lib") and "libpython" not in path.name
    }
    waiting = [path for path in files if path.name not in brought]
    wanted: set[Path] = set()
    while waiting:
        for name in needs[waiting.pop()] & brought.keys():
            if brought[name] not in wanted:
                wanted.add(brought[name])
                waiting.append(brought[name])
    return [path for path in brought.values() if path not in wanted]


def system_libraries(folder: Path) -> set[str]:
    """Names such as ``libEGL.so.1`` that the files in ``folder`` need and do not bring."""
    files = elf_files(folder)
    brought = {path.name for path in folder.rglob("*.so*")}
    needed: set[str] = set()
    for path in files:
        needed.update(_NEEDED.findall(run("objdump", "-p", path).stdout))
    return {name for name in needed - brought if not name.startswith("ld-linux")}


def least_glibc(folder: Path) -> tuple[int, int]:
    """The oldest glibc with which the program starts: the highest version any file asks for."""
    found = {(2, 0)}
    for path in elf_files(folder):
        text = run("objdump", "-p", path).stdout
        found.update((int(major), int(minor)) for major, minor in _GLIBC.findall(text))
    return max(found)


def debian_packages(libraries: set[str]) -> set[str]:
    """The packages of this machine's Debian that own ``libraries``.

    Raises:
        RuntimeError: a library is in no installed package.
    """
    listed = run("ldconfig", "-p").stdout
    paths = dict(re.findall(r"^\s+(\S+) \(libc6,x86-64.*?\) => (\S+)$", listed, re.MULTILINE))
    missing = sorted(name for name in libraries if name not in paths)
    if missing:
        raise RuntimeError(f"No such library on this machine: {', '.join(missing)}")
    return {_owner(Path(paths[name])) for name in libraries}


def _owner(path: Path) -> str:
    # Debian's own database knows either the path with /usr or the one before the merge.
    for candidate in (path.resolve(), path, Path("/", *path.resolve().parts[2:])):
        try:
            found = run("dpkg-query", "-S", candidate).stdout
        except RuntimeError:
            continue
        return found.split(":")[0]
    raise RuntimeError(f"{path} belongs to no Debian package")


def _starts_like_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
