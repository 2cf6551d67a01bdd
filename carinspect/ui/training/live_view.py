"""The run that is going on: how far, the curves, and in the end what came of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from carinspect.core.i18n import _
from carinspect.core.training import RunState, TrainingRun
from carinspect.ui.lanes import Lanes
from carinspect.ui.theme import GRID
from carinspect.ui.training.number_tiles import NumberTiles
from carinspect.ui.training.plot_pair import PlotPair
from carinspect.ui.training.run_control import Phase, RunControl
from carinspect.ui.training.run_words import result_sentences, run_title
from carinspect.ui.training.series import Quantity, Series, live_series
from carinspect.ui.training.words import duration_text
from carinspect.ui.widgets.panel import Panel

_REDRAW_MS: Final = 100


class LiveView(Panel):
    """Follows a :class:`RunControl`.

    Signals:
        evaluate_wanted, activate_wanted, compare_wanted, resume_wanted: with the run that ended.
    """

    evaluate_wanted = Signal(object)
    activate_wanted = Signal(object)
    compare_wanted = Signal(object)
    resume_wanted = Signal(object)

    def __init__(self, control: RunControl, lanes: Lanes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._control = control
        self._steps: tuple[int, int] = (0, -1)
        self._title, self._detail = QLabel(self), QLabel(self)
        self._title.setObjectName("strong")
        self._detail.setObjectName("muted")
        self._detail.setWordWrap(True)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self.stop, self.cancel = QPushButton(self), QPushButton(self)
        self.stop.setObjectName("stopAndKeep")
        self.cancel.setObjectName("cancelRun")
        self._result = _Result(self)
        self.tiles = NumberTiles(self)
        self.curves = PlotPair(lanes, self)
        self._redraw = QTimer(self, singleShot=True, interval=_REDRAW_MS)
        self._redraw.timeout.connect(self._show_numbers)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_phase()

    @property
    def words(self) -> str:
        """What the head of the view says."""
        return f"{self._title.text()}\n{self._detail.text()}\n{self._result.words}"

    def retranslate(self) -> None:
        self.stop.setText(_("Stop and keep"))
        self.stop.setToolTip(_("End after this mini-batch and keep the best epoch so far"))
        self.cancel.setText(_("Cancel"))
        self.cancel.setToolTip(_("End at once; the run can be continued from its last epoch"))
        self._show_numbers()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        head = QHBoxLayout()
        head.addLayout(texts, 1)
        head.addWidget(self.stop)
        head.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._result)
        column.addWidget(self.tiles)
        column.addWidget(self.curves, 1)

    def _connect(self) -> None:
        control = self._control
        control.phase_changed.connect(self._on_phase)
        control.prepared.connect(self._on_prepared)
        control.updated.connect(self._on_updated)
        control.ended.connect(self._on_ended)
        self.stop.clicked.connect(control.stop_and_keep)
        self.cancel.clicked.connect(control.cancel)
        for button, signal in (
            (self._result.evaluate, self.evaluate_wanted),
            (self._result.activate, self.activate_wanted),
            (self._result.compare, self.compare_wanted),
            (self._result.resume, self.resume_wanted),
        ):
            button.clicked.connect(lambda _checked=False, s=signal: s.emit(self._control.run))

    def _on_phase(self, phase: Phase) -> None:
        if phase is Phase.PREPARING:
            self._steps = (0, -1)
            self._result.hide()
        self._show_phase()

    def _on_prepared(self, done: int, total: int) -> None:
        self._steps = (done, total)
        self._show_phase()

    def _on_updated(self) -> None:
        if not self._redraw.isActive():
            self._redraw.start()

    def _on_ended(self, run: TrainingRun) -> None:
        self._redraw.stop()
        self._show_numbers()
        self._result.show_run(run)
        self._result.setVisible(True)

    def _show_numbers(self) -> None:
        history = self._control.history
        best = self._control.best_epoch
        self.tiles.show_numbers(history, best)
        self.curves.show_series(self._series, best=float(best) if best else None)
        self._show_phase()

    def _series(self, quantity: Quantity) -> tuple[Series, ...]:
        control = self._control
        if not control.history and not control.mini_batches:
            return ()
        return live_series(
            quantity, control.history, control.mini_batches, control.updates_per_epoch
        )

    def _show_phase(self) -> None:
        phase = self._control.phase
        for button in (self.stop, self.cancel):
            button.setVisible(phase is not Phase.IDLE)
            button.setEnabled(phase is not Phase.STOPPING)
        self._bar.setVisible(phase is not Phase.IDLE)
        title, detail = {
            Phase.IDLE: self._idle_words,
            Phase.PREPARING: self._preparing_words,
            Phase.TRAINING: self._training_words,
            Phase.STOPPING: lambda: (_("Stopping…"), ""),
        }[phase]()
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))

    def _idle_words(self) -> tuple[str, str]:
        run = self._control.run
        if run is not None:
            return run_title(run), ""
        return (
            _("No run is going on."),
            _("Choose photos and a recipe at the left, then press “Start training”."),
        )

    def _preparing_words(self) -> tuple[str, str]:
        done, total = self._steps
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        counted = "" if total < 0 else _("{done} of {total}").format(done=done, total=total)
        if self._control.run is None:
            return _("Reading the photos…"), counted
        return _("The net looks at each photo…"), counted

    def _training_words(self) -> tuple[str, str]:
        control = self._control
        epochs = control.config.epochs if control.config else 0
        if epochs and len(control.history) >= epochs:
            return _("The model is being made of it…"), ""
        title = _("Training: epoch {epoch} of {epochs}").format(
            epoch=min(len(control.history) + 1, epochs), epochs=epochs
        )
        if not control.mini_batches:
            return title, ""
        last = control.mini_batches[-1]
        self._bar.setRange(0, last.updates_in_all)
        self._bar.setValue(last.update)
        parts = [
            _("{update} of {updates} updates").format(
                update=last.update, updates=last.updates_in_all
            ),
            _("learning rate {rate}").format(rate=f"{last.learning_rate:.3g}"),
        ]
        if last.seconds_left is not None:
            parts.insert(0, _("about {time} left").format(time=duration_text(last.seconds_left)))
        return title, "  ·  ".join(parts)


class _Result(Panel):
    """What came of a run, and what to do with it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("resultPanel")
        self._run: TrainingRun | None = None
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self.activate, self.evaluate = QPushButton(self), QPushButton(self)
        self.compare, self.resume = QPushButton(self), QPushButton(self)
        self.activate.setObjectName("primary")
        row = QHBoxLayout()
        for button in (self.activate, self.evaluate, self.compare, self.resume):
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addWidget(self._text)
        column.addLayout(row)
        self.retranslate()
        self.hide()

    @property
    def words(self) -> str:
        return self._text.text() if not self.isHidden() else ""

    def show_run(self, run: TrainingRun) -> None:
        self._run = run
        self.retranslate()
        for button in (self.activate, self.evaluate):
            button.setVisible(bool(run.model_id))
        self.resume.setVisible(run.state is not RunState.FINISHED)

    def retranslate(self) -> None:
        if self._run is not None:
            self._text.setText(" ".join(result_sentences(self._run)))
        self.activate.setText(_("Try as new model…"))
        self.evaluate.setText(_("Evaluate…"))
        self.compare.setText(_("Compare"))
        self.resume.setText(_("Continue"))
