import io
import time

import numpy as np
import PIL.Image
import PIL.ImageOps
import pytest

from carinspect.core.photo import Photo
from carinspect.core.photo_facts import PhotoFacts
from carinspect.ml.near_duplicates import groups, near_duplicates
from carinspect.ml.photo_facts import measure
from tests.datasets import scene


def facts_of(picture, **options):
    buffer = io.BytesIO()
    picture.save(buffer, options.pop("format", "JPEG"), **options)
    data = buffer.getvalue()
    return measure(Photo("x.jpg", str(hash(data)), data))


@pytest.mark.parametrize(
    ("change", "flipped"),
    [
        (lambda picture: picture.resize((80, 60)), False),
        (lambda picture: picture.resize((500, 375)), False),
        (PIL.ImageOps.mirror, True),
        (lambda picture: PIL.Image.blend(picture, PIL.Image.new("RGB", (160, 120)), 0.15), False),
    ],
)
def test_a_changed_copy_is_found(change, flipped):
    pairs = list(near_duplicates([facts_of(scene(1)), facts_of(change(scene(1)), quality=60)]))

    assert [(pair.first, pair.second, pair.exact) for pair in pairs] == [(0, 1, False)]
    assert pairs[0].flipped is flipped


def test_the_same_bytes_are_exact():
    one = facts_of(scene(1))

    (pair,) = near_duplicates([one, one])

    assert pair.exact
    assert pair.bits == 0


def test_different_pictures_are_not_taken_for_each_other():
    assert list(near_duplicates([facts_of(scene(seed)) for seed in range(40)])) == []


def test_plain_pictures_are_compared_by_their_bytes():
    grey = [facts_of(PIL.Image.new("RGB", (100, 100), (g, g, g)), format="PNG") for g in (90, 99)]

    pairs = list(near_duplicates([*grey, grey[0]]))

    assert [(pair.first, pair.second) for pair in pairs] == [(0, 2)]


def test_groups_join_over_a_third_and_are_named_by_contents():
    first, second, other = facts_of(scene(1)), facts_of(scene(1), quality=50), facts_of(scene(2))

    names = groups([first, other, second])

    assert names[0] == names[2] == min(first.sha256, second.sha256)
    assert names[1] == other.sha256


def test_ten_thousand_photos_are_compared_within_seconds():
    rng = np.random.default_rng(0)
    facts = [
        PhotoFacts(
            f"{number}",
            (9, 9),
            *(int.from_bytes(rng.bytes(size), "big") for size in (8, 8, 64, 64)),
            detail_px=9.0,
            contrast=50.0,
        )
        for number in range(10_000)
    ]

    started = time.process_time()
    assert list(near_duplicates(facts)) == []
    assert time.process_time() - started < 10
