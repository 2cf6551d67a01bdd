import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.photo_store import PhotoStore


@pytest.fixture
def store(tmp_path):
    return PhotoStore(tmp_path / "photos")


def test_a_photo_is_stored_once_whatever_its_name(store):
    first, second = store.add(b"car"), store.add(b"car")

    assert first == second
    assert list(store.all()) == [first]
    assert store.read(first) == b"car"
    assert store.is_whole(first)


def test_an_empty_store_has_nothing(store):
    assert list(store.all()) == []
    assert not store.has("0" * 64)
    assert not store.is_whole("0" * 64)


def test_an_altered_photo_is_noticed(store):
    sha256 = store.add(b"car")
    store.path(sha256).write_bytes(b"cat")

    assert not store.is_whole(sha256)
    with pytest.raises(CarInspectError) as caught:
        store.read(sha256)
    assert caught.value.code is ErrorCode.STORED_PHOTO_ALTERED


def test_a_missing_photo_is_told(store):
    with pytest.raises(CarInspectError) as caught:
        store.read("0" * 64)
    assert caught.value.code is ErrorCode.STORED_PHOTO_MISSING


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_nothing_but_a_hash_names_a_photo(store, name):
    with pytest.raises(ValueError, match="SHA-256"):
        store.path(name)


def test_what_a_crash_left_behind_is_no_photo(store):
    sha256 = store.add(b"car")
    (store.path(sha256).parent / f".{sha256}.half").write_bytes(b"c")

    assert list(store.all()) == [sha256]
