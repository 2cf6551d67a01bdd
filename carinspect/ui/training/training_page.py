"""The training page: train, runs, sweep, replay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carinspect.core.dataset import DatasetSource
from carinspect.core.i18n import _
from carinspect.core.training import RunState, TrainingRun
from carinspect.ui.page import Page, PageContext
from carinspect.ui.training.photos_tab import PhotosTab
from carinspect.ui.training.replay_tab import ReplayTab
from carinspect.ui.training.run_control import RunControl
from carinspect.ui.training.runs_tab import RunsTab
from carinspect.ui.training.sweep_control import SweepControl
from carinspect.ui.training.sweep_tab import SweepTab
from carinspect.ui.training.train_tab import TrainTab
from carinspect.ui.widgets.tabs import Tabs


class TrainingPage(Page):
    """Retrains Gate2 and shows how that goes."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._has_looked = False
        self.photos = PhotosTab(context, self)
        self.train = TrainTab(context, self)
        self.runs = RunsTab(context, self)
        self.sweep = SweepTab(context, self.train.asked, self)
        self.replay = ReplayTab(context, self.train.asked, self)
        self.tabs = Tabs(self)
        for tab in (self.photos, self.train, self.runs, self.sweep, self.replay):
            self.tabs.addTab(tab, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.focus_first(self.tabs)
        self._connect()
        self.retranslate()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        # A run is not stopped by "stop": Escape is pressed too easily to end the work of hours.
        return {"undo": self._undo, "stop": self.train.stop_fetching}

    def refresh_actions(self) -> None:
        if self.is_current:
            self._context.actions["undo"].setEnabled(self._can_undo())

    def take_photos(self, paths: tuple[str, ...]) -> None:
        self.tabs.setCurrentWidget(self.photos)
        self.photos.panel.take_paths(tuple(Path(path) for path in paths))

    def busy_text(self) -> str:
        if not any(control.busy for control in self._controls()):
            return ""
        return _("A model is being trained. It can be continued later from its last epoch.")

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(_("Training"))
        for index, words in enumerate(self._titles()):
            self.tabs.setTabText(index, words)

    def _titles(self) -> tuple[str, ...]:
        return (_("Photos"), _("Train"), _("Runs"), _("Sweep"), _("Replay of the post"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_looked:
            self._has_looked = True
            self._look_for_interrupted()

    def _connect(self) -> None:
        self.photos.source_chosen.connect(self._on_source)
        self.photos.train_wanted.connect(lambda: self.tabs.setCurrentWidget(self.train))
        self.train.source.choose_wanted.connect(lambda: self.tabs.setCurrentWidget(self.photos))
        self.train.control.phase_changed.connect(self._on_activity)
        self.train.control.updated.connect(self._on_activity)
        for control in (self.sweep.control, self.replay.control):
            control.progressed.connect(self._on_activity)
            control.finished.connect(self._on_activity)
        self.train.run_ended.connect(self._on_run_ended)
        self.train.live.compare_wanted.connect(self._on_compare)
        for signal in (
            self.train.live.evaluate_wanted,
            self.train.live.activate_wanted,
            self.runs.evaluate_wanted,
        ):
            signal.connect(self._on_model_wanted)
        self.runs.undo_changed.connect(self.refresh_actions)
        self.tabs.currentChanged.connect(self.refresh_actions)
        self.runs.resume_wanted.connect(self._on_resume)
        self.runs.settings_wanted.connect(self._on_settings)
        self.train.form.edited.connect(self.sweep.refresh)
        self.sweep.runs_wanted.connect(self._on_runs_wanted)
        self.sweep.run_ended.connect(self._on_run_ended)
        self.replay.control.run_ended.connect(self._on_run_ended)
        self.runs.listed.connect(self._on_listed)

    def _can_undo(self) -> bool:
        if self.tabs.currentWidget() is self.photos:
            return self.photos.panel.can_undo
        return self.runs.can_undo

    def _undo(self) -> None:
        if self.tabs.currentWidget() is self.photos:
            self.photos.panel.undo()
        else:
            self.runs.undo()

    def _look_for_interrupted(self) -> None:
        self.runs.reload()
        self.runs.listed.connect(self._offer_interrupted)

    def _offer_interrupted(self, runs: tuple[TrainingRun, ...]) -> None:
        self.runs.listed.disconnect(self._offer_interrupted)
        active = self._active_ids()
        for run in runs:
            if run.state is RunState.RUNNING and not run.going_on and run.id not in active:
                self.train.offer_to_continue(run)
                return

    def _on_listed(self, runs: tuple[TrainingRun, ...]) -> None:
        self.train.form.show_runs(runs)
        self.sweep.show_runs(runs)
        self.replay.show_runs(runs)

    def _on_source(self, source: DatasetSource) -> None:
        report = self.photos.panel.report
        self.train.source.choose(source, report.dataset if report else None)

    def _active_ids(self) -> frozenset[str]:
        """The runs that this window has going."""
        train = self.train.control
        runs = [one.state.run for one in (self.sweep.control, self.replay.control) if one.busy]
        if train.busy:
            runs.append(train.run)
        return frozenset(run.id for run in runs if run is not None)

    def _controls(self) -> tuple[RunControl | SweepControl, ...]:
        return (self.train.control, self.sweep.control, self.replay.control)

    def _on_activity(self) -> None:
        self.runs.active_ids = self._active_ids()

    def _on_run_ended(self, run: TrainingRun | None) -> None:
        self.runs.reload(then_show=(run.id,) if run is not None else ())

    def _on_compare(self, run: TrainingRun) -> None:
        self.runs.reload(then_show=(run.id,))
        self.tabs.setCurrentWidget(self.runs)

    def _on_model_wanted(self, run: TrainingRun) -> None:
        self.model_wanted.emit(run.model_id)

    def _on_runs_wanted(self, ids: tuple[str, ...]) -> None:
        self.runs.model.show_only(ids)
        self.tabs.setCurrentWidget(self.runs)

    def _on_resume(self, run: TrainingRun) -> None:
        self.tabs.setCurrentWidget(self.train)
        self.train.go_on(run)

    def _on_settings(self, run: TrainingRun) -> None:
        self.train.form.set_config(run.config)
        self.tabs.setCurrentWidget(self.train)
