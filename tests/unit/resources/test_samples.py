"""The sample photos, the list of them, and the pen that draws them."""

import json
from itertools import pairwise

import numpy as np
import PIL.Image
import pytest

from resources.tools import draw_samples
from resources.tools.drawing.shots import SUNNY, Shot, at_car, shoot_car
from resources.tools.drawing.variants import draw_car, draw_pair, draw_scene

SMALL = (160, 107)
OUTCOMES = {"damaged", "undamaged", "not_a_car", "retake"}


@pytest.fixture(scope="module")
def listed(samples_dir):
    return json.loads((samples_dir / "samples.json").read_text("utf-8"))["samples"]


def difference(first, second):
    return np.abs(first.astype(np.int16) - second.astype(np.int16))


def inside(box, size):
    x0, y0, x1, y1 = box
    width, height = size
    return slice(int(y0 * height), int(y1 * height) + 1), slice(
        int(x0 * width), int(x1 * width) + 1
    )


def test_the_list_names_every_photo_once(listed, samples_dir):
    names = [sample["file"] for sample in listed]

    assert sorted(names) == sorted(path.name for path in samples_dir.glob("*.jpg"))
    assert len(set(names)) == len(names)


def test_the_list_is_what_the_script_would_write(listed):
    drawn = {f"{s.name}.jpg": (s.shows, s.expected, s.pickup) for s in draw_samples.SAMPLES}

    for sample in listed:
        pickup = (sample["pickup"] or "").removesuffix(".jpg")
        assert drawn.pop(sample["file"]) == (sample["shows"], sample["expected"], pickup)
    assert drawn == {}


def test_every_outcome_has_its_samples(listed):
    groups = [sample["expected"] for sample in listed]

    assert set(groups) == OUTCOMES
    assert groups.count("undamaged") >= 3
    assert groups.count("damaged") >= 3
    assert groups.count("not_a_car") >= 3
    assert groups.count("retake") >= 2


def test_damaged_samples_say_where_and_others_do_not(listed):
    names = {sample["file"] for sample in listed}
    for sample in listed:
        assert bool(sample["damages"]) == (sample["expected"] == "damaged"), sample["file"]
        for x0, y0, x1, y1 in sample["damages"]:
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1
        if sample["pickup"]:
            assert sample["pickup"] in names
            assert sample["expected"] == "damaged"


def test_the_photos_are_small_jpegs_that_tell_nothing_of_their_making(listed, samples_dir):
    for sample in listed:
        path = samples_dir / sample["file"]
        assert path.stat().st_size < 250_000, sample["file"]
        with PIL.Image.open(path) as photo:
            assert (photo.format, photo.mode, photo.size) == ("JPEG", "RGB", draw_samples.SIZE)
            assert not photo.getexif()


@pytest.mark.parametrize("sample", draw_samples.SAMPLES, ids=lambda sample: sample.name)
def test_the_shipped_photo_is_the_drawn_one(sample, samples_dir):
    image, boxes = draw_samples.draw_sample(sample, SMALL, 2)
    with PIL.Image.open(samples_dir / f"{sample.name}.jpg") as photo:
        shipped = np.asarray(photo.resize(SMALL, PIL.Image.Resampling.BOX))

    assert image.dtype == np.uint8
    assert image.shape == (SMALL[1], SMALL[0], 3)
    assert bool(boxes) == (sample.expected == "damaged")
    # The mean hides sensor noise and texture finer than a small photo's pixel.
    assert difference(image, shipped).mean() < 8


def test_the_same_seed_draws_the_same_car():
    first, marks = draw_car(np.random.default_rng(5), damaged=True, size=SMALL)
    again, same = draw_car(np.random.default_rng(5), damaged=True, size=SMALL)
    other, _ = draw_car(np.random.default_rng(6), damaged=True, size=SMALL)

    assert (first == again).all()
    assert marks == same
    assert difference(first, other).mean() > 4


def test_a_whole_car_has_no_damage():
    _, polygons = draw_car(np.random.default_rng(5), damaged=False, size=SMALL)

    assert polygons == []


def test_damage_lies_where_the_polygons_say():
    style = draw_samples.SAMPLES[0].draw.plan.style
    whole = draw_samples.SAMPLES[0].draw.plan
    hurt = draw_samples.SAMPLES[1].draw.plan
    shot = Shot(at_car(style, azimuth=-0.2, size=(320, 213)), SUNNY, seed=3)

    before, none = shoot_car(whole, shot)
    after, (seen,) = shoot_car(hurt, shot)

    assert none == []
    changed = difference(before, after).max(axis=2)
    rows, columns = inside(seen.box, (320, 213))
    within = changed[rows, columns].copy()
    changed[rows, columns] = 0
    assert (within > 20).sum() > 20
    assert (changed > 20).sum() <= 0.02 * (within > 20).sum()


def test_polygons_are_convex_and_in_the_photo():
    found = 0
    for seed in range(4):
        _, polygons = draw_car(np.random.default_rng(seed), damaged=True, size=SMALL)
        for polygon in polygons:
            corners = np.array(polygon)
            found += 1
            assert ((corners >= 0) & (corners <= 1)).all()
            sides = np.diff(np.vstack([corners, corners[:2]]), axis=0)
            turns = [a[0] * b[1] - a[1] * b[0] for a, b in pairwise(sides)]
            assert min(turns) > -1e-9 or max(turns) < 1e-9
    assert found >= 3


def test_a_pair_shows_the_car_twice_and_boxes_of_what_is_new():
    counts = []
    for seed in range(5):
        pickup, returned, boxes = draw_pair(np.random.default_rng(seed), size=SMALL)
        counts.append(len(boxes))
        assert pickup.shape == returned.shape == (SMALL[1], SMALL[0], 3)
        assert difference(pickup, returned).mean() > 4  # another angle, another light
        for x0, y0, x1, y1 in boxes:
            assert 0 <= x0 < x1 <= 1
            assert 0 <= y0 < y1 <= 1
    assert 0 in counts
    assert max(counts) >= 1


def test_scenes_without_a_car_differ():
    photos = [draw_scene(np.random.default_rng(seed), size=(96, 64)) for seed in range(3)]

    assert all(polygons == [] for _, polygons in photos)
    assert difference(photos[0][0], photos[1][0]).mean() > 4
    assert difference(photos[1][0], photos[2][0]).mean() > 4
