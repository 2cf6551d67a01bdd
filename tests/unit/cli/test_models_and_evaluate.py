"""The verbs in this process: what they print, write and return."""

import json

import pytest

from carinspect.cli.main import main
from carinspect.services.workspace import Workspace, default_model_id, open_registry
from tests.datasets import put_classes
from tests.model_bundles import shipped_bundle

CHAMPION = default_model_id()


@pytest.fixture
def own(tmp_path, home):
    return open_registry().register(shipped_bundle(tmp_path / "b", "counter-model"))


@pytest.fixture
def data(tmp_path):
    return put_classes(tmp_path / "data", 2)


def ran(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_evaluate_prints_report_matrix_and_files(capsys, data, tmp_path):
    (data / "damaged" / "broken.jpg").write_bytes(b"no photo")
    files = ("--csv", tmp_path / "e.csv", "--pdf", tmp_path / "e.pdf")

    code, out, err = ran(capsys, "evaluate", "lite0-320-linear", data, *files)

    assert code == 1  # a photo could not be read
    assert "broken.jpg" in err
    for words in ("Precision", "Accuracy", "called damaged", "damaged from"):
        assert words in out
    assert (tmp_path / "e.csv").read_text("utf-8-sig").count("\n") == 6
    assert (tmp_path / "e.pdf").read_bytes().startswith(b"%PDF")


def test_evaluate_gives_json_at_any_threshold(capsys, data):
    code, out, _err = ran(capsys, "evaluate", "lite0-320-linear", data, "--json", "--threshold", 0)

    record = json.loads(out)
    assert code == 0
    assert record["threshold"] == 0
    assert record["confusion"]["true_damaged"] == 2
    assert record["confusion"]["false_damaged"] == 2


@pytest.mark.parametrize("threshold", ["2", "-0.1", "x"])
def test_an_impossible_threshold_is_wrong_usage(capsys, data, threshold):
    code, _out, _err = ran(capsys, "evaluate", CHAMPION, data, f"--threshold={threshold}")
    assert code == 2


def test_an_unknown_model_or_dataset_is_told(capsys, data, tmp_path):
    assert ran(capsys, "evaluate", "nonsense", data)[0] == 1
    code, _out, err = ran(capsys, "evaluate", CHAMPION, tmp_path / "nowhere")
    assert code == 1
    assert "nowhere" in err


def test_models_are_listed_with_the_active_one_marked(capsys, own):
    _code, out, _err = ran(capsys, "models", "list")
    assert [line.split()[0] for line in out.splitlines() if CHAMPION in line] == ["*"]
    _code, out, _err = ran(capsys, "models", "list", "--json")
    records = [json.loads(line) for line in out.splitlines()]
    assert {one["id"]: one["shipped"] for one in records}[own] is False


def test_a_challenger_goes_from_test_to_rollback(capsys, own, data):
    code, _out, err = ran(capsys, "models", "activate", own)
    assert code == 1
    assert "freeze a dataset first" in err
    assert "4 photos of data are frozen" in ran(capsys, "models", "freeze", data)[1]
    assert "4 frozen photos" in ran(capsys, "models", "test", own)[1]
    code, _out, err = ran(capsys, "models", "activate", own)
    assert code == 1
    assert f"{CHAMPION} stays active" in err

    code, _out, _err = ran(capsys, "models", "activate", own, "--force", "our own cars")
    assert code == 0
    assert Workspace().settings.model_id == own
    assert "our own cars" in ran(capsys, "models", "history")[1]
    assert ran(capsys, "models", "remove", own)[0] == 1
    assert ran(capsys, "models", "rollback")[0] == 0
    assert Workspace().settings.model_id == CHAMPION
    assert ran(capsys, "models", "rollback")[0] == 1


def test_a_model_is_exported_removed_restored_and_imported(capsys, own, tmp_path):
    file = tmp_path / "m.carmodel"
    assert ran(capsys, "models", "export", own, file)[0] == 0
    assert ran(capsys, "models", "remove", own)[0] == 0
    assert ran(capsys, "models", "show", own)[0] == 1
    assert ran(capsys, "models", "restore", own)[0] == 0
    assert own in ran(capsys, "models", "import", file)[1]
    file.write_bytes(file.read_bytes()[:-9])
    code, _out, err = ran(capsys, "models", "import", file)
    assert code == 1
    assert "not a whole model file" in err


def test_a_model_is_signed_and_the_signer_is_trusted(capsys, own, tmp_path):
    key_file, file = tmp_path / "key.pem", tmp_path / "m.carmodel"
    _code, made, _err = ran(capsys, "models", "new-key", key_file)
    key = made.split()[-1]
    ran(capsys, "models", "export", own, file, "--sign", key_file)
    ran(capsys, "models", "remove", own)

    _code, imported, _err = ran(capsys, "models", "import", file)
    _code, unknown, _err = ran(capsys, "models", "show", f"{own}-2")
    code, trusted, _err = ran(capsys, "models", "trust", "Head office", key)
    _code, shown, _err = ran(capsys, "models", "show", f"{own}-2")
    _code, listed, _err = ran(capsys, "models", "signers")

    assert f"signed with an unknown key: {key[:16]}" in imported
    assert f"signed with an unknown key: {key[:16]}" in unknown
    assert code == 0
    assert "Head office" in trusted
    assert "signed by Head office" in shown
    assert listed.split() == ["Head", "office", key]


def test_a_model_that_cannot_inspect_is_told(capsys, own, tmp_path):
    from tests.model_bundles import make_bundle, make_card

    open_registry().register(make_bundle(tmp_path / "broken", make_card(id="broken")))
    ran(capsys, "models", "export", "broken", tmp_path / "b.carmodel")
    ran(capsys, "models", "remove", "broken")

    code, _out, err = ran(capsys, "models", "import", tmp_path / "b.carmodel")

    assert code == 1
    assert "cannot inspect photos" in err
