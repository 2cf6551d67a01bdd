import csv
import dataclasses
import io
import json
import threading
from pathlib import Path

import pytest

from carinspect.core.dataset import DAMAGED, UNDAMAGED, DatasetSource, SkippedPhoto, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.reports.evaluation_report import COLUMNS, evaluation_csv, evaluation_record
from carinspect.services.evaluate_model import EvaluateModel, open_evaluations
from carinspect.services.export_evaluation import EvaluationFormat, ExportEvaluation
from carinspect.services.inspector import LocalInspector
from carinspect.services.workspace import model_dir
from carinspect.storage.evaluation_file import load_evaluation, save_evaluation
from tests.datasets import put_classes
from tests.records import NOON

MODEL = "lite0-320-linear"


@pytest.fixture
def data(tmp_path):
    return put_classes(tmp_path / "data", 3)


@pytest.fixture
def made():
    photos = (
        JudgedPhoto(Path("손상/a.jpg"), DAMAGED, 0.9, "web", "aa"),
        JudgedPhoto(Path("=cmd|calc.jpg"), UNDAMAGED, 0.8, "web", "bb", is_car=False),
        JudgedPhoto(Path("odd\udc80.jpg"), DAMAGED, 0.1, "", "cc"),
    )
    error = CarInspectError(ErrorCode.PHOTO_EMPTY, photo=Path("empty.jpg"))
    skipped = (SkippedPhoto(Path("empty.jpg"), error),)
    return Evaluation("m", "made up", 0.5, photos, ("whole", "손상"), skipped, NOON)


def test_every_photo_is_judged_by_the_path_that_inspects(data):
    told = []
    evaluation = run_here(EvaluateModel(MODEL, DatasetSource(data)), told.append)

    inspector = LocalInspector(model_dir(MODEL), for_evaluation=True)
    assert len(evaluation.photos) == 6
    for photo in evaluation.photos:
        inspection = inspector.inspect(photo.path)
        assert photo.probability == pytest.approx(inspection.gate2.probability, abs=1e-5)
        assert photo.sha256 == inspection.sha256
        assert photo.is_car is inspection.gate1.is_car
        assert (photo.label == DAMAGED) == (photo.path.parent.name == "damaged")
    assert evaluation.model_id == MODEL
    assert told[-1] == Progress(12, 12)


def test_an_unreadable_photo_is_listed_not_counted(data):
    (data / "damaged" / "broken.jpg").write_bytes(b"\xff\xd8 no photo")

    evaluation = run_here(EvaluateModel(MODEL, DatasetSource(data)))

    assert [one.path.name for one in evaluation.skipped] == ["broken.jpg"]
    assert evaluation.confusion().n == 6


def test_the_test_photos_are_taken_where_there_are_any(tmp_path):
    put_classes(tmp_path / "d" / "train", 2)
    put_classes(tmp_path / "d" / "test", 1, first_seed=50)

    by_default = run_here(EvaluateModel(MODEL, DatasetSource(tmp_path / "d")))
    wanted = run_here(EvaluateModel(MODEL, DatasetSource(tmp_path / "d"), Split.TRAINING))

    assert (len(by_default.photos), len(wanted.photos)) == (2, 4)
    assert "test" in by_default.data
    with pytest.raises(CarInspectError) as caught:
        run_here(EvaluateModel(MODEL, DatasetSource(tmp_path / "d"), Split.VALIDATION))
    assert caught.value.code is ErrorCode.NO_PHOTOS


def test_an_evaluation_is_kept_and_found_again(data):
    evaluation = run_here(EvaluateModel(MODEL, DatasetSource(data)))

    (path,) = open_evaluations().of(MODEL)
    assert load_evaluation(path) == evaluation


def test_an_evaluation_can_be_stopped(data):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(JobCancelled):
        EvaluateModel(MODEL, DatasetSource(data)).run(JobContext(lambda _report: None, cancel))
    assert open_evaluations().of(MODEL) == ()


def test_an_evaluation_survives_the_way_through_its_file(made, tmp_path):
    save_evaluation(made, tmp_path / "e.json")

    back = load_evaluation(tmp_path / "e.json")
    assert back.photos == made.photos
    assert back.evaluated_at == NOON
    assert [(one.path, one.error.code) for one in back.skipped] == [
        (Path("empty.jpg"), ErrorCode.PHOTO_EMPTY)
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', '{"format": "x"}', "[" * 9999])
def test_a_damaged_file_is_told(tmp_path, text):
    (tmp_path / "e.json").write_text(text)
    with pytest.raises(CarInspectError) as caught:
        load_evaluation(tmp_path / "e.json")
    assert caught.value.code is ErrorCode.FILE_DAMAGED


def test_the_csv_has_a_line_a_photo_and_runs_nothing(made):
    rows = list(csv.DictReader(io.StringIO(evaluation_csv(made, 0.85).decode("utf-8-sig"))))

    assert tuple(rows[0]) == COLUMNS
    assert [row["verdict"] for row in rows] == ["손상", "whole", "whole", ""]
    assert [row["right"] for row in rows[:3]] == ["1", "1", "0"]
    assert rows[1]["photo"].startswith("'=")
    assert "empty.jpg" in rows[3]["error"]


def test_the_record_is_json_with_every_figure(made):
    record = json.loads(json.dumps(evaluation_record(made, 0.5), allow_nan=False))

    assert record["confusion"] == {
        "true_undamaged": 0, "false_damaged": 1, "false_undamaged": 1, "true_damaged": 1,
    }  # fmt: skip
    assert record["accuracy"]["n"] == 3
    assert record["called_not_a_car"] == 1
    assert record["roc"][0] == [0.0, 0.0, None]
    assert {one["source"] for one in record["sources"]} == {"", "web"}


def test_reports_are_written_whole(made, tmp_path, samples_dir):
    there = dataclasses.replace(made.photos[1], path=next(iter(samples_dir.glob("*.jpg"))))
    made = dataclasses.replace(made, photos=(made.photos[0], there, made.photos[2]))
    for kind in EvaluationFormat:
        file = tmp_path / f"report.{kind}"
        run_here(ExportEvaluation(made, kind, file, 0.5))
        assert file.stat().st_size > 100
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert b"/DCTDecode" in (tmp_path / "report.pdf").read_bytes()  # a photo judged wrongly
