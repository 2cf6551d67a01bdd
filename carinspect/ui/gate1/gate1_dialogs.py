"""The questions that the Gate1 page asks; tests replace these functions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from carinspect.core.i18n import _


def ask_photos_folder(parent: QWidget, folder: str) -> Path | None:
    """A folder; None where the user cancels."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Open folder"), folder)
    return Path(chosen) if chosen else None


def ask_photos_list(parent: QWidget, folder: str) -> Path | None:
    """A CSV file with the columns photo and label; None where the user cancels."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("List of photos"), folder, "CSV (*.csv)"
    )
    return Path(chosen) if chosen else None


def ask_export_file(parent: QWidget, name: str, ending: str) -> Path | None:
    """Where to write a result; None where the user cancels."""
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save the result"), f"{name}.{ending}", f"{ending.upper()} (*.{ending})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(f".{ending}")


def ask_list_name(parent: QWidget, suggestion: str) -> str:
    """What a category list is to be called; empty where the user cancels."""
    name, accepted = QInputDialog.getText(
        parent, _("Save as a list"), _("Name of the list:"), text=suggestion
    )
    return name.strip() if accepted else ""


def ask_class(parent: QWidget, names: Sequence[str]) -> str:
    """One of the classes; empty where the user cancels."""
    name, accepted = QInputDialog.getItem(
        parent, _("Add a class"), _("Count this as a car:"), list(names), editable=True
    )
    return name if accepted else ""
