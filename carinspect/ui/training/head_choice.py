"""Which trained head fine-tuning starts from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.training import Recipe, RunState, TrainingConfig, TrainingRun
from carinspect.ui.theme import GRID
from carinspect.ui.training.run_words import run_title
from carinspect.ui.training.words import percent_text
from carinspect.ui.widgets.panel import Panel


class HeadChoice(Panel):
    """Offers the runs whose head fits; shown for the recipe that starts from one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[TrainingRun, ...] = ()
        self._ids: list[str | None] = [None]
        self._label, self.combo = QLabel(self), QComboBox(self)
        self._label.setObjectName("heading")
        self._label.setBuddy(self.combo)
        self.combo.setObjectName("head")
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.addItem("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._label)
        column.addWidget(self.combo)
        self.hide()
        self.retranslate()

    def chosen(self) -> str | None:
        """The id of a run; None to train a head first."""
        return None if self.isHidden() else self._ids[self.combo.currentIndex()]

    def choose(self, run_id: str | None) -> None:
        """Choose a run, known or not."""
        if run_id not in self._ids:
            self._ids.append(run_id)
            self.combo.addItem(str(run_id))
        self.combo.setCurrentIndex(self._ids.index(run_id))

    def show_runs(self, runs: Sequence[TrainingRun]) -> None:
        """These are the runs that there are."""
        self._runs = tuple(runs)

    def show_for(self, config: TrainingConfig) -> None:
        """Offer the heads that fit ``config``."""
        is_wanted = config.recipe is Recipe.FINETUNE
        if is_wanted:
            self._fill([run for run in self._runs if _fits(run, config)])
        self.setVisible(is_wanted)

    def retranslate(self) -> None:
        self._label.setText(_("Head to start from"))
        self.combo.setAccessibleName(_("Head to start from"))
        self.combo.setItemText(0, _("Train one first"))

    def _fill(self, runs: Sequence[TrainingRun]) -> None:
        before = self._ids[self.combo.currentIndex()]
        self._ids = [None, *(run.id for run in runs)]
        while self.combo.count() > 1:
            self.combo.removeItem(1)
        for run in runs:
            best = percent_text(run.best.val_accuracy) if run.best else ""
            self.combo.addItem(f"{run_title(run)}  {best}")
        self.choose(before)


def _fits(run: TrainingRun, config: TrainingConfig) -> bool:
    own = run.config
    same_net = (own.backbone, own.input_size_px) == (config.backbone, config.input_size_px)
    same_head = (own.hidden_units, own.activation) == (config.hidden_units, config.activation)
    is_ready = own.recipe is Recipe.BOTTLENECK and run.state is not RunState.RUNNING
    return is_ready and same_net and same_head
