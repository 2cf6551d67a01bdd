"""What readers answer is joined to the key, and told by what most of them saw."""

import csv

import numpy as np
import PIL.Image
import pytest
from reading_sheets import Tile, _ringed, _unmarked_spot, write_sheets
from score_readings import (
    READINGS,
    Reading,
    agreement,
    keep,
    of_labels,
    of_spots,
    of_training,
    read,
)


def test_sheets_number_every_tile_once_and_the_key_names_it(tmp_path):
    tiles = [Tile(PIL.Image.new("RGB", (60, 40), (i, i, i)), f"p{i}", "damaged") for i in range(14)]
    write_sheets(tiles, tmp_path, (4, 3, 100))
    with (tmp_path / "key.csv").open(encoding="utf-8") as key:
        rows = list(csv.DictReader(key))
    assert [row["number"] for row in rows] == [str(n) for n in range(1, 15)]
    assert {row["photo"] for row in rows} == {tile.photo for tile in tiles}
    assert [row["photo"] for row in rows] != [tile.photo for tile in tiles]
    sheets = sorted(tmp_path.glob("*.png"))
    assert len(sheets) == 2
    with PIL.Image.open(sheets[0]) as sheet:
        assert sheet.size == (400, 300)
        assert sheet.getpixel((50, 50)) == (int(rows[0]["photo"][1:]),) * 3


def test_a_ring_leaves_its_middle_to_be_seen():
    picture = _ringed(np.full((100, 200, 3), 90, np.uint8), 0.5, 0.5)
    pixels = np.asarray(picture)
    middle = picture.height // 2, picture.width // 2
    assert (pixels[middle] == 90).all()
    assert (pixels != 90).any()


def test_a_ring_elsewhere_keeps_clear_of_the_marks():
    mask = np.zeros((100, 100), bool)
    mask[:, :60] = True
    spots = [_unmarked_spot(mask, np.random.default_rng(seed)) for seed in range(20)]
    assert min(x for x, _y in filter(None, spots)) > 0.6
    assert _unmarked_spot(np.ones((100, 100), bool), np.random.default_rng(1)) is None


def test_answers_are_kept_beside_what_the_key_says(tmp_path):
    key = tmp_path / "key.csv"
    key.write_text("number,photo,what\n1,b,damaged\n2,a,undamaged\n", encoding="utf-8")
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("number,answer\n2,no\n1,yes\n", encoding="utf-8")
    second.write_text("number,answer\n1,unsure\n2,no\n", encoding="utf-8")
    keep(tmp_path / "out.csv", key, [first, second])
    readings = read(tmp_path / "out.csv")
    assert [(r.photo, r.what, r.answers) for r in readings] == [
        ("a", "undamaged", ("no", "no")),
        ("b", "damaged", ("yes", "unsure")),
    ]


def test_a_reader_who_left_one_out_is_not_kept(tmp_path):
    key, answers = tmp_path / "key.csv", tmp_path / "1.csv"
    key.write_text("number,photo,what\n1,b,damaged\n2,a,undamaged\n", encoding="utf-8")
    answers.write_text("number,answer\n1,yes\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"1\.csv"):
        keep(tmp_path / "out.csv", key, [answers])


def test_most_readers_must_see_it_and_unsure_is_not_seen():
    assert Reading("a", "damaged", ("yes", "yes", "unsure")).shows_damage
    assert not Reading("a", "damaged", ("yes", "no", "unsure")).shows_damage
    assert not Reading("a", "damaged", ("yes", "unsure")).shows_damage
    with pytest.raises(SystemExit, match="maybe"):
        Reading("a", "damaged", ("maybe",))


def test_readers_who_always_agree_have_kappa_one():
    alike = [Reading(str(i), "damaged", (a, a)) for i, a in enumerate(("yes", "no", "unsure"))]
    assert agreement(alike) == pytest.approx(1.0)
    opposed = [Reading(str(i), "damaged", a) for i, a in enumerate((("yes", "no"), ("no", "yes")))]
    assert agreement(opposed) < 0


def test_gate2_is_judged_where_readers_see_what_the_label_says():
    readings = [
        Reading("a", "damaged", ("yes",)),
        Reading("b", "damaged", ("no",)),
        Reading("c", "damaged", ("yes",)),
        Reading("d", "undamaged", ("no",)),
        Reading("e", "undamaged", ("yes",)),
    ]
    told = {"a": True, "b": False, "c": False, "d": True, "e": True}
    figures = {name: (f.value, f.n) for name, f in of_labels("cars", readings, told).items()}
    assert figures == {
        "readers see what the label says, cars": (0.6, 5),
        "gate2 accuracy where readers see what the label says, cars": (
            pytest.approx(1 / 3, abs=1e-4),
            3,
        ),
        "readers see what the label says, cars, damaged": (pytest.approx(2 / 3, abs=1e-4), 3),
        "gate2 recall where readers see what the label says, cars": (0.5, 2),
        "readers see what the label says, cars, undamaged": (0.5, 2),
        "gate2 false alarms where readers see what the label says, cars": (1.0, 1),
    }


def test_a_group_of_one_label_has_no_accuracy():
    readings = [Reading("a", "damaged", ("yes",))]
    figures = of_labels("cars", readings, {"a": True})
    assert sorted(figures) == [
        "gate2 recall where readers see what the label says, cars",
        "readers see what the label says, cars",
    ]


def test_a_spot_on_the_mark_counts_though_no_reader_sees_it():
    yes, no = ("yes", "yes"), ("no", "no")
    readings = [
        Reading("1", "cars/mark", no),
        Reading("2", "cars/miss", yes),
        Reading("3", "cars/miss", no),
        Reading("4", "cars/decoy", no),
    ]
    figures = {name: (f.value, f.n) for name, f in of_spots(readings).items()}
    assert figures == {
        "outcome: hottest spot on damage that readers see, cars": (
            pytest.approx(1 / 3, abs=1e-4),
            3,
        ),
        "outcome: hottest spot on the mark or on damage that readers see, cars": (
            pytest.approx(2 / 3, abs=1e-4),
            3,
        ),
        "readers see damage at another spot, cars": (0.0, 1),
    }


def test_doubted_labels_are_counted_by_folder():
    readings = [
        Reading("x/damaged/1.jpg", "damaged", ("no",)),
        Reading("x/damaged/2.jpg", "damaged", ("yes",)),
    ]
    (figure,) = of_training(readings).values()
    assert (figure.value, figure.n) == (0.5, 2)


@pytest.mark.parametrize("name", ["labels", "windows", "spots", "training"])
def test_the_kept_readings_are_whole(name):
    (file,) = READINGS.glob(f"{name}*.csv")
    readings = read(file)
    assert len({(r.photo, r.what) for r in readings}) == len(readings)
    assert {len(r.answers) for r in readings} == {
        {"labels": 3, "windows": 3, "spots": 2, "training": 1}[name]
    }
