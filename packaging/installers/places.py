"""Where the build reads and writes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent
"""The checkout."""

HERE: Final = Path(__file__).resolve().parent
BUILD: Final = ROOT / "build" / "installers"
DIST: Final = ROOT / "dist"
SAMPLES: Final = ROOT / "resources" / "samples"


def version() -> str:
    """The program's version, read without importing it."""
    text = (ROOT / "carinspect" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise LookupError("Expected a line __version__ = ... in carinspect/__init__.py")
    return found[1]


def source_time() -> int:
    """Seconds since 1970 of the last commit: the time that goes into the packages."""
    done = run("git", "log", "-1", "--format=%ct", cwd=ROOT)
    return int(done.stdout)


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool of the build.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    words = [str(word) for word in command]
    if shutil.which(words[0]) is None:
        raise RuntimeError(f"{words[0]} is needed: install it first (packaging/setup/)")
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done


def fresh(folder: Path) -> Path:
    """``folder``, made anew and empty."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
