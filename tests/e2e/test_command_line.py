"""The program as a user calls it: a process of its own, the shipped model, drawn photos."""

import json
import os
import subprocess
import sys
from pathlib import Path

import PIL.Image
import pytest

import carinspect
from tests import photos
from tests.conftest import ROOT

FIELDS = {
    "photo", "outcome", "is_car", "car_probability", "top5", "damage_probability", "threshold",
    "regions", "model", "ms", "error", "error_code",
}  # fmt: skip
OUTCOMES = {"damaged", "undamaged", "review", "not_a_car", "retake", "error"}


def carinspect_cli(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "carinspect", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        timeout=100,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
    )


def inspect_json(*paths, **environment):
    done = carinspect_cli("inspect", "--json", *paths, **environment)
    assert done.stderr == ""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def samples():
    listed = json.loads((ROOT / "resources" / "samples" / "samples.json").read_text("utf-8"))
    return listed["samples"] if isinstance(listed, dict) else listed


def test_the_samples_get_one_complete_object_each(samples_dir):
    code, records = inspect_json(samples_dir)

    assert code == 0
    assert len(records) == len(list(samples_dir.glob("*.jpg"))) >= 8
    for record in records:
        assert set(record) >= FIELDS
        assert record["outcome"] in OUTCOMES - {"error"}
        assert record["error"] is None
        assert len(record["top5"]) == 5
        assert 0 <= record["car_probability"] <= 1
        assert sum(guess["probability"] for guess in record["top5"]) <= 1.001
        for region in record["regions"]:
            x0, y0, x1, y1 = region["box"]
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1


def test_cars_are_cars_and_others_are_not(samples_dir):
    _, records = inspect_json(samples_dir)
    outcomes = {record["photo"].rsplit("/", 1)[-1]: record["outcome"] for record in records}
    group = {sample["file"]: sample["expected"] for sample in samples()}

    wrong = {
        name: outcome
        for name, outcome in outcomes.items()
        if (group[name] == "not_a_car") != (outcome == "not_a_car")
        or (group[name] == "retake") != (outcome == "retake")
    }
    assert wrong == {}


def test_a_bad_photo_is_a_sentence_and_the_rest_goes_on(samples_dir, tmp_path):
    empty, text, gone = tmp_path / "빈 파일.jpg", tmp_path / "notes.jpg", tmp_path / "gone.jpg"
    empty.touch()
    text.write_text("not a photo")
    cut = tmp_path / "cut.jpg"
    good = min(samples_dir.glob("*.jpg"))
    cut.write_bytes(good.read_bytes()[:5000])

    code, records = inspect_json(empty, text, gone, cut, tmp_path, good)

    assert code == 1
    assert [record["outcome"] for record in records[:4]] == ["error"] * 4
    for path, record in zip([empty, text, gone, cut], records, strict=False):
        assert str(path) in record["error"]
    assert records[-1]["outcome"] != "error"


def test_the_table_is_for_people(samples_dir):
    done = carinspect_cli("inspect", samples_dir)

    assert done.returncode == 0
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "Outcome"
    assert len([line for line in lines if line.endswith(".jpg")]) >= 8


def test_the_table_speaks_korean(samples_dir):
    done = carinspect_cli("inspect", samples_dir, LC_ALL="ko_KR.UTF-8")

    assert done.stdout.splitlines()[0].startswith("결과")
    assert "차량 아님" in done.stdout


def test_heat_maps_are_written(samples_dir, tmp_path):
    cars = [samples_dir / sample["file"] for sample in samples() if sample["expected"] == "damaged"]

    done = carinspect_cli("inspect", *cars, "--heatmap", tmp_path / "maps")

    assert done.returncode == 0
    written = list((tmp_path / "maps").glob("*.png"))
    assert len(written) == len(cars) > 0
    with PIL.Image.open(written[0]) as picture:
        assert picture.size[0] >= 600


def test_heat_maps_that_cannot_be_written_are_said(samples_dir, tmp_path):
    (tmp_path / "maps").write_text("a file where the folder should be")
    car = next(samples_dir / s["file"] for s in samples() if s["expected"] == "damaged")

    done = carinspect_cli("inspect", car, "--heatmap", tmp_path / "maps")

    assert done.returncode == 1
    assert "cannot be written" in done.stderr


def test_the_rule_of_2020_can_be_asked_for(samples_dir):
    """It takes the sum of the car categories among the top five for its probability."""
    car = samples_dir / "minivan_silver.jpg"

    _, (by_head,) = inspect_json(car)
    _, (by_top5,) = inspect_json(car, "--rule", "top5")

    assert by_head["is_car"]
    assert by_top5["is_car"]
    assert by_top5["car_probability"] < by_head["car_probability"]
    assert by_top5["car_probability"] <= sum(g["probability"] for g in by_top5["top5"]) + 1e-5


def test_an_unknown_model_is_said(samples_dir):
    done = carinspect_cli("inspect", samples_dir, "--model", "../../etc")

    assert done.returncode == 1
    assert "../../etc" in done.stderr
    assert done.stdout == "" or done.stdout.count("\n") <= 1


def test_a_folder_without_photos_is_said(tmp_path):
    done = carinspect_cli("inspect", tmp_path)

    assert done.returncode == 1
    assert str(tmp_path) in done.stderr


@pytest.mark.parametrize("arguments", [["inspect"], ["nonsense"], ["inspect", "--nope", "a.jpg"]])
def test_wrong_usage_is_2(arguments):
    done = carinspect_cli(*arguments)

    assert done.returncode == 2
    assert "usage" in done.stderr


def test_the_version_is_told():
    done = carinspect_cli("--version")

    assert done.returncode == 0
    assert done.stdout == f"carinspect {carinspect.__version__}\n"


def test_names_that_are_no_text_are_printed_as_json(tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff\xfe.jpg"
    Path(os.fsdecode(path)).write_bytes(photos.jpeg_bytes(photos.landmark((400, 300))))

    code, records = inspect_json(tmp_path)

    assert code == 0
    assert os.fsencode(records[0]["photo"]) == path


def test_real_photos_are_inspected(data_dir):
    """200 real photos of every group: each gets an outcome, none an error."""
    chosen = [
        path
        for folder in (
            "car-damage/validation/damaged",
            "car-damage/validation/undamaged",
            "not-car/animal",
            "closeups/damaged",
        )
        for path in sorted((data_dir / folder).glob("*.jpg"))[:50]
    ]

    code, records = inspect_json(*chosen)

    assert code == 0
    assert len(records) == len(chosen) == 200
    assert {record["photo"] for record in records} == set(map(str, chosen))
    whole_cars = [record["is_car"] for record in records[:100]]
    animals = [record["is_car"] for record in records[100:150]]
    assert sum(whole_cars) >= 98
    assert sum(animals) <= 1


def test_models_are_listed_shown_and_chosen():
    listed = carinspect_cli("models", "list")
    active = next(line.split()[1] for line in listed.stdout.splitlines() if line.startswith("*"))

    shown = carinspect_cli("models", "show", active)
    chosen = carinspect_cli("models", "activate", active)
    unknown = carinspect_cli("models", "activate", "nonsense")

    assert (listed.returncode, shown.returncode, chosen.returncode) == (0, 0, 0)
    assert "gate2 accuracy" in shown.stdout
    assert "Limits:" in shown.stdout
    assert unknown.returncode == 1
    assert "nonsense" in unknown.stderr


def test_the_guide_can_be_read_in_a_terminal():
    topics = carinspect_cli("help")
    assert topics.returncode == 0
    assert topics.stdout.splitlines()[0] == "carinspect help first-steps   First steps"

    korean = carinspect_cli("help", "words", LC_ALL="ko_KR.UTF-8")
    assert korean.stdout.startswith("# 낱말 풀이")
    assert "검토 구간" in korean.stdout

    found = carinspect_cli("help", "review", "band")
    assert "carinspect help words" in found.stdout
    nothing = carinspect_cli("help", "xyzzy")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "Nothing found" in nothing.stderr
