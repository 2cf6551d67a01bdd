"""``carinspect compare`` and ``verify-pack`` as a user calls them."""

import json
import zipfile

import pytest

from tests.e2e.test_command_line import carinspect_cli
from tests.seeing_inspector import car, save, seen_again


def compare(*arguments):
    done = carinspect_cli("compare", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def compare_json(pickup, returned):
    return json.loads(compare("--pickup", pickup, "--return", returned, "--json"))


def results(record):
    return {finding["newness"] for finding in record["findings"]}


def test_a_car_compared_with_itself_has_no_new_damage(samples_dir):
    photo = samples_dir / "hatchback_blue_broken.jpg"

    record = compare_json(photo, photo)

    assert "new" not in results(record)
    assert record["alignments"][0]["ok"]


def test_the_table_and_the_pictures_say_what_was_found(tmp_path, samples_dir):
    pickup = save(seen_again(car()), tmp_path / "대여" / "front_left.jpg")
    returned = samples_dir / "hatchback_blue_broken.jpg"
    pictures = tmp_path / "pictures"

    told = compare("--pickup", pickup, "--return", returned, "--side-by-side", pictures)

    assert str(returned) in told
    found = compare_json(pickup, returned)["findings"]
    assert len(list(pictures.glob("*.jpg"))) == len(found)


def test_a_folder_without_photos_is_told(tmp_path):
    done = carinspect_cli("compare", "--pickup", tmp_path, "--return", tmp_path)

    assert done.returncode == 1
    assert str(tmp_path) in done.stderr


def test_what_is_no_pack_is_told(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", "a")

    done = carinspect_cli("verify-pack", tmp_path / "x.zip")

    assert done.returncode == 1
    assert "x.zip" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("pair", "abcdef")
def test_real_pairs_are_laid_over_each_other_and_never_differ_from_themselves(data_dir, pair):
    pickup, returned = (data_dir / "pairs" / pair / f"{name}.jpg" for name in ("pickup", "return"))

    both = compare_json(pickup, returned)

    assert both["alignments"][0]["ok"]
    assert "cannot_be_shown_new" not in results(both)
    assert "new" not in results(compare_json(returned, returned))
    assert "new" not in results(compare_json(pickup, pickup))
    assert "new" not in results(compare_json(returned, pickup))
