import json

import pytest

from carinspect.cli.main import main


@pytest.fixture
def photos(samples_dir, tmp_path):
    for folder in ("cars", "others"):
        (tmp_path / folder).mkdir()
    samples = sorted(samples_dir.glob("*.*"))[:2]
    (tmp_path / "cars" / samples[0].name).write_bytes(samples[0].read_bytes())
    (tmp_path / "others" / samples[1].name).write_bytes(samples[1].read_bytes())
    return tmp_path


def test_categories_are_summed_saved_and_used(photos, capsys):
    cars, table = str(photos / "cars"), photos / "sums.csv"

    assert main(["gate1", "categories", cars, "--save", "mine", "--csv", str(table)]) == 0
    assert "1 photos of cars." in capsys.readouterr().out
    assert table.read_bytes().startswith(b"\xef\xbb\xbfrank,wnid,name,sum")
    assert main(["gate1", "use", "mine"]) == 0
    assert main(["gate1", "lists"]) == 0
    printed = capsys.readouterr().out
    assert "*  5     mine" in printed

    code = main(["gate1", "evaluate", "--cars", cars, "--not-cars", str(photos / "others"),
                 "--json"])  # fmt: skip
    record = json.loads(capsys.readouterr().out)
    assert code == 0
    assert record["list"] == "mine"
    assert record["rules"]["top5"]["recall"]["value"] == 1.0  # what was collected from it


def test_a_list_that_is_not_there_is_told(photos, capsys):
    code = main(["gate1", "evaluate", "--cars", str(photos), "--not-cars", str(photos),
                 "--list", "missing"])  # fmt: skip

    assert code == 1
    assert "no category list missing" in capsys.readouterr().err


def test_a_list_of_no_classes_is_wrong_usage(photos, capsys):
    assert main(["gate1", "categories", str(photos / "cars"), "--top", "0"]) == 2

    assert "--top" in capsys.readouterr().err
