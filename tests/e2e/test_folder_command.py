"""``carinspect folder`` as a user calls it: a process of its own, the shipped model."""

import csv
import functools
import json
import os
import shutil
import signal
import subprocess
import sys

import PIL.Image
import pytest

from carinspect.core.record import HistoryFilter
from carinspect.services.records import Records
from carinspect.storage.inspection_store import InspectionStore
from tests.conftest import ROOT

COUNT = 40


def command(*arguments):
    return [sys.executable, "-m", "carinspect", "folder", *map(str, arguments)]


def environment(**more):
    return {**os.environ, "LC_ALL": "C.UTF-8", **more}


def run(*arguments, **more):
    return subprocess.run(
        command(*arguments),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=100,
        env=environment(**more),
    )


def start(*arguments):
    return subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(),
        # Whoever runs the tests in the background has it ignored, and children inherit that.
        preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.fixture(scope="module")
def photos(tmp_path_factory, samples_dir):
    """Forty small photos and a file that is none."""
    folder = tmp_path_factory.mktemp("photos")
    samples = sorted(samples_dir.glob("*.jpg"))
    for number in range(COUNT):
        sample = samples[number % len(samples)]
        with PIL.Image.open(sample) as picture:
            picture.resize((400 + number, 300)).save(folder / f"photo{number}.jpg")
    (folder / "notes.jpg").write_text("no photo")
    return folder


def kept():
    records = Records.open()
    with records.database.reading() as connection:
        found = [r.inspection.photo.name for r in InspectionStore(connection).find(HistoryFilter())]
    records.close()
    return found


def lines_of(process, count):
    return [json.loads(process.stdout.readline()) for _ in range(count)]


def test_a_line_a_photo_the_totals_and_what_could_not_be_read(photos):
    done = run(photos)

    assert done.returncode == 1
    assert done.stderr == ""
    assert len([line for line in done.stdout.splitlines() if line.endswith(".jpg")]) == COUNT + 1
    assert f"{COUNT + 1} photos" in done.stdout
    foot = done.stdout.partition("Could not be inspected:")[2]
    assert "notes.jpg is not a photo that can be read" in foot


def test_json_and_a_report(photos, tmp_path):
    done = run(photos, "--json", "--out", tmp_path / "보고서.csv")

    *found, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == COUNT + 1
    assert last["summary"]["total"] == COUNT + 1
    assert last["summary"]["counts"]["error"] == 1
    with (tmp_path / "보고서.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["outcome"] for row in rows] == [one["current_outcome"] for one in found]


def test_sub_folders_are_taken_on_demand(photos, tmp_path):
    shutil.copytree(photos, tmp_path / "in" / "가" / "나", ignore=lambda *_: {"notes.jpg"})
    shutil.copy(photos / "photo1.jpg", tmp_path / "in")

    flat, deep = run(tmp_path / "in", "--json"), run(tmp_path / "in", "--json", "--recursive")

    assert len(flat.stdout.splitlines()) == 2
    assert len(deep.stdout.splitlines()) == COUNT + 2
    assert (flat.returncode, deep.returncode) == (0, 0)


def test_after_a_crash_it_goes_on(photos):
    process = start(photos, "--json")
    lines_of(process, 5)
    process.kill()
    process.communicate()
    before = kept()

    done = run(photos, "--json", "--resume")
    *found, last = [json.loads(line) for line in done.stdout.splitlines()]

    assert 5 <= len(before) < COUNT + 1
    assert last["summary"]["resumed"] == len(before)
    assert len(found) == COUNT + 1 - len(before)
    assert sorted(kept()) == sorted(path.name for path in photos.iterdir())


def test_ctrl_c_stops_and_says_how_to_go_on(photos):
    process = start(photos, "--json", "--threads", "1")
    lines_of(process, 5)
    process.send_signal(signal.SIGINT)
    _rest, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Stopped after" in errors
    assert "--resume" in errors
    assert "Traceback" not in errors
    assert 5 <= len(kept()) < COUNT + 1


def test_a_watch_inspects_what_lands(photos, tmp_path):
    landing = tmp_path / "landing"
    landing.mkdir()
    process = start(landing, "--json", "--watch")
    try:
        shutil.copy(photos / "photo0.jpg", landing)
        (first,) = lines_of(process, 1)
        shutil.copy(photos / "photo1.jpg", landing)
        (second,) = lines_of(process, 1)
    finally:
        process.send_signal(signal.SIGINT)
        _rest, errors = process.communicate(timeout=60)

    assert [one["photo"] for one in (first, second)] == [
        str(landing / name) for name in ("photo0.jpg", "photo1.jpg")
    ]
    assert process.returncode == 130
    assert "--resume" not in errors


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("gone",), 1, "is not a folder"),
        ((".", "--out", "a.xls"), 2, "name it .csv, .json or .pdf"),
        ((".", "--threads", "0"), 2, "--threads"),
        ((".", "--model", "nonsense"), 1, "nonsense"),
    ],
)
def test_wrong_use_is_said(photos, tmp_path, arguments, code, words):
    folder = photos if arguments[0] == "." else tmp_path / arguments[0]

    done = run(folder, *arguments[1:])

    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_it_speaks_korean(photos):
    done = run(photos, LC_ALL="ko_KR.UTF-8")

    assert "검사하지 못한 파일:" in done.stdout
    assert "차량 아님" in done.stdout
