"""The questions that the inspect page asks; tests replace these functions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from carinspect.core.i18n import _
from carinspect.core.photo import PHOTO_SUFFIXES


def ask_photos(parent: QWidget, folder: str) -> tuple[Path, ...]:
    """Photos that the user chooses, starting in ``folder``; empty where they cancel."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted(PHOTO_SUFFIXES))
    photos, everything = _("Photos"), _("All files")
    chosen, _filter = QFileDialog.getOpenFileNames(
        parent, _("Open photos"), folder, f"{photos} ({patterns});;{everything} (*)"
    )
    return tuple(Path(name) for name in chosen)


def ask_folder(parent: QWidget, folder: str) -> Path | None:
    """A folder that the user chooses, starting in ``folder``; None where they cancel."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Open folder"), folder)
    return Path(chosen) if chosen else None
