import pytest

from carinspect.cli.main import main
from carinspect.ml import keras_runtime


@pytest.mark.parametrize("verb", ["train", "sweep", "replay"])
def test_the_counter_edition_says_at_once_that_it_cannot_train(verb, monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(keras_runtime, "is_installed", lambda: False)

    assert main([verb, str(tmp_path / "no such folder")]) == 1
    assert "full edition" in capsys.readouterr().err


def test_its_runs_can_be_listed_all_the_same(monkeypatch):
    monkeypatch.setattr(keras_runtime, "is_installed", lambda: False)

    assert main(["train", "--list"]) == 0
