import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import JudgedPhoto
from carinspect.core.training import EpochEnd, Recipe, RunState, TrainingConfig
from carinspect.storage.training_runs import (
    RunFacts,
    TrainingRuns,
    read_checkpoint,
    read_validation,
    request_stop,
    stop_requested,
    write_checkpoint,
    write_history,
    write_state,
    write_validation,
)

CONFIG = TrainingConfig(Recipe.BOTTLENECK, seed=3)
SOURCE = DatasetSource(Path("/photos/자동차"), validation=Path("/photos/v.csv"))


def epoch(number, accuracy):
    return EpochEnd(number, number * 38, 0.5, 0.8, 0.4, accuracy, 0.1, 1e-4, 0.2)


@pytest.fixture
def runs(tmp_path):
    return TrainingRuns(tmp_path / "runs")


@pytest.fixture
def run(runs):
    return runs.create(RunFacts(CONFIG, SOURCE, "첫 시도", "gate2", "abc", 600, 400))


def test_a_new_run_is_read_back_as_it_was_told(runs, run):
    assert runs.read(run.id) == run
    assert run.config == CONFIG
    assert (run.name, run.data, run.training_photos) == ("첫 시도", "gate2", 600)
    assert run.state is RunState.RUNNING
    assert runs.source(run.id) == SOURCE


def test_two_runs_of_one_second_have_folders_of_their_own(runs):
    first, second = (runs.create(RunFacts(CONFIG, SOURCE)) for _ in range(2))
    assert first.id != second.id
    assert {one.id for one in runs.list()} == {first.id, second.id}


def test_the_history_is_kept_under_the_originals_name_too(runs, run):
    write_history(run, (epoch(1, 0.8), epoch(2, 0.9), epoch(3, 0.9)))
    read = runs.read(run.id)
    assert [one.epoch for one in read.history] == [1, 2, 3]
    assert read.best_epoch == 2, "the earliest of equals"
    # As readable to others as any file of the user's: it is told to be read elsewhere.
    modes = {(run.folder / name).stat().st_mode for name in ("top_history.txt", "config.json")}
    assert len(modes) == 1
    history = json.loads((run.folder / "top_history.txt").read_text())
    assert history["val_accuracy"] == [0.8, 0.9, 0.9]
    finetuned = runs.create(RunFacts(replace(CONFIG, recipe=Recipe.FINETUNE), SOURCE))
    write_history(finetuned, (epoch(1, 0.8),))
    assert (finetuned.folder / "ft_history.txt").is_file()


def test_where_nothing_is_chosen_the_last_epoch_is_kept(runs):
    run = runs.create(RunFacts(replace(CONFIG, keep_last=True), SOURCE))
    assert write_history(run, (epoch(1, 0.9), epoch(2, 0.8))).best_epoch == 2


def test_a_stop_is_seen_and_met(runs, run):
    assert not stop_requested(run.folder)
    request_stop(run)
    assert stop_requested(run.folder)
    write_state(replace(run, state=RunState.STOPPED, model_id="m"))
    assert not stop_requested(run.folder)
    assert runs.read(run.id).state is RunState.STOPPED
    assert runs.read(run.id).model_id == "m"


def test_a_checkpoint_comes_back(run):
    assert read_checkpoint(run.folder) is None
    write_checkpoint(run.folder, {"net/0": np.arange(3.0), "epoch": np.array(4)})
    arrays = read_checkpoint(run.folder)
    assert arrays["epoch"] == 4
    np.testing.assert_array_equal(arrays["net/0"], np.arange(3.0))


def test_judged_photos_come_back_whatever_their_names(run):
    assert read_validation(run.folder) == ()
    photo = JudgedPhoto(Path("/a/\udcff, “차”.jpg"), 1, 0.25, "a", "ff")
    write_validation(run.folder, [photo])
    assert read_validation(run.folder) == (photo,)


def test_a_removed_run_is_gone(runs, run):
    runs.remove(run.id)
    assert runs.list() == ()
    assert list(runs.root.iterdir()) == []


@pytest.mark.parametrize("name", ["nothing", "../outside", "", ".hidden"])
def test_a_run_that_is_not_there_is_named(runs, name):
    with pytest.raises(CarInspectError) as caught:
        runs.read(name)
    assert caught.value.code is ErrorCode.RUN_MISSING


def test_a_damaged_run_is_left_out_of_the_list(runs, run):
    whole = runs.create(RunFacts(CONFIG, SOURCE))
    (run.folder / "config.json").write_text('{"version": 1, "config": {"recipe": "of cake"}}')
    assert [one.id for one in runs.list()] == [whole.id]
    with pytest.raises(CarInspectError) as caught:
        runs.read(run.id)
    assert caught.value.code is ErrorCode.RUN_DAMAGED
