"""What a Linux desktop wants to know of a program: menu entry, icons, AppStream, manual."""

from __future__ import annotations

import gzip
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from installers.icons import SIZES_PX, SVG, png
from installers.manual import LANGUAGES, manual
from installers.places import HERE, source_time, version

PHOTO_TYPES: Final = (
    "image/jpeg", "image/png", "image/webp", "image/heic", "image/heif", "image/avif",
    "image/bmp", "image/gif", "image/tiff", "image/x-portable-pixmap",
)  # fmt: skip
"""What ``carinspect.core.photo.PHOTO_SUFFIXES`` are called by a desktop."""

_TEMPLATES: Final = HERE / "linux"


def desktop_entry(program: str) -> str:
    """The menu entry that starts ``program``."""
    template = (_TEMPLATES / "carinspect.desktop").read_text("utf-8")
    types = "".join(f"{kind};" for kind in (*PHOTO_TYPES, "inode/directory"))
    return template.replace("@PROGRAM@", program).replace("@TYPES@", types)


def metainfo() -> str:
    """What software centres show."""
    day = datetime.fromtimestamp(source_time(), UTC).date()
    template = (_TEMPLATES / "carinspect.metainfo.xml").read_text("utf-8")
    return template.replace("@VERSION@", version()).replace("@DATE@", day.isoformat())


def write_desktop_files(share: Path, program: str) -> list[Path]:
    """Write all into ``share``, such as ``/usr/share`` or ``~/.local/share``.

    Returns:
        The files, so that an uninstaller knows them.
    """
    files = {
        share / "applications" / "carinspect.desktop": desktop_entry(program).encode(),
        share / "metainfo" / "carinspect.metainfo.xml": metainfo().encode(),
        share / "icons/hicolor/scalable/apps/carinspect.svg": SVG.read_bytes(),
    }
    for side in SIZES_PX:
        files[share / f"icons/hicolor/{side}x{side}/apps/carinspect.png"] = png(side)
    for language in LANGUAGES:
        folder = share / "man" / ("" if language == "en" else language) / "man1"
        files[folder / "carinspect.1.gz"] = gzip.compress(manual(language).encode(), mtime=0)
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o644)
    return list(files)


def copy_program(frozen: Path, target: Path) -> None:
    """Copy the frozen folder with the modes that a package should have."""
    shutil.copytree(frozen, target, symlinks=True)
    for path in [target, *target.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or path == target / "carinspect"
        path.chmod(0o755 if runs else 0o644)
