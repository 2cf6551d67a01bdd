"""The training page: train, runs, sweep, replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from carinspect.core.i18n import _
from carinspect.core.training import RunState, TrainingRun
from carinspect.ui.page import Page, PageContext
from carinspect.ui.training.run_control import Phase
from carinspect.ui.training.runs_tab import RunsTab
from carinspect.ui.training.sweep_tab import SweepTab
from carinspect.ui.training.train_tab import TrainTab


class TrainingPage(Page):
    """Retrains Gate2 and shows how that goes."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._has_looked = False
        self.train = TrainTab(context, self)
        self.runs = RunsTab(context, self)
        self.sweep = SweepTab(context, self.train.asked, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        for tab in (self.train, self.runs, self.sweep):
            self.tabs.addTab(tab, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.tabs)
        self._connect()
        self.retranslate()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {"stop": self.train.control.stop_and_keep, "undo": self.runs.undo}

    def busy_text(self) -> str:
        if not (self.train.control.busy or self.sweep.control.busy):
            return ""
        return _("A model is being trained. It can be continued later from its last epoch.")

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Training"))
        for index, words in enumerate((_("Train"), _("Runs"), _("Sweep"))):
            self.tabs.setTabText(index, words)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_looked:
            self._has_looked = True
            self._look_for_interrupted()

    def _connect(self) -> None:
        self.train.control.phase_changed.connect(self._on_phase)
        self.train.run_ended.connect(self._on_run_ended)
        self.train.live.compare_wanted.connect(self._on_compare)
        self.runs.resume_wanted.connect(self._on_resume)
        self.runs.settings_wanted.connect(self._on_settings)
        self.runs.listed.connect(self.sweep.show_runs)
        self.train.form.edited.connect(self.sweep.refresh)
        self.sweep.runs_wanted.connect(self._on_runs_wanted)
        self.sweep.run_ended.connect(self._on_run_ended)

    def _look_for_interrupted(self) -> None:
        self.runs.reload()
        self.runs.listed.connect(self._offer_interrupted)

    def _offer_interrupted(self, runs: tuple[TrainingRun, ...]) -> None:
        self.runs.listed.disconnect(self._offer_interrupted)
        for run in runs:
            if run.state is RunState.RUNNING:
                self.train.offer_to_continue(run)
                return

    def _on_phase(self, phase: Phase) -> None:
        run = self.train.control.run
        self.runs.running_id = run.id if run is not None and phase is not Phase.IDLE else ""

    def _on_run_ended(self, run: TrainingRun | None) -> None:
        self.runs.reload(then_show=(run.id,) if run is not None else ())

    def _on_compare(self, run: TrainingRun) -> None:
        self.runs.reload(then_show=(run.id,))
        self.tabs.setCurrentWidget(self.runs)

    def _on_runs_wanted(self, ids: tuple[str, ...]) -> None:
        self.runs.model.show_only(ids)
        self.tabs.setCurrentWidget(self.runs)

    def _on_resume(self, run: TrainingRun) -> None:
        self.tabs.setCurrentWidget(self.train)
        self.train.go_on(run)

    def _on_settings(self, run: TrainingRun) -> None:
        self.train.form.set_config(run.config)
        self.tabs.setCurrentWidget(self.train)
