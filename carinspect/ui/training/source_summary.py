"""Which photos a run will learn from, in short; they are chosen under “Photos”."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from carinspect.core.dataset import Dataset, DatasetSource, Split
from carinspect.core.i18n import _, ngettext
from carinspect.ui.theme import GRID
from carinspect.ui.widgets.panel import Panel


class SourceSummary(Panel):
    """Says what is chosen.

    Signals:
        choose_wanted: the user wants to choose photos.
    """

    choose_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: DatasetSource | None = None
        self._dataset: Dataset | None = None
        self._title, self._chosen = QLabel(self), QLabel(self)
        self._title.setObjectName("heading")
        self._title.setWordWrap(True)
        self._chosen.setObjectName("muted")
        self._chosen.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName("small")
        self.button.clicked.connect(self.choose_wanted)
        self.corrections = QCheckBox(self)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        column.setSpacing(GRID // 2)
        column.addLayout(head)
        column.addWidget(self._chosen)
        column.addWidget(self.corrections)
        self.retranslate()

    @property
    def source(self) -> DatasetSource | None:
        """The chosen photos, with or without corrections; None before."""
        if self._source is None:
            return None
        return dataclasses.replace(self._source, corrections=self.corrections.isChecked())

    def choose(self, source: DatasetSource, dataset: Dataset | None = None) -> None:
        """Take ``source``; ``dataset`` is what was found there, where it is known."""
        self._source, self._dataset = source, dataset
        self.corrections.setChecked(source.corrections or self.corrections.isChecked())
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(_("Photos to learn from"))
        self.button.setText(_("Choose photos…"))
        self.corrections.setText(_("Learn from corrections too"))
        self.corrections.setToolTip(
            _("Photos whose verdict a person corrected at the counter are learned as well")
        )
        self._chosen.setText(self._words())
        self._chosen.setToolTip("" if self._source is None else str(self._source.path))

    def _words(self) -> str:
        if self._source is None:
            return _("None are chosen yet.")
        names = [path.name for path in (self._source.path, self._source.validation) if path]
        words = " + ".join(names)
        if self._dataset is None:
            return words
        counts = _("{training} to train on, {validation} to validate on").format(
            training=len(self._dataset.of(Split.TRAINING)),
            validation=len(self._dataset.of(Split.VALIDATION)),
        )
        return "\n".join((words, counts, *_marked(self._dataset)))


def _marked(dataset: Dataset) -> tuple[str, ...]:
    """On how many photos damage is marked, where it is on any."""
    count = len(dataset.outlines)
    said = ngettext(
        "{count} photo with marked damage (regions.csv)",
        "{count} photos with marked damage (regions.csv)",
        count,
    )
    return (said.format(count=count),) if count else ()
