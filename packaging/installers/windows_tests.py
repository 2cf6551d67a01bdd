"""The Windows setup under wine, with a stub for a payload: installed, opened with, uninstalled."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installers.screen import virtual_screen
from installers.smoke import expect

_PATIENCE_S: Final = 120
_LOCAL: Final = Path("AppData") / "Local"
_KOREAN: Final = "1042"


class Wine:
    """A Windows of its own in a folder."""

    def __init__(self, prefix: Path, display: str) -> None:
        self._environment = {
            **os.environ,
            "WINEPREFIX": str(prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # No browser and no .NET: wine would ask for them.
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            "DISPLAY": display,
        }
        self.drive = prefix / "drive_c"
        self.run("wineboot", "--init")
        self.wait()
        (self.user,) = [p for p in (self.drive / "users").iterdir() if p.name != "Public"]

    def run(self, *words: str | Path) -> str:
        """Run a Windows program to its end; what it printed."""
        done = subprocess.run(
            [_wine(), *map(str, words)],
            env=self._environment,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=_PATIENCE_S,
        )
        expect(done.returncode == 0, f"{words} failed", done.returncode, done.stdout, done.stderr)
        return done.stdout

    def fails(self, *words: str | Path) -> bool:
        """Whether a Windows program fails."""
        command = [_wine(), *map(str, words)]
        done = subprocess.run(
            command, env=self._environment, capture_output=True, check=False, timeout=_PATIENCE_S
        )
        return done.returncode != 0

    def wait(self) -> None:
        """Until no Windows program runs."""
        subprocess.run([_server(), "-w"], env=self._environment, check=False, timeout=_PATIENCE_S)

    def stop(self) -> None:
        """End all of it."""
        subprocess.run([_server(), "-k"], env=self._environment, check=False, timeout=_PATIENCE_S)


def test_setup(setup: Path) -> None:
    """Install silently, open a photo by its registered command, update, uninstall.

    Raises:
        SmokeError: something was not as it should be.
    """
    with _windows() as wine:
        programs = wine.user / _LOCAL / "Programs" / "CarInspect"
        records = wine.user / _LOCAL / "carinspect" / "records.sqlite"
        records.parent.mkdir(parents=True)
        records.write_text("records")
        wine.run(setup, "/S")
        _check_installed(wine, programs, photo_kind="Photo")
        _check_photo_opens(wine)
        (programs / "mine.txt").write_text("of the user")
        wine.run(setup, "/S", f"/LANG={_KOREAN}")
        _check_installed(wine, programs, photo_kind="사진")
        wine.run(programs / "uninstall.exe", "/S")
        _wait_until(lambda: not (programs / "uninstall.exe").exists(), "uninstalled")
        left = [path.name for path in programs.rglob("*")]
        expect(left == ["mine.txt"], "uninstalled; only the user's file may be left", left)
        expect(records.read_text() == "records", "the records are gone")
        for key in (r"Software\Classes\CarInspect.Photo", r"Software\CarInspect"):
            expect(wine.fails("reg", "query", rf"HKCU\{key}"), "a key is left", key)


def _check_installed(wine: Wine, programs: Path, *, photo_kind: str) -> None:
    names = {path.relative_to(programs).as_posix() for path in programs.rglob("*")}
    wanted = {"carinspect.exe", "carinspect-window.exe", "uninstall.exe"}
    wanted.add("_internal/carinspect/한글 폴더/file with $ and spaces.txt")
    expect(wanted <= names, "files are missing", wanted - names)
    menu = wine.user / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs/CarInspect.lnk"
    expect(menu.is_file(), "no entry in the start menu", *menu.parent.rglob("*"))
    uninstall = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\CarInspect"
    expect("uninstall.exe" in wine.run("reg", "query", uninstall), "no entry under programs")
    offered = wine.run("reg", "query", r"HKCU\Software\Classes\.jpg\OpenWithProgids")
    expect("CarInspect.Photo" in offered, "not offered for photos", offered)
    export = wine.drive / "class.reg"
    wine.run("reg", "export", r"HKCU\Software\Classes\CarInspect.Photo", r"C:\class.reg", "/y")
    expect(photo_kind in export.read_text("utf-16"), "the wrong language", photo_kind)


def _check_photo_opens(wine: Wine) -> None:
    """The command that Windows runs for “Open with” gets the photo's whole path."""
    export = wine.drive / "class.reg"
    line = next(x for x in export.read_text("utf-16").splitlines() if "%1" in x)
    command = line.split("=", 1)[1].strip('"').replace('\\"', '"').replace("\\\\", "\\")
    program, argument = command.split('" "')
    photo = r"C:\차량 사진\반납 1.jpg"
    wine.run(program.strip('"'), argument.strip('"').replace("%1", photo))
    wine.wait()
    (told,) = wine.user.rglob("carinspect-stub.txt")
    expect(photo in told.read_text("utf-16-le"), "the photo did not arrive", told.read_bytes())


@contextmanager
def _windows() -> Iterator[Wine]:
    with (
        tempfile.TemporaryDirectory(prefix="carinspect-wine-") as folder,
        virtual_screen("1024x768") as display,
    ):
        wine = Wine(Path(folder) / "prefix", display)
        try:
            yield wine
        finally:
            wine.stop()


def _wait_until(condition: object, what: str) -> None:
    end = time.monotonic() + _PATIENCE_S
    while not condition():
        expect(time.monotonic() < end, f"Not within {_PATIENCE_S} s: {what}")
        time.sleep(0.2)


def _wine() -> str:
    candidates = ("/usr/lib/wine/wine64", "/usr/bin/wine64", "/usr/bin/wine")
    return next((path for path in candidates if Path(path).exists()), "wine")


def _server() -> str:
    candidates = ("/usr/lib/wine/wineserver64", "/usr/lib/wine/wineserver", "/usr/bin/wineserver")
    return next((path for path in candidates if Path(path).exists()), "wineserver")
