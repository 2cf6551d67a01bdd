"""Jobs of one step: files that are written whole or told, runs that are listed and removed."""

import csv
import threading

import pytest

from carinspect.core.dataset import DatasetSource
from carinspect.core.errors import CarInspectError
from carinspect.core.training import Recipe, TrainingConfig
from carinspect.jobs.job import JobCancelled, JobContext, run_here
from carinspect.services.run_list import ListRuns, RemoveRuns, SaveCurves, SavePicture, StopAndKeep
from carinspect.services.save_file import SaveFile
from carinspect.services.warm_up import WarmUp
from carinspect.storage.training_runs import RunFacts, TrainingRuns, stop_requested
from tests.fake_training import finished_run
from tests.fakes import FakeInspector


@pytest.fixture
def runs(tmp_path):
    """Two runs on the disk."""
    config = TrainingConfig(Recipe.BOTTLENECK)
    source = DatasetSource(tmp_path / "photos")
    return [
        TrainingRuns().create(RunFacts(config, source, name, "photos", "f" * 64, 6, 4))
        for name in ("first", "second")
    ]


def test_runs_are_listed_and_removed_for_good(runs):
    assert {run.name for run in run_here(ListRuns())} == {"first", "second"}

    run_here(RemoveRuns((runs[0].id,)))
    assert [run.id for run in run_here(ListRuns())] == [runs[1].id]
    assert not runs[0].folder.exists()


def test_a_run_is_asked_to_stop(runs):
    run_here(StopAndKeep(runs[0]))

    assert stop_requested(runs[0].folder)
    assert not stop_requested(runs[1].folder)


def test_curves_are_a_line_an_epoch(tmp_path):
    two = (finished_run("a", epochs=3, name="=SUM(A1)"), finished_run("b", epochs=2))
    file = run_here(SaveCurves(two, tmp_path / "curves.csv"))
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))

    assert [(row["run"], row["epoch"]) for row in rows] == [
        *(("a", f"{epoch}") for epoch in (1, 2, 3)),
        *(("b", f"{epoch}") for epoch in (1, 2)),
    ]
    assert float(rows[2]["val_loss"]) == two[0].history[2].val_loss


@pytest.mark.parametrize("job", [lambda file: SaveFile(file, b"x"), lambda f: SavePicture(b"x", f)])
def test_a_file_is_written_or_it_is_told_why_not(tmp_path, job):
    assert run_here(job(tmp_path / "a")).read_bytes() == b"x"

    (tmp_path / "no-folder").write_bytes(b"")
    with pytest.raises(CarInspectError):
        run_here(job(tmp_path / "no-folder" / "a"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "home") == [
        "a",
        "no-folder",
    ]


def test_a_cancelled_job_leaves_what_was_there(tmp_path):
    (tmp_path / "a").write_bytes(b"before")
    stop = threading.Event()
    stop.set()

    with pytest.raises(JobCancelled):
        SaveFile(tmp_path / "a", b"x").run(JobContext(lambda _report: None, stop))
    assert (tmp_path / "a").read_bytes() == b"before"


def test_warming_up_tells_which_model_is_loaded():
    inspector = FakeInspector()

    assert run_here(WarmUp(lambda: inspector)) == inspector.model_id
