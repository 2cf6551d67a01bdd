"""The questions that the training page asks; tests replace these functions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from carinspect.core.i18n import _


def ask_where_to_save(parent: QWidget, suggested: Path, kinds: str) -> Path | None:
    """A file to write, with the suffix of ``suggested``; None where the user cancels."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save"), str(suggested), kinds)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(suggested.suffix)
