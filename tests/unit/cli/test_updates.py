import json

import pytest

from carinspect.cli.main import main
from tests.signed_updates import Publisher


@pytest.fixture
def publisher(tmp_path):
    return Publisher(tmp_path / "published")


def call(publisher, *more):
    return main(["updates", str(publisher.manifest), "--key", str(publisher.key_file), *more])


def test_a_newer_version_is_told_with_what_is_new(publisher, capsys):
    publisher.publish("99.0")

    assert call(publisher) == 0
    said = capsys.readouterr().out
    assert "99.0" in said
    assert "Faster." in said
    assert "--download" in said


def test_it_is_downloaded_only_on_request(publisher, tmp_path, capsys):
    publisher.publish("99.0", content=b"new")

    assert call(publisher, "--json", "--download", str(tmp_path / "got")) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["newer"] is True
    assert (tmp_path / "got" / record["file"]).read_bytes() == b"new"


def test_the_newest_version_is_told_and_not_downloaded(publisher, tmp_path, capsys):
    publisher.publish("0.0.1")

    assert call(publisher, "--download", str(tmp_path / "got")) == 0
    assert "newest" in capsys.readouterr().out
    assert not (tmp_path / "got").exists()


def test_a_forged_manifest_ends_in_a_sentence(publisher, capsys):
    publisher.publish("99.0")
    publisher.manifest.write_bytes(publisher.manifest.read_bytes() + b" ")

    assert call(publisher) == 1
    assert "is not signed" in capsys.readouterr().err


def test_without_an_address_it_says_what_to_do(capsys):
    assert main(["updates"]) == 1
    assert "--key" in capsys.readouterr().err
