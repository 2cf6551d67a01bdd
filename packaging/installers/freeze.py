"""The program as a folder that needs no Python: PyInstaller, trimmed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from installers.editions import Edition
from installers.libraries import orphans
from installers.places import BUILD, DIST, HERE, ROOT, run, source_time
from installers.trim import photographs
from installers.video_stubs import replace_decoders

_STRIPPED: Final = ("tensorflow/**/*.so*", "ai_edge_litert/*.so", "libpython*.so*")
"""Libraries that carry symbols for debugging: a fifth of TensorFlow, three quarters of Python. Not
NumPy's OpenBLAS, which stripping breaks."""


def frozen_folder(edition: Edition) -> Path:
    """Where the frozen program of ``edition`` lies, or will."""
    return DIST / edition.name / "carinspect"


def freeze(edition: Edition) -> Path:
    """Freeze the program.

    Returns:
        The folder with the program ``carinspect`` in it.

    Raises:
        RuntimeError: PyInstaller failed, or something got in that must not be shipped.
    """
    run(sys.executable, ROOT / "packaging" / "catalogs.py", "compile")
    environment = {
        **os.environ,
        # Twice the same source gives twice the same folder.
        "SOURCE_DATE_EPOCH": str(source_time()),
        "PYTHONHASHSEED": "0",
    }
    command = [
        sys.executable, "-m", "PyInstaller", HERE / "carinspect.spec",
        "--noconfirm", "--log-level", "ERROR",
        "--distpath", DIST / edition.name, "--workpath", BUILD / edition.name / "work",
        "--", edition.name,
    ]  # fmt: skip
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT, env=environment)
    folder = frozen_folder(edition)
    if sys.platform == "linux":
        _strip(folder)
        replace_decoders(folder / "_internal")
        for library in orphans(folder / "_internal"):
            library.unlink()
    _refuse_photographs(folder)
    return folder


def _strip(folder: Path) -> None:
    for pattern in _STRIPPED:
        for library in (folder / "_internal").glob(pattern):
            if not library.is_symlink():
                run("strip", "--strip-unneeded", library)


def _refuse_photographs(folder: Path) -> None:
    inside = [path.relative_to(folder).as_posix() for path in folder.rglob("*")]
    found = photographs(inside)
    if found:
        raise RuntimeError(f"Photos that are no samples got into the bundle: {found[:10]}")
