"""Where a dialog that asks for a file or a folder begins."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def start_folder(remembered: str) -> Path:
    """The folder of last time, if it is still there; else the user's documents.

    Never the directory that the program was started in: that is the installation's or nobody's.
    """
    if remembered and Path(remembered).is_dir():
        return Path(remembered)
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    found = Path(QStandardPaths.writableLocation(documents))
    return found if found.is_dir() else Path.home()
