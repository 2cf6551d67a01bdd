import csv
import json
import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services.export_report import ExportReport
from carinspect.services.inspect_folder import InspectFolder
from tests.fake_inspector import MODEL, make_folder
from tests.unit.services.test_inspect_folder import FAST

EVERYTHING = HistoryFilter()


@pytest.fixture
def filled(records, tmp_path):
    run_here(InspectFolder(records, FAST, make_folder(tmp_path / "one", 6), MODEL))
    run_here(InspectFolder(records, FAST, make_folder(tmp_path / "two", 3), MODEL))
    return records


def test_a_run_or_any_filter_is_exported(filled, tmp_path):
    second = run_here(
        ExportReport(filled, HistoryFilter(folder_run=2), tmp_path / "a" / "run.json")
    )
    damaged = HistoryFilter(outcome=Outcome.DAMAGED)
    table = run_here(ExportReport(filled, damaged, tmp_path / "damaged.CSV"))

    assert json.loads(second.read_text("utf-8"))["count"] == 3
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert [row["photo"] for row in csv.DictReader(file)] == [
            *("photo0.jpg", "photo3.jpg", "photo0.jpg"),
        ]


def test_progress_is_told(filled, tmp_path):
    told = []
    run_here(ExportReport(filled, EVERYTHING, tmp_path / "all.csv"), told.append)

    assert told == [Progress(0, 9), Progress(9, 9)]


def test_a_cancelled_report_leaves_the_old_file(filled, tmp_path):
    file = tmp_path / "all.csv"
    file.write_text("old")
    cancel = threading.Event()
    cancel.set()

    with pytest.raises(JobCancelled):
        ExportReport(filled, EVERYTHING, file).run(JobContext(lambda _report: None, cancel))

    assert file.read_text() == "old"
    assert [path.name for path in tmp_path.glob("*.csv*")] == ["all.csv"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("all.xls", ErrorCode.REPORT_FORMAT),
        ("all", ErrorCode.REPORT_FORMAT),
        ("one/photo0.jpg/all.csv", ErrorCode.CANNOT_WRITE),
    ],
)
def test_what_cannot_be_written_is_said(filled, tmp_path, name, code):
    with pytest.raises(CarInspectError) as caught:
        run_here(ExportReport(filled, EVERYTHING, tmp_path / name))

    assert caught.value.code is code
