"""The questions that the models page asks; tests replace these functions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from carinspect.core.dataset import DatasetSource
from carinspect.core.i18n import _

MODEL_SUFFIX = ".carmodel"


def ask_model_file(parent: QWidget, folder: str) -> Path | None:
    """A model file to import; None where the user cancels."""
    kinds = f"{_('Models')} (*{MODEL_SUFFIX});;{_('All files')} (*)"
    chosen, _filter = QFileDialog.getOpenFileName(parent, _("Import a model"), folder, kinds)
    return Path(chosen) if chosen else None


def ask_where_to_save(parent: QWidget, suggested: Path) -> Path | None:
    """A file to write, with the suffix of ``suggested``; None where the user cancels."""
    chosen, _filter = QFileDialog.getSaveFileName(parent, _("Save"), str(suggested))
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(suggested.suffix)


def ask_dataset(parent: QWidget, title: str, folder: str) -> DatasetSource | None:
    """Labelled photos: a folder with a sub-folder a class, or a CSV file; None for neither."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        title,
        _("Where are the labelled photos?"),
        parent=parent,
    )
    box.setInformativeText(
        _(
            "A folder with a sub-folder “damaged” and one “undamaged”, or a CSV of photos and"
            " labels."
        )
    )
    in_folder = box.addButton(_("Folder…"), QMessageBox.ButtonRole.AcceptRole)
    in_csv = box.addButton(_("CSV file…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    chosen = ""
    if box.clickedButton() is in_folder:
        chosen = QFileDialog.getExistingDirectory(parent, title, folder)
    elif box.clickedButton() is in_csv:
        chosen, _filter = QFileDialog.getOpenFileName(parent, title, folder, "CSV (*.csv)")
    return DatasetSource(Path(chosen)) if chosen else None
