"""The questions that the dataset panel asks; tests replace these functions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from carinspect.core.i18n import _


def ask_dataset_folder(parent: QWidget, folder: str) -> Path | None:
    """A folder of labelled photos; None where the user cancels."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Folder with a sub-folder a class"), folder)
    return Path(chosen) if chosen else None


def ask_dataset_lists(parent: QWidget, folder: str) -> tuple[Path, ...]:
    """One CSV file of labelled photos, or two of which one is to validate on."""
    chosen, _filter = QFileDialog.getOpenFileNames(
        parent, _("Training, and perhaps validation, as CSV"), folder, "CSV (*.csv)"
    )
    return tuple(Path(name) for name in chosen)


def ask_list_to_save(parent: QWidget, suggestion: Path) -> Path | None:
    """Where to write the mended list; None where the user cancels."""
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Save the list of photos"), str(suggestion), "CSV (*.csv)"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(".csv")


def ask_damaged_class(parent: QWidget, names: Sequence[str]) -> str:
    """Which of the classes is the damaged one; empty where the user cancels."""
    name, accepted = QInputDialog.getItem(
        parent,
        _("Which class is damaged?"),
        _("The names of the classes are not known. These are damaged cars:"),
        list(names),
        editable=False,
    )
    return name if accepted else ""
