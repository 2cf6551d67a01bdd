"""One row of the training form: label, editor, what is wrong with the value, the way back."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.inspection import Outcome
from carinspect.ui.theme import GRID, colors
from carinspect.ui.training.fields import (
    Choice,
    FieldSpec,
    Real,
    Switch,
    Whole,
    number_in,
    number_text,
    problem_of,
)
from carinspect.ui.widgets.icon_button import IconButton
from carinspect.ui.widgets.panel import Panel

Editor = QComboBox | QCheckBox | QLineEdit

_EDITOR_WIDTH: Final = 15 * GRID


class FieldRow(Panel):
    """Asks for one value.

    Signals:
        edited: the user changed the value, perhaps to an invalid one.
        attended: the user turned to this row.
    """

    edited = Signal()
    attended = Signal()

    def __init__(self, spec: FieldSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self._preset: object = None
        # Qt would give the members of an enumeration back as plain words.
        self._options: list[object] = []
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self._problem = QLabel(self)
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self.editor: Editor = self._make_editor()
        self.editor.setObjectName(f"field_{spec.name}")
        self.editor.installEventFilter(self)
        self._reset = IconButton("undo", self, side=16)
        self._reset.clicked.connect(self._on_reset)
        # Its place is kept, so that nothing jumps while the user types.
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._lay_out()
        self.retranslate()
        self.recolor()

    @property
    def problem(self) -> str:
        """What is wrong with the value; empty where nothing is."""
        return self._problem.text()

    @property
    def changed(self) -> bool:
        """Whether the value is another one than the recipe's; an invalid one is."""
        return bool(self.problem) or self.value() != self._preset

    def value(self) -> Any:  # noqa: ANN401 - fields differ
        """The value; of an invalid number the recipe's."""
        editor, kind = self.editor, self.spec.kind
        if isinstance(editor, QCheckBox):
            return editor.isChecked()
        if isinstance(editor, QComboBox):
            return self._options[editor.currentIndex()]
        number = number_in(kind, editor.text()) if isinstance(kind, Whole | Real) else None
        return self._preset if number is None else number

    def set_preset(self, preset: object) -> None:
        """Say what the recipe's own value is."""
        self._preset = preset
        self._show_state()

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - fields differ
        """Show ``value`` without telling that it changed."""
        editor = self.editor
        with QSignalBlocker(editor):
            if isinstance(editor, QCheckBox):
                editor.setChecked(value)
            elif isinstance(editor, QComboBox):
                if value not in self._options:  # a recipe's own batch size
                    self._options.append(value)
                    editor.addItem(str(value))
                editor.setCurrentIndex(self._options.index(value))
            else:
                editor.setText(number_text(value))
        self._show_state()

    def retranslate(self) -> None:
        words = self.spec.words()
        if isinstance(self.editor, QCheckBox):
            self.editor.setText(words)
        self.editor.setAccessibleName(words)
        self.editor.setAccessibleDescription(self.spec.meaning())
        for widget in (self._label, self.editor):
            widget.setToolTip(f"<p>{self.spec.meaning()}</p>")
        if isinstance(self.editor, QComboBox) and isinstance(self.spec.kind, Choice):
            for index, (_value, text) in enumerate(self.spec.kind.options()):
                self.editor.setItemText(index, text)
        self._show_state()

    def recolor(self) -> None:
        self._problem.setStyleSheet(f"color: {colors().tones[Outcome.DAMAGED].ink};")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.Enter}:
            self.attended.emit()
        # The wheel scrolls the form; it does not change values on its way.
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _make_editor(self) -> Editor:
        kind = self.spec.kind
        if isinstance(kind, Switch):
            box = QCheckBox(self)
            box.toggled.connect(self._on_edited)
            return box
        if isinstance(kind, Choice):
            combo = QComboBox(self)
            for value, text in kind.options():
                self._options.append(value)
                combo.addItem(text)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.currentIndexChanged.connect(self._on_edited)
            return combo
        line = QLineEdit(self)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.textEdited.connect(self._on_edited)
        return line

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        if isinstance(self.editor, QCheckBox):
            self._label.hide()
            self.editor.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            grid.addWidget(self.editor, 0, 0, 1, 2)
        else:
            self._label.setBuddy(self.editor)
            self.editor.setFixedWidth(_EDITOR_WIDTH)
            grid.addWidget(self._label, 0, 0)
            grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self._reset, 0, 2)
        grid.addWidget(self._problem, 1, 0, 1, 3)

    def _on_edited(self) -> None:
        self._show_state()
        self.edited.emit()

    def _on_reset(self) -> None:
        self.set_value(self._preset)
        self.editor.setFocus()
        self.edited.emit()

    def _show_state(self) -> None:
        if isinstance(self.editor, QLineEdit):
            self._problem.setText(problem_of(self.spec.kind, self.editor.text()))
        self._problem.setVisible(bool(self.problem))
        words = escape(self.spec.words())
        self._label.setText(f"<b>{words}</b>" if self.changed else words)
        self._reset.setVisible(self.changed)
        self._reset.set_words(
            _("Back to the recipe's value for “{field}”").format(field=self.spec.words())
        )
