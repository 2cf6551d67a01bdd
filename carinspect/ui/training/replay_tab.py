"""The post's experiments again: its figures, and which of its claims hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.i18n import _, ngettext
from carinspect.core.replay import FIGURES, FigurePlan, ReplayResult
from carinspect.core.training import RunState, TrainingConfig, TrainingRun
from carinspect.ui.calling import calling
from carinspect.ui.page import PageContext
from carinspect.ui.theme import GRID
from carinspect.ui.training import jobs
from carinspect.ui.training.claims_table import ClaimsTable
from carinspect.ui.training.plot_pair import PlotPair
from carinspect.ui.training.run_words import many_runs_text
from carinspect.ui.training.series import Quantity, Series, figure_series
from carinspect.ui.training.sweep_control import SweepControl
from carinspect.ui.training.words import short_recipe_text
from carinspect.ui.widgets.fit_width import fit_width
from carinspect.ui.widgets.panel import Panel

_LEFT_WIDTH: Final = 33 * GRID
_SEEDS: Final = (2, 3, 5, 10)
_LENGTHS: Final = (100, 40, 20)


class ReplayTab(Panel):
    """Starts the replay and shows what has come of it so far; its runs stand among all others."""

    def __init__(
        self,
        context: PageContext,
        asked: Callable[[], tuple[DatasetSource | None, TrainingConfig]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = asked
        self._result = ReplayResult(())
        self._left = QFrame(self)
        self._figure: FigurePlan = FIGURES[0]
        self.control = SweepControl(context.lanes, self)
        self.seeds, self.length = QComboBox(self), QComboBox(self)
        self.finetune, self.exact = QCheckBox(self), QCheckBox(self)
        self._labels = {name: QLabel(self) for name in ("about", "seeds", "length", "caption")}
        self._progress, self._bar = QLabel(self), QProgressBar(self)
        self.start, self.stop = QPushButton(self), QPushButton(self)
        self.claims = ClaimsTable(self)
        self.curves = PlotPair(context.lanes, self, side_by_side=True)
        self._figures = QButtonGroup(self)
        self.figures = {plan.number: QToolButton(self) for plan in FIGURES}
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def result(self) -> ReplayResult:
        """What the replay has come to so far."""
        return self._result

    def replay(self) -> jobs.Replay:
        """What the form asks for."""
        _source, config = self._asked()
        return jobs.Replay(
            backbone=config.backbone,
            seeds=tuple(range(_SEEDS[self.seeds.currentIndex()])),
            epochs=_LENGTHS[self.length.currentIndex()],
            finetune=self.finetune.isChecked(),
            seed_exact=self.exact.isChecked(),
        )

    def show_runs(self, runs: Sequence[TrainingRun]) -> None:
        """Judge the claims on those of ``runs`` that the replay would make."""
        if self.control.busy:
            return
        replay = self.replay()
        wanted = set(jobs.replay_configs(replay))
        found = {run.config: run for run in reversed(runs) if _is_done(run, wanted)}
        self.show_result(ReplayResult(tuple(found.values()), replay.epochs / 100).judged())

    def show_result(self, result: ReplayResult) -> None:
        """Show ``result``: figures and claims."""
        self._result = result
        self.claims.show_claims(result.claims if result.runs else ())
        for plan in FIGURES:
            self.figures[plan.number].setEnabled(bool(result.figure(plan)))
        self._show_figure()

    def show_figure(self, number: str) -> None:
        """Show the figure ``number`` of the post."""
        self._figure = next(plan for plan in FIGURES if plan.number == number)
        self.figures[number].setChecked(True)
        self._show_figure()

    def retranslate(self) -> None:
        self._labels["about"].setText(
            _(
                "Trains what the post trained, on your photos and with several seeds, draws its"
                " figures and says which of its claims hold here. What was trained before is not"
                " trained again."
            )
        )
        self._labels["seeds"].setText(_("Seeds"))
        self._labels["length"].setText(_("Length"))
        self.seeds.setAccessibleName(_("Seeds"))
        self.length.setAccessibleName(_("Length"))
        for index, epochs in enumerate(_LENGTHS):
            self.length.setItemText(index, _length_text(epochs))
        self.finetune.setText(_("Fine-tune too (slow)"))
        self.exact.setText(_("The post's own arithmetic"))
        self.start.setText(_("Replay the post"))
        self.stop.setText(_("Stop the replay"))
        self.claims.setAccessibleName(_("What the post says"))
        for plan in FIGURES:
            words = _("Figure {number}").format(number=plan.number)
            self.figures[plan.number].setText(plan.number)
            self.figures[plan.number].setAccessibleName(words)
            self.figures[plan.number].setToolTip(f"{words}: {_figure_text(plan)}")
        self.claims.refresh()
        self._show_figure()
        self._show_progress()
        words = (self.seeds, self.length, self.finetune, self.exact, self.start)
        fit_width(self._left, _LEFT_WIDTH, words, 4 * GRID)

    def recolor(self) -> None:
        self.claims.refresh()

    def _lay_out(self) -> None:
        left = self._left
        left.setObjectName("surface")
        self.seeds.addItems([str(count) for count in _SEEDS])
        self.seeds.setCurrentIndex(_SEEDS.index(5))
        self.length.addItems([""] * len(_LENGTHS))
        self.length.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.finetune.setChecked(True)
        self.start.setObjectName("primary")
        for label in (self._labels["about"], self._progress):
            label.setObjectName("muted")
            label.setWordWrap(True)
        self._bar.setTextVisible(False)
        column = QVBoxLayout(left)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._labels["about"])
        for name, combo in (("seeds", self.seeds), ("length", self.length)):
            self._labels[name].setBuddy(combo)
            column.addWidget(self._labels[name])
            column.addWidget(combo)
        for widget in (self.finetune, self.exact):
            column.addWidget(widget)
        column.addStretch()
        for widget in (self._progress, self._bar, self.start, self.stop):
            column.addWidget(widget)
        for widget in (self._progress, self._bar, self.stop):
            widget.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self._make_right(), 1)

    def _make_right(self) -> QWidget:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID // 2)
        for index, button in enumerate(self.figures.values()):
            button.setObjectName("figure")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._figures.addButton(button, index)
            buttons.addWidget(button)
        buttons.addStretch()
        self.figures[FIGURES[0].number].setChecked(True)
        self._labels["caption"].setObjectName("strong")
        self._labels["caption"].setWordWrap(True)
        lower = QWidget(self)
        column = QVBoxLayout(lower)
        column.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID)
        column.addLayout(buttons)
        column.addWidget(self._labels["caption"])
        column.addWidget(self.curves, 1)
        upper = QWidget(self)
        top = QVBoxLayout(upper)
        top.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        top.addWidget(self.claims)
        splitter = QSplitter(Qt.Orientation.Vertical, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(upper)
        splitter.addWidget(lower)
        splitter.setSizes([1000, 1000])
        return splitter

    def _connect(self) -> None:
        self.start.clicked.connect(self._on_start)
        self.stop.clicked.connect(self.control.cancel)
        for number, button in self.figures.items():
            button.clicked.connect(calling(self.show_figure, number))
        self.control.progressed.connect(self._show_progress)
        self.control.result_so_far.connect(self.show_result)
        self.control.succeeded.connect(self.show_result)
        self.control.failed.connect(self._on_failed)
        self.control.finished.connect(self._show_progress)

    def _on_start(self) -> None:
        source, _config = self._asked()
        if source is None:
            self._context.messages.warn(_("Choose the photos to learn from first."))
            return
        replay = self.replay()
        total = len(jobs.replay_configs(replay))
        self.show_result(ReplayResult((), replay.epochs / 100))
        self.control.start(jobs.replay_post(source, replay), total)

    def _show_progress(self) -> None:
        busy, state = self.control.busy, self.control.state
        for widget in (self._progress, self._bar, self.stop):
            widget.setVisible(busy)
        self.start.setVisible(not busy)
        self._bar.setRange(0, max(state.total, 1))
        self._bar.setValue(state.ended)
        self._progress.setText(many_runs_text(state))

    def _show_figure(self) -> None:
        plan = self._figure
        title = _("Figure {number}").format(number=plan.number)
        seeds = len(self._result.figure(plan))
        count = ngettext("{count} seed", "{count} seeds", seeds).format(count=seeds)
        words = count if seeds else _("not trained yet")
        self._labels["caption"].setText(f"{title}: {_figure_text(plan)}  ·  {words}")
        self.curves.show_series(self._series)

    def _series(self, quantity: Quantity) -> tuple[Series, ...]:
        return figure_series(quantity, tuple(self._result.figure(self._figure).values()))

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, CarInspectError):
            raise error
        self._context.messages.show_error(error)


def _is_done(run: TrainingRun, wanted: set[TrainingConfig]) -> bool:
    return run.config in wanted and run.state is RunState.FINISHED


def _figure_text(plan: FigurePlan) -> str:
    return _("{recipe}, batch {batch_size}, {epochs} epochs").format(
        recipe=short_recipe_text(plan.recipe), batch_size=plan.batch_size, epochs=plan.epochs
    )


def _length_text(epochs: int) -> str:
    if epochs == 100:
        return _("As in the post (100 epochs)")
    return _("Shorter ({epochs} epochs stand for 100)").format(epochs=epochs)
