"""What this program is and whose work it contains."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from carinspect import __version__
from carinspect.core.i18n import _


def show_about(parent: QWidget) -> None:
    """Say it in a box."""
    words = _(
        "CarInspect {version} inspects photos of returned rental cars on this computer.\n\n"
        "Verdicts are a help, not a decision: a person decides what follows.\n\n"
        "Typeface: Pretendard (SIL Open Font License 1.1). Interface: Qt for Python (LGPL 3)."
    ).format(version=__version__)
    box = QMessageBox(parent)
    box.setWindowTitle(_("About CarInspect"))
    box.setText(words)
    box.setInformativeText(_("All parts and their licences: Help > Licences of all parts."))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
