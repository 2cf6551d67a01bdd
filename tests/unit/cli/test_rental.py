import json

import PIL.Image
import pytest

from carinspect.cli.main import main
from carinspect.core.inspection import Outcome
from carinspect.services.workspace import Workspace
from tests.fakes import FakeInspector, draw_photo
from tests.rental_photos import BLUE, RED, draw_vehicle


@pytest.fixture
def call(capsys):
    def call(*arguments):
        code = main(["rental", *map(str, arguments)])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def shown(call):
    def shown(number="R-1"):
        return json.loads(call("show", number, "--json")[1])

    return shown


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    draw_photo(folder, Outcome.UNDAMAGED, "앞.png", size=(300, 240))
    draw_photo(folder, Outcome.UNDAMAGED, "IMG_2.png", size=(310, 240))
    return folder


@pytest.fixture
def opened(call):
    assert call("open", "R-1", "--plate", "12가 3456", "--vehicle", "Kona")[0] == 0


def test_rentals_are_opened_and_listed(call, opened):
    call("open", "R-2")
    assert call("open", "R-1")[0] == 1

    code, out, _err = call("list", "3456")

    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == ["Rental", "R-1"]
    assert "Pickup photos missing" in out
    lines = [json.loads(line) for line in call("list", "--json")[1].splitlines()]
    assert {line["rental"]: line["stage"] for line in lines} == {"R-2": "opened", "R-1": "opened"}


def test_photos_are_added_named_and_removed(call, opened, shown, photos, tmp_path):
    (tmp_path / "no.jpg").write_text("words")
    code, out, err = call("add", "R-1", "pickup", photos, tmp_path / "no.jpg")
    assert code == 1
    assert "no.jpg" in err
    assert "Front" in out

    first, second = shown()["photos"]
    assert [first["view"], second["view"]] == [None, "front"]
    assert call("view", "R-1", first["photo"], "rear")[0] == 0
    assert "already" in call("add", "R-1", "pickup", photos)[2]
    assert shown()["missing"]["pickup"][:2] == ["left", "right"]
    assert call("remove", "R-1", second["photo"])[0] == 0
    assert [photo["view"] for photo in shown()["photos"]] == ["rear"]
    assert call("remove", "R-1", second["photo"])[0] == 1


def test_one_rental_is_shown_in_words(call, opened, photos):
    call("add", "R-1", "pickup", photos, "--view", "left")

    code, out, _err = call("show", "R-1")

    assert code == 0
    assert "12가 3456" in out
    assert "On hire" in out
    assert "Left side" in out


def test_nothing_is_closed_uncompared(call, opened):
    code, _out, err = call("close", "R-1")
    assert code == 1
    assert "compare" in err
    assert call("review", "R-1", 1, "new")[0] == 1
    assert call("statement", "R-1", "agree")[0] == 1


def test_a_signature_is_a_png(call, opened, tmp_path):
    (tmp_path / "sign.png").write_text("me")

    assert "sign.png" in call("statement", "R-1", "agree", "--signature", tmp_path / "sign.png")[2]
    assert "gone.png" in call("statement", "R-1", "agree", "--signature", tmp_path / "gone.png")[2]


@pytest.fixture
def returned(call, opened, tmp_path, monkeypatch):
    """A rental whose front came back red, which the fake inspector takes for damage."""
    monkeypatch.setattr(Workspace, "new_inspector", lambda *_args: FakeInspector())
    call("add", "R-1", "pickup", draw_vehicle(tmp_path / "front.png", BLUE))
    call("add", "R-1", "return", draw_vehicle(tmp_path / "front 2.png", RED, shift=5))


def test_a_rental_is_compared_reviewed_closed_and_exported(call, returned, shown, tmp_path):
    code, out, _err = call("compare", "R-1", "--json")
    assert code == 0
    findings = json.loads(out)["findings"]
    assert [found["finding"] for found in findings] == list(range(1, len(findings) + 1))
    assert findings
    assert call("close", "R-1")[0] == 1
    assert call("review", "R-1", len(findings) + 1, "new")[0] == 1
    for found in findings:
        assert call("review", "R-1", found["finding"], "already_there", "--comment", "old")[0] == 0
    signature = tmp_path / "sign.png"
    PIL.Image.new("RGB", (40, 20), "white").save(signature)
    said = ("--comment", "no", "--language", "ko", "--signature", signature)
    assert call("statement", "R-1", "object", *said)[0] == 0

    assert "Reviewed" in call("show", "R-1")[1]
    assert call("close", "R-1")[0] == 0
    assert call("review", "R-1", 1, "new")[0] == 1
    kept = shown()
    assert kept["stage"] == "closed"
    assert kept["comparison"]["statements"][0]["signed"]
    assert {one["newness"] for one in kept["comparison"]["findings"]} == {"already_there"}
    assert "customer objects" in call("show", "R-1")[1]
    (tmp_path / "out").mkdir()
    code, out, _err = call("export", "R-1", tmp_path / "out", "--language", "ko", "--redacted")
    assert code == 0
    assert [str(path) for path in (tmp_path / "out").iterdir()] == [out.strip()]
