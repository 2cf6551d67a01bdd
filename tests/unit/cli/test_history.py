import json
import os
from datetime import datetime

import pytest

from carinspect.cli.main import main
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision
from carinspect.jobs.job import run_here
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.workspace import Workspace
from tests.record_workspaces import made, record

__all__ = ["made"]


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Whatever the command line notes in the environment ends with the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.fixture
def call(capsys):
    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def day(made):
    """Three inspections, the first of them corrected."""
    workspace = Workspace()
    workspace.change(user="Kim")
    numbers = record(workspace, made("a.jpg"), made("b.jpg"), made("c.jpg", Outcome.REVIEW))
    run_here(ReviewInspection(workspace, numbers[0], Decision.CORRECT, Outcome.UNDAMAGED))
    yield workspace
    workspace.close()


def test_the_history_is_printed_latest_first(call, day):
    code, out, _err = call("history")

    assert code == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["3", "2", "1", "3"]
    assert lines[-1] == "3 inspections"
    assert "No damage found" in lines[3]
    assert "Kim" in lines[3]


def test_the_history_is_searched_and_printed_as_json(call, day):
    _code, out, _err = call("history", "--json", "--outcome", "damaged")
    (found,) = map(json.loads, out.splitlines())
    _code, out, _err = call("history", "--json", "--reviewer", "Kim")
    (reviewed,) = map(json.loads, out.splitlines())

    assert (found["record"], found["current_outcome"]) == (2, "damaged")
    assert (reviewed["record"], reviewed["outcome"]) == (1, "damaged")
    assert reviewed["current_outcome"] == "undamaged"


def test_days_are_local_and_whole(call, day):
    today = f"{datetime.now().astimezone():%Y-%m-%d}"

    assert len(call("history", "--json", "--since", today, "--until", today)[1].splitlines()) == 3
    assert call("history", "--json", "--until", "2020-01-01")[1] == ""
    assert call("history", "--since", "yesterday")[0] == 2


def test_the_limit_ends_the_list_and_all_are_counted(call, day):
    out = call("history", "--limit", "1")[1].splitlines()

    assert len(out) == 3
    assert out[-1] == "3 inspections"
    assert len(call("history", "--json", "--limit", "0")[1].splitlines()) == 3


def test_the_history_becomes_a_report(call, day, tmp_path):
    file = tmp_path / "report.json"

    code, _out, _err = call("history", "--outcome", "review", "--out", file)

    assert code == 0
    assert json.loads(file.read_text("utf-8"))["count"] == 1


def test_backup_and_restore_by_command(call, day, tmp_path):
    file = tmp_path / "backup.zip"
    assert call("backup", file)[0] == 0
    code, _out, err = call("restore", file)
    assert code == 1
    assert "already holds records" in err

    code, out, _err = call("restore", file, "--replace")

    assert code == 0
    assert "3 photos" in out
    assert "before-restore-" in out


def test_a_damaged_stored_photo_makes_the_backup_complain(call, day, made, tmp_path):
    sha256 = made("a.jpg").sha256
    day.records().photos.path(sha256).write_bytes(b"rotten")

    code, _out, err = call("backup", tmp_path / "backup.zip")

    assert code == 1
    assert sha256 in err


def test_verify_says_that_nothing_was_altered(call, day):
    code, out, _err = call("verify", "--json")
    done = json.loads(out)

    assert code == 0
    assert done["intact"]
    assert done["problems"] == []
    assert (done["records"], done["photos"], done["entries"]) == (4, 3, 5)
    code, out, _err = call("verify", "--expect", done["last_hash"])
    assert code == 0
    assert out.startswith("Nothing was altered")
    assert done["last_hash"] in out


def test_verify_names_what_was_altered(call, day, made):
    sha256 = made("a.jpg").sha256
    day.records().photos.path(sha256).write_bytes(b"rotten")

    code, out, err = call("verify", "--expect", "f" * 64)

    assert code == 1
    assert f"The stored photo {sha256} was altered." in err
    assert "f" * 64 in err
    assert out.startswith("Something was altered: 2 problems")


def test_inspect_records_only_where_it_is_asked_to(call, samples_dir):
    photo = next(iter(sorted(samples_dir.glob("*.jpg"))))
    assert call("inspect", photo)[0] == 0
    assert call("history", "--json")[1] == ""

    assert call("inspect", "--record", photo, photo)[0] == 0

    (kept,) = map(json.loads, call("history", "--json")[1].splitlines())
    assert kept["photo"] == str(photo)
