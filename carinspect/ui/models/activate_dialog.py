"""Whether a challenger replaces the champion: what the test says, and a manager's reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.model_texts import paired_test_text
from carinspect.core.paired_test import PairedTest
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.tab_order import set_tab_order

_WIDTH: Final = 64 * GRID


class ActivateDialog(QDialog):
    """Shows a paired test; asks for a reason where the test does not allow the activation.

    Args:
        model_id: the challenger.
        test: None where there are no frozen photos to test on.

    Signals:
        activation_wanted: the reason; empty where none was needed.
        freeze_wanted: the user wants to choose photos to test on.
    """

    activation_wanted = Signal(str)
    freeze_wanted = Signal()

    def __init__(self, model_id: str, test: PairedTest | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Activate a model"))
        self._needs_reason = test is None or not test.may_replace
        title = QLabel(_("Inspect with {model} from now on?").format(model=model_id), self)
        title.setObjectName("title")
        self.words = QLabel(_words(test), self)
        self.reason_label = QLabel(
            _("A manager may activate it nevertheless. Why? The reason is kept."), self
        )
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("Reason"))
        self.reason_label.setBuddy(self.reason)
        self.freeze = QPushButton(_("Choose photos to test on…"), self)
        self.freeze.setVisible(test is None)
        self.activate = QPushButton(
            _("Activate anyway") if self._needs_reason else _("Activate"), self
        )
        self.activate.setObjectName("primary")
        for widget in (self.reason_label, self.reason):
            widget.setVisible(self._needs_reason)
        self._lay_out(title)
        self.reason.textChanged.connect(self._on_reason)
        self.activate.clicked.connect(self._on_activate)
        self.freeze.clicked.connect(self._on_freeze)
        self._on_reason(self.reason.text())

    def _lay_out(self, title: QLabel) -> None:
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.activate, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 2 * GRID)
        column.setSpacing(3 * GRID // 2)
        for widget in (title, self.words, self.freeze, self.reason_label, self.reason):
            column.addWidget(widget)
        for label in (title, self.words, self.reason_label):
            label.setWordWrap(True)
        column.addWidget(buttons)
        set_tab_order(self.freeze, self.reason, self.activate)
        self.resize(_WIDTH, column.totalHeightForWidth(_WIDTH))

    def _on_reason(self, text: str) -> None:
        self.activate.setEnabled(bool(text.strip()) or not self._needs_reason)

    def _on_activate(self) -> None:
        self.activation_wanted.emit(self.reason.text().strip())
        self.accept()

    def _on_freeze(self) -> None:
        self.freeze_wanted.emit()
        self.reject()


def _words(test: PairedTest | None) -> str:
    if test is not None:
        return paired_test_text(test)
    return _(
        "There are no frozen photos yet to compare it with the active model on. Choose labelled"
        " photos that no model learns from; a hundred or more tell something."
    )
