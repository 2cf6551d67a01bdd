"""A row of check boxes for numbers, such as batch sizes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QGroupBox, QWidget

from carinspect.ui.theme import GRID

_A_ROW = 3


class CheckGroup(QGroupBox):
    """Asks which of some numbers are wanted.

    Signals:
        changed: another choice.
    """

    changed = Signal()

    def __init__(
        self, values: tuple[int, ...], chosen: tuple[int, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.boxes = {value: QCheckBox(str(value), self) for value in values}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, GRID // 2, 0, 0)
        for number, (value, box) in enumerate(self.boxes.items()):
            box.setChecked(value in chosen)
            box.toggled.connect(self.changed)
            grid.addWidget(box, number // _A_ROW, number % _A_ROW)

    def chosen(self) -> tuple[int, ...]:
        """The ticked numbers, in order."""
        return tuple(value for value, box in self.boxes.items() if box.isChecked())

    def set_words(self, words: str) -> None:
        """Name the group."""
        self.setTitle(words)
        for value, box in self.boxes.items():
            box.setAccessibleName(f"{words}: {value}")
