"""What training refuses before it loads TensorFlow or makes a folder."""

import shutil

import pytest

from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.sweep import SweepPlan
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.jobs.job import run_here
from carinspect.services.read_dataset import data_fingerprint, read_dataset
from carinspect.services.replay_post import ReplayPost
from carinspect.services.sweep import Sweep
from carinspect.services.train_gate2 import TrainGate2, resumed, run_facts
from carinspect.storage.run_lock import being_trained
from carinspect.storage.training_runs import TrainingRuns
from tests.training_photos import draw_dataset

CONFIG = TrainingConfig(Recipe.BOTTLENECK, "efficientnet_lite0", 64, epochs=2, batch_size=4)


@pytest.fixture
def source(tmp_path):
    return DatasetSource(draw_dataset(tmp_path / "photos", 2))


@pytest.fixture
def run(source):
    """A run that was interrupted before its first epoch ended."""
    job = TrainGate2(source, CONFIG, "mine")
    dataset = read_dataset(source)
    return TrainingRuns().create(run_facts(job, dataset, "f" * 64))


def code_of(job):
    with pytest.raises(CarInspectError) as caught:
        run_here(job)
    return caught.value.code


@pytest.mark.parametrize(
    "job",
    [
        lambda source: TrainGate2(source, CONFIG),
        lambda source: Sweep(source, SweepPlan(CONFIG, (4,), (2,), (0,))),
        lambda source: ReplayPost(source, seeds=(0,), epochs=1, finetune=False),
    ],
)
def test_photos_of_one_class_only_make_no_run(source, job):
    shutil.rmtree(source.path / "train" / "damaged")

    assert code_of(job(source)) is ErrorCode.CLASS_MISSING
    assert TrainingRuns().list() == ()


def test_a_run_does_not_go_on_with_other_photos(source, run):
    assert code_of(resumed(run)) is ErrorCode.RUN_DATA_CHANGED
    assert TrainingRuns().read(run.id).history == ()


def test_more_epochs_are_kept_fewer_are_not(source, run):
    assert resumed(run, epochs=9).config.epochs == 9
    assert resumed(run, epochs=1).config.epochs == 2

    assert code_of(resumed(run, epochs=9)) is ErrorCode.RUN_DATA_CHANGED
    assert TrainingRuns().read(run.id).config.epochs == 9


def test_a_run_that_goes_on_elsewhere_is_left_alone(source):
    dataset = read_dataset(source)
    fingerprint = data_fingerprint(dataset.of(Split.TRAINING))
    run = TrainingRuns().create(run_facts(TrainGate2(source, CONFIG), dataset, fingerprint))

    with being_trained(run.folder):
        assert code_of(resumed(run)) is ErrorCode.RUN_GOING_ON


def test_the_replay_needs_each_figures_runs_once():
    quick = ReplayPost(DatasetSource("x"), seeds=(0, 1), finetune=False).configs()
    whole = ReplayPost(DatasetSource("x"), seeds=(0, 1)).configs()

    assert len(quick) == 2 * 3
    assert whole[: len(quick)] == quick
    assert len(set(whole)) == len(whole) == 2 * 6
    longest = {one.epochs for one in whole if one.batch_size == 16}
    assert longest == {100}
    assert {one.epochs for one in whole if one.recipe is Recipe.FINETUNE} == {50, 100}
