import json
import os

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo_facts import PhotoFacts
from carinspect.storage.photo_facts_cache import PhotoFactsCache

FACTS = PhotoFacts("f" * 64, (640, 480), 1, 2, 3, 1 << 500, 320.5, 40.25)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cache" / "facts.json"


@pytest.fixture
def photo(tmp_path):
    photo = tmp_path / "a\udcff.jpg"  # a name that is not UTF-8
    photo.write_bytes(b"pixels")
    return photo


@pytest.fixture
def saved(file, photo):
    cache = PhotoFactsCache(file)
    cache.put(photo, FACTS)
    cache.save()
    return file


def test_what_was_measured_is_known_the_next_time(saved, photo, tmp_path):
    assert PhotoFactsCache(saved).get(photo) == FACTS
    assert PhotoFactsCache(saved).get(tmp_path / "b.jpg") is None


def test_a_photo_that_changed_is_measured_anew(saved, photo):
    photo.write_bytes(b"other pixels")
    assert PhotoFactsCache(saved).get(photo) is None

    photo.write_bytes(b"pixels")
    os.utime(photo, ns=(1, 1))
    assert PhotoFactsCache(saved).get(photo) is None


def test_nothing_new_is_not_written(saved):
    before = saved.stat().st_ino
    PhotoFactsCache(saved).save()

    assert saved.stat().st_ino == before


@pytest.mark.parametrize(
    "content", ["", "[]", "null", '{"version": 1}', '{"version": 3, "photos": 7}', "[" * 9999]
)
def test_a_damaged_cache_is_forgotten_and_written_anew(saved, photo, content):
    saved.write_text(content)
    cache = PhotoFactsCache(saved)
    assert cache.get(photo) is None

    cache.put(photo, FACTS)
    cache.save()
    assert PhotoFactsCache(saved).get(photo) == FACTS


@pytest.mark.parametrize("facts", [7, {}, {"size_px": [1]}, {"size_px": [1, 2], "other": 3}])
def test_a_damaged_entry_costs_itself_alone(saved, photo, tmp_path, facts):
    other = tmp_path / "b.jpg"
    other.write_bytes(b"x")
    cache = PhotoFactsCache(saved)
    cache.put(other, FACTS)
    cache.save()
    record = json.loads(saved.read_text())
    record["photos"][str(photo)][1] = facts
    saved.write_text(json.dumps(record))

    assert PhotoFactsCache(saved).get(photo) is None
    assert PhotoFactsCache(saved).get(other) == FACTS


def test_a_cache_that_cannot_be_written_is_told(file, photo):
    cache = PhotoFactsCache(file)
    cache.put(photo, FACTS)
    file.parent.write_bytes(b"in the way")

    with pytest.raises(CarInspectError) as caught:
        cache.save()
    assert caught.value.code is ErrorCode.CANNOT_WRITE
