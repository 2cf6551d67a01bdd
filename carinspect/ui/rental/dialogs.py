"""The questions that the rentals page asks; tests replace these functions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from carinspect.core.i18n import _


def ask_to_close_rental(parent: QWidget, number: str, user: str) -> bool:
    """Ask whether to make a rental final."""
    words = _(
        "Rental {rental} becomes final under the name of {user}. Photos, findings and decisions"
        " can then no longer be changed."
    ).format(rental=number, user=user)
    box = QMessageBox(QMessageBox.Icon.Question, _("Close the rental?"), words, parent=parent)
    close = box.addButton(_("Close the rental"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Not yet"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is close


def ask_to_compare_again(parent: QWidget) -> bool:
    """Ask whether decisions are to be made once more."""
    words = _(
        "The photos have been compared and decided on. After another comparison each finding"
        " has to be decided anew; earlier decisions stay on file."
    )
    box = QMessageBox(QMessageBox.Icon.Question, _("Compare again?"), words, parent=parent)
    again = box.addButton(_("Compare again"), QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(_("Keep the decisions"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.exec()
    return box.clickedButton() is again


def ask_evidence_folder(parent: QWidget, folder: str) -> Path | None:
    """Where the evidence pack goes, starting in ``folder``; None where they cancel."""
    chosen = QFileDialog.getExistingDirectory(parent, _("Folder for the evidence"), folder)
    return Path(chosen) if chosen else None
