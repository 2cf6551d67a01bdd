"""Can a window open here? Asked of a child process, for Qt ends the one where it fails."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from carinspect.core.health import DisplayFacts
from carinspect.core.own_command import own_command

PROBE_OPTION: Final = "--probe-display"
"""The program's own hidden option: write what the display is like into a file, and end."""

_LIMIT_S: Final = 60

_PACKAGES: Final = {
    "libGL.so": "libgl1",
    "libEGL.so": "libegl1",
    "libdbus-1.so": "libdbus-1-3",
    "libfontconfig.so": "libfontconfig1",
    "libglib-2.0.so": "libglib2.0-0",
    "libgthread-2.0.so": "libglib2.0-0",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libxkbcommon.so": "libxkbcommon0",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-xkb.so": "libxcb-xkb1",
}
"""Debian's packages of the libraries that Qt's window plugin needs."""


@dataclass(frozen=True, slots=True)
class DisplayProbe:
    """What the child process found.

    Attributes:
        facts: None where no window can open.
        reason: why not; the child's last words.
        has_screen: whether a desktop was there to ask for.
        libraries: system libraries that lack.
    """

    facts: DisplayFacts | None
    reason: str
    has_screen: bool
    libraries: tuple[str, ...]

    @property
    def packages(self) -> tuple[str, ...]:
        """Debian's packages that bring :attr:`libraries`, as far as they are known."""
        found = {
            package
            for library in self.libraries
            for name, package in _PACKAGES.items()
            if library.startswith(name)
        }
        return tuple(sorted(found))


def probe_display() -> DisplayProbe:
    """Start the program as a child that opens a display and says what it is like."""
    has_screen = _has_screen()
    environment = dict(os.environ)
    if not has_screen:
        # What can be known without a screen: the libraries and the letters.
        environment["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "display.json"
        reason = _run([*own_command(), PROBE_OPTION, str(answer)], environment)
        facts = None
        if answer.is_file():
            facts = DisplayFacts(**json.loads(answer.read_text(encoding="utf-8")))
    return DisplayProbe(facts, reason, has_screen, _missing_libraries(reason))


def _run(command: list[str], environment: dict[str, str]) -> str:
    """Run the child; its complaint, in one line, or nothing."""
    try:
        done = subprocess.run(  # noqa: S603 - ourselves
            command,
            capture_output=True,
            env=environment,
            timeout=_LIMIT_S,
            check=False,
            errors="replace",
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return _last_words(done.stderr) if done.returncode else ""


def _last_words(complaint: str) -> str:
    """The last line; the one before where the frozen program's starter only says that it failed."""
    lines = [line.strip() for line in complaint.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith("[PYI-")] or lines
    return told[-1][:300] if told else ""


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _missing_libraries(reason: str) -> tuple[str, ...]:
    """The libraries that Qt's X11 plugin lacks, asked of the system's loader."""
    lacking = set(re.findall(r"(lib[\w.+-]+\.so[\w.]*): cannot open shared object", reason))
    package = importlib.util.find_spec("PySide6")
    loader = shutil.which("ldd")
    if sys.platform == "linux" and loader and package and package.submodule_search_locations:
        folder = Path(next(iter(package.submodule_search_locations)))
        # A frozen program brings some of them along; its starter puts their folder there.
        bundle = getattr(sys, "_MEIPASS", None)
        environment = {**os.environ, "LD_LIBRARY_PATH": bundle} if bundle else None
        for plugin in folder.glob("Qt/plugins/platforms/libqxcb.so"):
            told = subprocess.run(  # noqa: S603 - the loader, on our own file
                [loader, str(plugin)], capture_output=True, text=True, check=False, env=environment
            ).stdout
            lacking |= set(re.findall(r"(\S+) => not found", told))
    return tuple(sorted(lacking))
