"""The Debian package."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from pathlib import Path
from typing import Final

from installers.editions import COUNTER, Edition
from installers.libraries import debian_packages, least_glibc, system_libraries
from installers.linux_files import copy_program, write_desktop_files
from installers.payload import LICENCES
from installers.places import BUILD, DIST, ROOT, fresh, run, source_time, version

_ASKED_BY_NAME: Final = (
    # Qt loads these when it runs; no file names them.
    "libegl1",
    "libgl1",
)

_DESCRIPTIONS: Final = {
    "counter": (
        " Inspects photos, folders and rentals; compares pickup and return. This edition\n"
        " does not train models: carinspect-full does."
    ),
    "full": " Inspects photos, folders and rentals, and trains models of its own (TensorFlow).",
}


def control(edition: Edition, depends: list[str], installed_kb: int) -> str:
    """The package's control file."""
    other = "" if edition is COUNTER else _REPLACES
    return (
        f"Package: {edition.package}\n"
        f"Version: {version()}\n"
        f"Architecture: {architecture()}\n"
        "Maintainer: The carinspect team <team@carinspect.invalid>\n"
        f"Installed-Size: {installed_kb}\n"
        f"Depends: {', '.join(depends)}\n"
        f"{other}"
        "Section: graphics\n"
        "Priority: optional\n"
        "Description: inspect photos of returned rental cars for damage\n"
        " Says whether there is a car on a photo, whether it is damaged, how sure and\n"
        " where; a person decides. Works without the internet, in English and Korean.\n"
        " .\n"
        f"{_DESCRIPTIONS[edition.name]}\n"
    )


_REPLACES: Final = "Provides: carinspect\nConflicts: carinspect\nReplaces: carinspect\n"


def architecture() -> str:
    """Debian's name of this machine's kind."""
    return run("dpkg", "--print-architecture").stdout.strip()


def depends(frozen: Path) -> list[str]:
    """What apt installs along, as Depends has it."""
    packages = debian_packages(system_libraries(frozen)) | set(_ASKED_BY_NAME)
    major, minor = least_glibc(frozen)
    return [f"libc6 (>= {major}.{minor})", *sorted(packages - {"libc6"})]


def build_deb(edition: Edition, frozen: Path) -> Path:
    """Pack the frozen program; the package lies in ``dist/`` afterwards."""
    tree = fresh(BUILD / edition.name / "deb")
    copy_program(frozen, tree / "usr" / "lib" / "carinspect")
    programs = tree / "usr" / "bin"
    programs.mkdir()
    (programs / "carinspect").symlink_to("../lib/carinspect/carinspect")
    write_desktop_files(tree / "usr" / "share", "carinspect")
    licences = frozen / "_internal" / "carinspect" / "_resources" / LICENCES
    _write_documents(tree / "usr" / "share" / "doc" / edition.package, licences)
    size_kb = sum(p.stat().st_size for p in tree.rglob("*") if not p.is_symlink()) // 1024
    _write_control(tree, control(edition, depends(frozen), size_kb))
    package = DIST / f"{edition.package}_{version()}_{architecture()}.deb"
    os.environ["SOURCE_DATE_EPOCH"] = str(source_time())
    method, level = edition.compression
    run("dpkg-deb", "--root-owner-group", f"-Z{method}", f"-z{level}", "--build", tree, package)
    return package


def _write_documents(folder: Path, licences: Path) -> None:
    folder.mkdir(parents=True)
    text = gzip.compress(copyright_text(licences).encode(), mtime=0)
    (folder / "copyright.gz").write_bytes(text)
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    (folder / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))


def copyright_text(licences: Path) -> str:
    """Every part with its licence, then the texts that there are, each once."""
    record = json.loads(licences.read_text("utf-8"))
    lines = [f"{one['name']} {one['version']}: {one['licence']}" for one in record["parts"]]
    texts = [f"{'=' * 78}\n{text}" for text in record["texts"]]
    return "\n".join([*lines, "", *texts, ""])


def _write_control(tree: Path, text: str) -> None:
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  "
        f"{path.relative_to(tree)}"
        for path in files
    ]
    folder = tree / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(text, encoding="utf-8")
    (folder / "md5sums").write_text("\n".join(sums) + "\n", encoding="utf-8")
    for path in [tree, *tree.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
