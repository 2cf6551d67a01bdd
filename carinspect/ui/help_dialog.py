"""What the outcomes mean and which keys there are, on one sheet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from carinspect import __version__
from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.core.texts import outcome_text
from carinspect.ui.actions import ACTIONS
from carinspect.ui.icons import pixmap
from carinspect.ui.keys import native_keys
from carinspect.ui.theme import GRID, colors

_ICON: Final = 24


class HelpDialog(QDialog):
    """The sheet that F1 shows; the window stays usable beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setSpacing(GRID)
        column.addWidget(_heading(inner, _("What the verdicts mean")))
        column.addLayout(_outcome_rows(inner))
        column.addSpacing(2 * GRID)
        column.addWidget(_heading(inner, _("Keys")))
        column.addLayout(_key_rows(inner))
        column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(_("Help"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        outer = QVBoxLayout(self)
        outer.addWidget(scroll)
        outer.addWidget(buttons)
        self.resize(72 * GRID, 88 * GRID)


def show_about(parent: QWidget) -> None:
    """Say what this program is and whose work it contains."""
    words = _(
        "CarInspect {version} inspects photos of returned rental cars on this computer.\n\n"
        "Verdicts are a help, not a decision: a person decides what follows.\n\n"
        "Typeface: Pretendard (SIL Open Font License 1.1). Interface: Qt for Python (LGPL 3)."
    ).format(version=__version__)
    box = QMessageBox(parent)
    box.setWindowTitle(_("About CarInspect"))
    box.setText(words)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def outcome_meaning(outcome: Outcome) -> str:
    """What an outcome means, in one sentence."""
    return {
        Outcome.DAMAGED: _("The car on the photo looks damaged; the places are marked."),
        Outcome.UNDAMAGED: _("The car is in the photo and nothing looks damaged."),
        Outcome.REVIEW: _("The probability lies too near the threshold: a person must decide."),
        Outcome.NOT_A_CAR: _("Neither a car nor a part of one was found."),
        Outcome.RETAKE: _("The photo is blurred, dark, blown out or too small."),
        Outcome.ERROR: _("The file could not be read; the reason stands beside the photo."),
    }[outcome]


def _heading(parent: QWidget, text: str) -> QLabel:
    label = QLabel(text, parent)
    label.setObjectName("heading")
    return label


def _outcome_rows(parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID)
    for row, outcome in enumerate(Outcome):
        picture = QLabel(parent)
        ink = colors().tones[outcome].ink
        picture.setPixmap(pixmap(outcome.value, _ICON, color=ink, ratio=parent.devicePixelRatioF()))
        name = QLabel(outcome_text(outcome), parent)
        name.setObjectName("strong")
        meaning = QLabel(outcome_meaning(outcome), parent)
        meaning.setWordWrap(True)
        grid.addWidget(picture, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(meaning, row, 2)
    grid.setColumnStretch(2, 1)
    return grid


def _key_rows(parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(3 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    for row, spec in enumerate(spec for spec in ACTIONS if spec.keys):
        keys = QLabel(native_keys(spec.keys[0]), parent)
        keys.setObjectName("key")
        grid.addWidget(keys, row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(QLabel(spec.text().rstrip("…"), parent), row, 1)
    grid.setColumnStretch(1, 1)
    return grid
