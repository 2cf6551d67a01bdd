"""The training page, with scripted runs: a picture must not take the time of a training."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from scene import Scene, Stage

from carinspect.core.dataset import DatasetSource
from carinspect.core.training import Recipe, RunState, TrainingConfig


class _Direct:
    """Sets an attribute as pytest's monkeypatch does; the process ends with the picture."""

    def setattr(self, target: object, name: str, value: object) -> None:
        setattr(target, name, value)


def _fake(hold_at: int = 0) -> Any:  # noqa: ANN401 - lives with the tests
    from tests.fake_training import FakeTraining, finished_run

    fake = FakeTraining(hold_at=hold_at, pause_s=0.002)
    for number, size in enumerate((8, 16, 64, 256)):
        config = TrainingConfig(Recipe.BOTTLENECK, batch_size=size, seed=number)
        fake.runs[f"run-{number}"] = finished_run(f"run-{number}", config, days_ago=number)
    robust = TrainingConfig(Recipe.ROBUST, epochs=12, batch_size=24)
    fake.runs["run-9"] = finished_run(
        "run-9", robust, epochs=7, state=RunState.STOPPED, name="Winter photos", days_ago=9
    )
    fake.install(_Direct())
    return fake


def _begin(stage: Stage, hold_at: int) -> Any:  # noqa: ANN401
    fake = _fake(hold_at)
    page = stage.page("training")
    page.tabs.setCurrentWidget(page.train)
    page.train.source.choose(DatasetSource(Path("photos/gate2_train.csv")))
    config = dataclasses.replace(page.train.form.config(), recipe=Recipe.BOTTLENECK, epochs=50)
    page.train.form.set_config(
        dataclasses.replace(TrainingConfig(config.recipe), input_size_px=320, dropout=0.4)
    )
    stage.until(lambda: bool(page.train.live.curves.plots))
    page.train.start.click()
    return fake, page


def _empty(stage: Stage) -> None:
    from tests.fake_training import FakeTraining

    FakeTraining().install(_Direct())
    stage.page("training")
    stage.wait(600)


def _live(stage: Stage) -> None:
    _, page = _begin(stage, 24)
    stage.until(lambda: len(page.train.control.history) == 23)
    stage.wait(300)
    for plot in page.train.live.curves.plots:
        plot.point_at(14)


def _finished(stage: Stage) -> None:
    _, page = _begin(stage, 0)
    stage.until(lambda: not page.train.control.busy)


def _runs(stage: Stage, axis: str = "epochs") -> None:
    from carinspect.ui.training.series import TimeAxis

    _fake()
    page = stage.page("training")
    stage.until(lambda: page.runs.model.rowCount() > 0 and bool(page.runs.curves.plots))
    page.tabs.setCurrentWidget(page.runs)
    page.runs.model.show_only(["run-0", "run-1", "run-3"])
    page.runs.show_axis(TimeAxis(axis))
    page.runs.table.selectRow(1)


def _sweep(stage: Stage) -> None:
    fake = _fake()
    from tests.fake_training import finished_run

    page = stage.page("training")
    base = TrainingConfig(Recipe.BOTTLENECK, input_size_px=320)
    for size in (8, 16, 32, 64):
        for seed in range(3):
            config = dataclasses.replace(base, batch_size=size, epochs=100, seed=seed)
            fake.runs[f"{size}-{seed}"] = finished_run(f"{size}-{seed}", config)
    page.train.source.choose(DatasetSource(Path("photos/gate2_train.csv")))
    page.train.form.set_config(base)
    page.tabs.setCurrentWidget(page.sweep)
    fake.hold_at = 30
    page.sweep.start.click()
    page.runs.reload()
    stage.until(lambda: page.sweep.control.state.epoch == 29)


def _replay(stage: Stage) -> None:
    from carinspect.ui.training import jobs
    from tests.fake_training import finished_run

    fake = _fake()
    page = stage.page("training")
    page.tabs.setCurrentWidget(page.replay)
    stage.until(lambda: bool(page.replay.curves.plots))
    for number, config in enumerate(jobs.replay_configs(page.replay.replay())):
        fake.runs[f"r{number}"] = finished_run(f"r{number}", config)
    page.runs.reload()
    stage.until(lambda: bool(page.replay.result.runs))
    page.replay.show_figure("3")


def _problem(stage: Stage) -> None:
    _empty(stage)
    page = stage.page("training")
    page.tabs.setCurrentWidget(page.train)
    page.train.source.choose(DatasetSource(Path("photos/gate2_train.csv")))
    page.train.form.rows["learning_rate"].editor.setText("fast")
    page.train.form.rows["learning_rate"].editor.textEdited.emit("fast")
    page.train.start.click()


def _localized(stage: Stage) -> None:
    from carinspect.ui.training.words import recipe_choice_text

    _empty(stage)
    page = stage.page("training")
    page.tabs.setCurrentWidget(page.train)
    form = page.train.form
    names = [form.recipe.itemText(row) for row in range(form.recipe.count())]
    form.recipe.setCurrentIndex(names.index(recipe_choice_text(Recipe.LOCALIZED)))


SCENES = (
    Scene("training", _empty),
    Scene("training-localized", _localized),
    Scene("training-problem", _problem),
    Scene("training-live", _live),
    Scene("training-finished", _finished),
    Scene("training-runs", _runs),
    Scene("training-sweep", _sweep),
    Scene("training-replay", _replay),
    Scene("training-updates", lambda stage: _runs(stage, "updates")),
)
