"""An installed program on a machine that may be a folder: how it is called and where it writes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_WINDOWS_NEEDS: Final = ("SYSTEMROOT", "TEMP", "LOCALAPPDATA", "APPDATA", "USERPROFILE", "PATH")


@dataclass(frozen=True)
class Program:
    """A program as an ordinary user finds it.

    Attributes:
        path: of the program, as its user sees it.
        home: the user's home, as this machine sees it.
        root: the folder that the user takes for ``/``; None on this machine itself.
        user: numbers of the user and the group, such as ``1000:1000``, where there is a root.
        environment: variables beside those of every user.
    """

    path: str
    home: Path
    root: Path | None = None
    user: str = ""
    environment: dict[str, str] = field(default_factory=dict)

    def inside(self, path: Path) -> str:
        """``path`` as the program's user sees it."""
        return str(path) if self.root is None else f"/{path.relative_to(self.root)}"

    def command(self, *words: str) -> list[str]:
        """What calls the program with ``words``."""
        call = [self.path, *words]
        if self.root is None:
            return call
        return ["/usr/sbin/chroot", f"--userspec={self.user}", str(self.root), *call]

    def variables(self, **more: str) -> dict[str, str]:
        """The whole environment: nothing of whoever builds reaches the program."""
        if sys.platform == "win32":
            kept = {name: os.environ[name] for name in _WINDOWS_NEEDS if name in os.environ}
        else:
            kept = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": self.inside(self.home)}
        return {**kept, "LC_ALL": "C.UTF-8", **self.environment, **more}

    def call(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the command line to its end."""
        return subprocess.run(
            self.command(*words),
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=600,
        )

    def start(self, words: Sequence[str], **more: str) -> subprocess.Popen[str]:
        """Start the window."""
        return subprocess.Popen(
            self.command(*words),
            env=self.variables(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    @property
    def log(self) -> Path:
        """The window's log file, as this machine sees it."""
        if sys.platform == "win32":
            import platformdirs

            return Path(platformdirs.user_log_dir("carinspect", appauthor=False), "carinspect.log")
        if sys.platform == "darwin":
            return self.home / "Library" / "Logs" / "carinspect" / "carinspect.log"
        return self.home / ".local" / "state" / "carinspect" / "log" / "carinspect.log"
