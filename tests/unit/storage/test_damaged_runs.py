"""Run folders that somebody or a crash has damaged: told, never read as something else."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.storage.training_runs import (
    RunFacts,
    TrainingRuns,
    read_checkpoint,
    read_validation,
    write_config,
    written_whole,
)


@pytest.fixture
def runs(tmp_path):
    return TrainingRuns(tmp_path / "runs")


@pytest.fixture
def run(runs):
    return runs.create(RunFacts(TrainingConfig(Recipe.BOTTLENECK), DatasetSource(Path("/photos"))))


def code_of(act, *arguments):
    with pytest.raises(CarInspectError) as caught:
        act(*arguments)
    return caught.value.code


@pytest.mark.parametrize("content", ["", "[]", '{"source": 7}', "{}", "[" * 9999])
def test_a_damaged_configuration_is_told_and_not_listed(runs, run, content):
    (run.folder / "config.json").write_text(content)

    assert code_of(runs.source, run.id) is ErrorCode.RUN_DAMAGED
    assert code_of(runs.read, run.id) is ErrorCode.RUN_DAMAGED
    assert runs.list() == ()


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_checkpoint_is_told(run, content):
    assert read_checkpoint(run.folder) is None
    (run.folder / "checkpoint.npz").write_bytes(content)

    assert code_of(read_checkpoint, run.folder) is ErrorCode.RUN_DAMAGED


@pytest.mark.parametrize(
    "content", ["photo,label\na.jpg,1\n", "photo,label,probability,source,sha256\na.jpg,x,0,,\n"]
)
def test_damaged_answers_are_told(run, content):
    assert read_validation(run.folder) == ()
    (run.folder / "validation.csv").write_text(content)

    assert code_of(read_validation, run.folder) is ErrorCode.RUN_DAMAGED


def test_more_epochs_change_the_configuration_alone(runs, run):
    before = json.loads((run.folder / "config.json").read_text())
    write_config(replace(run, config=replace(run.config, epochs=77)))

    after = json.loads((run.folder / "config.json").read_text())
    assert runs.read(run.id).config.epochs == 77
    assert {key for key in before if before[key] != after[key]} == {"config"}


def test_weights_take_the_place_of_the_old_ones_whole(run):
    file = run.folder / "best.weights.h5"
    with written_whole(file) as beside:
        beside.write_bytes(b"first")
        assert not file.exists()

    def fail():
        with written_whole(file) as beside:
            beside.write_bytes(b"half")
            raise OSError(28, "No space left on device")

    assert code_of(fail) is ErrorCode.CANNOT_WRITE
    assert file.read_bytes() == b"first"
    assert [path.name for path in run.folder.iterdir() if path.name.startswith(".")] == []


def test_a_run_that_cannot_be_removed_stays(runs, run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    assert code_of(runs.remove, "../elsewhere") is ErrorCode.RUN_MISSING
    assert (tmp_path / "elsewhere").is_dir()

    runs.remove(run.id)
    assert code_of(runs.remove, run.id) is ErrorCode.RUN_MISSING
