import json

import pytest

from carinspect.cli.main import main
from carinspect.core.dataset import DatasetSource, Split
from carinspect.services.read_dataset import read_dataset
from tests.datasets import put_classes, scene


@pytest.fixture
def leaky(tmp_path):
    put_classes(tmp_path / "train", 4)
    put_classes(tmp_path / "val", 2, first_seed=100)
    scene(1).save(tmp_path / "val" / "damaged" / "copy.png")
    return tmp_path


def test_check_prints_findings_and_writes_a_mended_list(leaky, capsys):
    out = leaky / "mended.csv"

    assert main(["dataset", "check", str(leaky), "--no-labels", "--fix", str(out)]) == 0

    printed = capsys.readouterr().out
    assert "[Serious] The same photo on both sides of the split" in printed
    assert "mended.csv lists 12 photos." in printed
    mended = read_dataset(DatasetSource(out))
    assert mended.counts(Split.VALIDATION) == (2, 2)


def test_json_is_one_object_and_nothing_else(leaky, capsys):
    code = main(["dataset", "check", str(leaky), "--no-labels", "--json", "--fix",
                 str(leaky / "out.csv")])  # fmt: skip

    record = json.loads(capsys.readouterr().out)
    assert code == 0
    assert next(one["kind"] for one in record["findings"]) == "leak"


def test_a_folder_without_classes_is_told_in_one_sentence(tmp_path, capsys):
    assert main(["dataset", "check", str(tmp_path)]) == 1

    assert "sub-folder" in capsys.readouterr().err
