"""All recipes on drawn photos: they learn, stop, go on, and give a model that inspects."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.model_card import USUAL_ERROR, ModelCard
from carinspect.core.settings import ACCEPTED_ERRORS
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import (
    EpochEnd,
    MiniBatchEnd,
    Optimizer,
    Recipe,
    RunState,
    TrainingRun,
)
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.ml.inspection_net import InspectionNet
from carinspect.ml.recipes import recipe_config
from carinspect.services.inspector import LocalInspector
from carinspect.services.sweep import Sweep
from carinspect.services.train_gate2 import TrainGate2, resumed
from carinspect.services.workspace import open_registry
from carinspect.storage.training_runs import (
    TrainingRuns,
    read_checkpoint,
    read_validation,
    request_stop,
)
from tests.conftest import ROOT
from tests.training_photos import draw_dataset

pytest.importorskip("tensorflow", reason="training needs the `train` extra")
pytestmark = [
    pytest.mark.keras,
    pytest.mark.xdist_group("keras"),
    # TensorFlow's converter warns of its own deprecations, and takes another way when stopped.
    pytest.mark.filterwarnings("default"),
]


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    return draw_dataset(tmp_path_factory.mktemp("photos"))


def small(recipe, **changes):
    config = replace(recipe_config(recipe), input_size_px=64, epochs=2, batch_size=6, views=2)
    return replace(config, **changes)


def train(photos, config, **options):
    events = []
    run = run_here(TrainGate2(DatasetSource(photos), config, **options), events.append)
    return run, events


QUICK = small(
    Recipe.BOTTLENECK, epochs=4, optimizer=Optimizer.ADAM, learning_rate=0.01, hidden_units=16
)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("recipe", [Recipe.BOTTLENECK, Recipe.FINETUNE, Recipe.ROBUST])
def test_a_recipe_trains_exports_and_inspects(recipe, photos):
    run, events = train(photos, small(recipe), name="first")

    assert run.state is RunState.FINISHED
    epochs = [event for event in events if isinstance(event, EpochEnd)]
    assert [epoch.epoch for epoch in epochs] == [1, 2]
    assert epochs[-1].updates == 2 * 3, "16 photos in mini-batches of 6: the last one is kept"
    assert run.history == tuple(epochs)
    assert any(isinstance(event, Progress) for event in events)
    assert TrainingRuns().read(run.id) == run
    name = "ft_history.txt" if recipe is Recipe.FINETUNE else "top_history.txt"
    if recipe is not Recipe.ROBUST:
        history = json.loads((run.folder / name).read_text())
        assert history["val_accuracy"] == [epoch.val_accuracy for epoch in epochs]

    folder = open_registry().folder(run.model_id)
    card = ModelCard.from_json((folder / "card.json").read_text())
    judged = read_validation(run.folder)
    assert card.data_fingerprint == run.data_fingerprint
    assert card.figures["gate2 accuracy, validation"].n == len(judged) == 16
    assert set(card.review_bands) == {str(error) for error in ACCEPTED_ERRORS}
    assert card.band(USUAL_ERROR) == card.review_band
    assert card.band(0.05)[0] >= card.band(0.005)[0]
    inspector = LocalInspector(folder)
    net = InspectionNet.load(folder)
    for photo in judged[::5]:
        inspection = inspector.inspect(photo.path)
        assert inspection.error is None
        assert inspection.sha256 == photo.sha256
        image = np.asarray(_decoded(photo.path))
        # Activations are kept in half precision, and so are the exported weights.
        assert net.run(image).damage_probability == pytest.approx(photo.probability, abs=0.02)


@pytest.fixture(scope="module")
def marked_photos(tmp_path_factory):
    """Photos with marks on the damaged ones."""
    folder = draw_dataset(tmp_path_factory.mktemp("marked"))
    damaged = sorted(p for p in folder.rglob("*") if p.parent.name == "damaged" and p.is_file())
    rows = [f"{p.relative_to(folder).as_posix()},box,dent,0.3 0.3 0.6 0.6" for p in damaged]
    (folder / "regions.csv").write_text("\n".join(["photo,shape,category,points", *rows]))
    return folder


@pytest.mark.timeout(600)
def test_the_localized_recipe_trains_goes_on_and_gives_a_model_that_inspects(marked_photos):
    config = replace(
        recipe_config(Recipe.LOCALIZED), input_size_px=320, epochs=2, batch_size=6, views=2
    )
    whole, _events = train(marked_photos, config)
    canceller = _CancelAfter(1)
    with pytest.raises(JobCancelled):
        TrainGate2(DatasetSource(marked_photos), config).run(canceller.context())
    left = TrainingRuns().read(canceller.run.id)
    assert len(left.history) == 1
    ended = run_here(resumed(left))

    assert ended.state is whole.state is RunState.FINISHED
    assert whole.history[-1].updates == 2 * (16 * 2 // 6)
    assert [e.loss for e in ended.history] == pytest.approx([e.loss for e in whole.history], 1e-3)
    assert not (ended.folder / "early").exists(), "early activations are large and not kept"
    inspector = LocalInspector(open_registry().folder(ended.model_id))
    for photo in read_validation(ended.folder)[::5]:
        inspection = inspector.inspect(photo.path)
        assert inspection.error is None
        assert inspection.gate2 is None or inspection.gate2.heat_map.values.shape == (20, 20)


def _decoded(path):
    from carinspect.core.image import decode
    from carinspect.core.photo import read_photo

    return decode(read_photo(path), fit_px=64).image


def test_training_learns_what_can_be_seen_and_tells_what_is_left(photos):
    run, events = train(photos, replace(QUICK, epochs=60), register=False)

    assert run.history[-1].loss < 0.5 * run.history[0].loss
    assert run.best.val_accuracy >= 0.8
    updates = [event for event in events if isinstance(event, MiniBatchEnd)]
    assert {event.updates_in_all for event in updates} == {60 * 3}
    assert updates[-1].seconds_left is not None
    for name in ("train", "validation"):  # as the original exported them
        rows = np.load(run.folder / f"bottleneck_features_{name}.npy")
        assert rows.shape == (16, 1280)
        assert rows.dtype == np.float32


def test_the_same_seed_gives_the_same_run_and_another_one_another(photos):
    histories = [
        [
            epoch.val_loss
            for epoch in train(photos, replace(QUICK, seed=seed), register=False)[0].history
        ]
        for seed in (1, 1, 2)
    ]
    assert histories[0] == pytest.approx(histories[1], rel=1e-5)
    assert histories[0] != pytest.approx(histories[2], rel=1e-5)


class _CancelAfter:
    """Cancels the job at the end of an epoch, as a closing window does."""

    def __init__(self, epochs):
        self._left, self._cancel, self.run = epochs, threading.Event(), None

    def context(self):
        return JobContext(self._report, self._cancel)

    def _report(self, event):
        if isinstance(event, TrainingRun):
            self.run = event
        if isinstance(event, EpochEnd):
            self._left -= 1
            if self._left == 0:
                self._cancel.set()


@pytest.mark.parametrize(
    "recipe", [Recipe.BOTTLENECK, pytest.param(Recipe.ROBUST, marks=pytest.mark.slow)]
)
@pytest.mark.timeout(400)
def test_a_cancelled_run_ends_like_one_that_was_not(recipe, photos):
    config = replace(QUICK, recipe=recipe, epochs=4)
    if recipe is Recipe.ROBUST:
        config = small(recipe, epochs=4)
    whole, _events = train(photos, config, register=False)
    canceller = _CancelAfter(2)
    job = TrainGate2(DatasetSource(photos), config, register=False)
    with pytest.raises(JobCancelled):
        job.run(canceller.context())
    left = TrainingRuns().read(canceller.run.id)
    assert left.state is RunState.RUNNING
    assert len(left.history) == 2

    ended = run_here(replace(resumed(left), register=False))

    assert ended.id == left.id
    assert ended.state is RunState.FINISHED
    assert [e.val_loss for e in ended.history] == pytest.approx(
        [e.val_loss for e in whole.history], rel=1e-4
    )


def test_a_run_that_is_stopped_keeps_what_there_is_and_can_go_on(photos):
    def stop_at_second_epoch(event):
        nonlocal run
        if isinstance(event, TrainingRun):
            run = event
        if isinstance(event, EpochEnd) and event.epoch == 2:
            request_stop(run)

    run = None
    job = TrainGate2(DatasetSource(photos), QUICK, register=False)
    stopped = run_here(job, stop_at_second_epoch)

    assert stopped.state is RunState.STOPPED
    assert 2 <= len(stopped.history) < 4
    assert read_validation(stopped.folder)

    ended = run_here(replace(resumed(stopped, epochs=5), register=False))
    assert ended.state is RunState.FINISHED
    assert len(ended.history) == 5
    assert ended.config.epochs == 5


def test_photos_that_changed_are_not_trained_on_unawares(tmp_path):
    photos = draw_dataset(tmp_path / "photos", count=4)
    run, _events = train(photos, QUICK, register=False)
    (photos / "train" / "damaged" / "0.png").unlink()

    with pytest.raises(CarInspectError) as caught:
        run_here(resumed(run, epochs=9))

    assert caught.value.code is ErrorCode.RUN_DATA_CHANGED


def test_early_stopping_waits_for_its_patience(photos):
    config = replace(QUICK, epochs=60, patience=3, learning_rate=1e-7)
    run, _events = train(photos, config, register=False)
    assert len(run.history) == run.best_epoch + 3 < 60


def test_fine_tuning_starts_from_the_head_of_another_run(photos):
    head, _events = train(photos, replace(QUICK, epochs=12), register=False)
    config = small(Recipe.FINETUNE, hidden_units=16, head=head.id, epochs=1, learning_rate=1e-9)

    run, _events = train(photos, config, register=False)

    assert run.history[0].val_accuracy == head.best.val_accuracy
    with pytest.raises(CarInspectError) as caught:
        train(photos, replace(config, hidden_units=8), register=False)
    assert caught.value.code is ErrorCode.RUN_WITHOUT_HEAD


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_seed_exact_feeds_the_net_what_the_original_did(photos):
    plain, _events = train(photos, replace(QUICK, epochs=1), register=False)
    exact, _events = train(photos, replace(QUICK, epochs=1, seed_exact=True))
    assert exact.history[0].loss != plain.history[0].loss
    photo = read_validation(exact.folder)[0]
    net = InspectionNet.load(open_registry().folder(exact.model_id))
    output = net.run(_decoded(photo.path))
    assert output.damage_probability == pytest.approx(photo.probability, abs=0.02)
    assert output.evidence.shape == (2, 2)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_killed_run_loses_at_most_one_epoch(photos, tmp_path):
    options = ["--size", "64", "--epochs", "400", "--optimizer", "adam", "--json"]
    command = [sys.executable, "-m", "carinspect", "train", str(photos), *options]
    command += ["--out", str(tmp_path)]
    told = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
        for line in process.stdout:
            told.append(json.loads(line))
            if told[-1].get("epoch") == 3:
                os.kill(process.pid, signal.SIGKILL)
                break
        process.wait()
    run_id = told[0]["run"]
    left = TrainingRuns(tmp_path).read(run_id)
    assert left.state is RunState.RUNNING
    assert int(read_checkpoint(left.folder)["epochs"]) >= 3, "what was told is on the disk"
    assert not list(tmp_path.glob(".2*")), "no half-made folder"

    ended = run_here(replace(resumed(left, tmp_path), register=False), _StopSoon(left))

    assert ended.id == run_id
    assert ended.history[:3] == left.history[:3]
    assert len(ended.history) > 3


class _StopSoon:
    """Stops a run after its next epoch."""

    def __init__(self, run):
        self._run = run

    def __call__(self, event):
        if isinstance(event, EpochEnd):
            request_stop(self._run)


def test_a_sweep_trains_what_is_not_there_yet(photos, tmp_path):
    plan = SweepPlan(small(Recipe.BOTTLENECK), batch_sizes=(6, 12), epochs=(1, 2), seeds=(0,))
    first = run_here(Sweep(DatasetSource(photos), plan, tmp_path))
    assert [run.config.batch_size for run in first] == [6, 12]
    assert all(run.state is RunState.FINISHED and not run.model_id for run in first)
    assert [len(run.history) for run in first] == [2, 2]

    events = []
    again = run_here(
        Sweep(DatasetSource(photos), replace(plan, seeds=(0, 1)), tmp_path), events.append
    )
    assert again[:2] == first
    assert [run.config.seed for run in again] == [0, 0, 1, 1]
    # Of those that were there nothing is told but that they are.
    assert sum(isinstance(event, EpochEnd) for event in events) == 4
