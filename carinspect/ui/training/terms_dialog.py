"""What the words of training mean, all on one page."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.ui.theme import GRID
from carinspect.ui.training.fields import AUGMENTATION_FIELDS, FIELDS, MORE_FIELDS
from carinspect.ui.training.words import terms


class TermsDialog(QDialog):
    """Lists every term with its explanation."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What do these words mean?"))
        self.resize(70 * GRID, 75 * GRID)
        text = QTextBrowser(self)
        text.setAccessibleName(self.windowTitle())
        text.setHtml(_page())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)


def _page() -> str:
    fields = ((spec.words(), spec.meaning()) for spec in (*FIELDS, *MORE_FIELDS))
    changes = ((spec.words(), spec.meaning()) for spec in AUGMENTATION_FIELDS)
    parts: list[str] = []
    for title, entries in (
        (_("In the plots"), terms()),
        (_("In the form"), fields),
        (_("Changes of training photos (augmentation)"), changes),
    ):
        parts.append(f"<h3>{escape(title)}</h3>")
        parts += [f"<p><b>{escape(word)}</b>: {escape(text)}</p>" for word, text in entries]
    return "".join(parts)
