"""The setup for Windows, compiled by NSIS on Windows or on Linux.

On Linux there is no payload for Windows; `stub_payload` makes programs that write down how they
were called, with which setup and uninstaller are tested under wine.
"""

from __future__ import annotations

import sys
from pathlib import Path, PureWindowsPath
from typing import Final

from installers.editions import Edition
from installers.icons import write_icon
from installers.places import BUILD, DIST, HERE, ROOT, fresh, run, version

WINDOWS: Final = HERE / "windows"


def build_setup(edition: Edition, payload: Path, *, amd64: bool = False) -> Path:
    """Compile the setup of the programs in ``payload``.

    Args:
        edition: names the file.
        payload: the frozen folder, or the stub's.
        amd64: a setup that is itself a 64-bit program, which wine without 32 bits can run.
    """
    stub = "-stub" if amd64 else ""
    output = DIST / f"{edition.package}-{version()}-setup{stub}.exe"
    output.parent.mkdir(parents=True, exist_ok=True)
    lists = fresh(BUILD / edition.name / "nsis")
    # With a BOM, by which NSIS knows UTF-8.
    (lists / "uninstall.nsh").write_text(uninstall_lines(payload), encoding="utf-8-sig")
    size_kb = sum(path.stat().st_size for path in payload.rglob("*") if path.is_file()) // 1024
    values = {
        "VERSION": version(),
        "PAYLOAD": payload,
        "OUTPUT": output,
        "LISTS": lists,
        "SIZE_KB": size_kb,
        "ICON": write_icon(BUILD / "carinspect.ico"),
        "LICENSE_FILE": ROOT / "LICENSE",
    }
    options = [f"{_dash()}D{name}={value}" for name, value in values.items()]
    if amd64:
        options.append(f"{_dash()}DAMD64")
    run("makensis", f"{_dash()}V2", f"{_dash()}INPUTCHARSET", "UTF8", *options,
        WINDOWS / "carinspect.nsi")  # fmt: skip
    return output


def uninstall_lines(payload: Path) -> str:
    """What removes the files of ``payload``, and the folders that are empty then."""
    paths = sorted(path.relative_to(payload) for path in payload.rglob("*"))
    files = [path for path in paths if (payload / path).is_file()]
    folders = [path for path in reversed(paths) if (payload / path).is_dir()]
    lines = [f'Delete "{_installed(path)}"' for path in files]
    lines += [f'RMDir "{_installed(path)}"' for path in folders]
    return "\n".join(lines) + "\n"


def stub_payload() -> Path:
    """A payload for tests: two programs that NSIS itself can make, and a folder of files."""
    folder = fresh(BUILD / "stub")
    for name in ("carinspect.exe", "carinspect-window.exe"):
        run("makensis", "-V2", "-INPUTCHARSET", "UTF8", f"-DOUTPUT={folder / name}",
            WINDOWS / "stub.nsi")  # fmt: skip
    inside = folder / "_internal" / "carinspect" / "한글 폴더"
    inside.mkdir(parents=True)
    (inside / "file with $ and spaces.txt").write_text("payload", encoding="utf-8")
    return folder


def _installed(path: Path) -> str:
    # In NSIS strings a dollar begins a variable.
    return "$INSTDIR\\" + str(PureWindowsPath(path)).replace("$", "$$")


def _dash() -> str:
    return "/" if sys.platform == "win32" else "-"
