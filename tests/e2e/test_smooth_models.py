"""No page of models and training holds the window up for more than 50 ms.

Slow ones: they measure, and want a quiet machine.
"""

from pathlib import Path

import numpy as np
import pytest

from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.services.evaluate_model import open_evaluations
from carinspect.services.workspace import default_model_id, open_registry
from carinspect.storage.model_file import write_model_file
from tests.fake_training import WAIT_MS, FakeTraining, finished_run
from tests.model_bundles import shipped_bundle
from tests.watchdog import assert_smooth

pytestmark = pytest.mark.slow

HEAD = (Recipe.BOTTLENECK, "efficientnet_lite0", 320)


@pytest.fixture
def evaluation():
    """Of two thousand photos from twelve sources; no two probabilities are alike."""
    random = np.random.default_rng(7)
    photos = tuple(
        JudgedPhoto(
            Path(f"/photos/{number}.jpg"),
            number % 2,
            float(np.clip(random.normal(0.25 + 0.5 * (number % 2), 0.2), 0, 1)),
            f"source {number % 12}",
        )
        for number in range(2000)
    )
    return Evaluation(default_model_id(), "2,000 photos", 0.5, photos)


@pytest.fixture
def models(window, idle):
    window.show_page("models")
    idle()
    return window.page("models")


def test_an_evaluation_of_two_thousand_photos(qtbot, models, idle, evaluation):
    open_evaluations().save(evaluation)

    def look():
        models.work.open_last_evaluation(evaluation.model_id)
        idle()
        qtbot.wait(100)
        assert models.evaluation.isVisible()
        models.evaluation.threshold.setValue(0.6)
        qtbot.wait(50)
        models.evaluation.show_cell(1, 1)
        idle()
        models._show_models()

    assert_smooth(look)


def test_a_model_file_is_imported(models, idle, tmp_path):
    files = []
    for number in range(4):
        bundle = shipped_bundle(tmp_path / f"bundle{number}", f"from-elsewhere-{number}")
        files.append(tmp_path / f"{number}.carmodel")
        write_model_file(bundle, files[-1])

    def bring():
        file = files.pop()
        models.work.import_file(file)
        idle()
        assert models.chosen.card.id == f"from-elsewhere-{file.stem}"

    assert_smooth(bring)
    assert len(open_registry().ids()) > 3 - len(files)


@pytest.fixture
def training(qtbot, window, monkeypatch):
    """The page with eight runs of two hundred epochs and a sweep of 4 x 3 cells, 3 seeds each."""
    fake = FakeTraining()
    fake.install(monkeypatch)
    for number in range(8):
        config = TrainingConfig(*HEAD, epochs=200, batch_size=24, seed=number)
        fake.runs[f"long-{number}"] = finished_run(f"long-{number}", config)
    for size in (16, 32, 64, 128):
        for epochs in (20, 50, 100):
            for seed in range(3):
                config = TrainingConfig(*HEAD, epochs=epochs, batch_size=size, seed=seed)
                name = f"{size}-{epochs}-{seed}"
                fake.runs[name] = finished_run(name, config, days_ago=1)
    window.show_page("training")
    page = window.page("training")
    qtbot.waitUntil(lambda: page.runs.curves.plots != (), timeout=WAIT_MS)
    page.train.form.set_config(TrainingConfig(*HEAD))
    return page


def test_eight_runs_are_overlaid_and_a_sweep_is_shown(qtbot, training, idle):
    page = training

    def compare():
        page.tabs.setCurrentWidget(page.runs)
        page.runs.reload()
        idle()
        page.runs.model.show_only([])
        qtbot.wait(50)
        page.runs.model.show_only([f"long-{number}" for number in range(8)])
        qtbot.wait(50)
        page.runs.buttons["updates"].click()
        qtbot.wait(50)
        page.runs.buttons["epochs"].click()
        qtbot.wait(50)
        page.tabs.setCurrentWidget(page.sweep)
        qtbot.wait(50)
        for index in range(page.sweep.measure.count()):
            page.sweep.measure.setCurrentIndex(index)
            qtbot.wait(20)
        assert len(page.sweep._cells) > 3
        page.sweep.table.cell_wanted.emit(1, 1)
        qtbot.wait(50)

    assert_smooth(compare)
