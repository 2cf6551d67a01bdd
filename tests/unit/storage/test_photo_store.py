import os

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


@pytest.mark.parametrize(("shared", "mode"), [(False, 0o600), (True, 0o640)])
def test_only_a_shared_folder_lets_other_accounts_read(tmp_path, shared, mode):
    before = os.umask(0o027)
    store = PhotoStore(tmp_path / "photos", shared=shared)
    sha256 = store.add(b"pixels")
    os.umask(before)

    assert store.path(sha256).stat().st_mode & 0o777 == mode


def test_known_bytes_take_the_place_of_a_damaged_file(tmp_path):
    store = PhotoStore(tmp_path)
    sha256 = store.add(b"pixels")
    store.path(sha256).write_bytes(b"rotten")

    store.put(sha256, b"pixels")
    with pytest.raises(CarInspectError) as caught:
        store.put(sha256, b"other pixels")

    assert store.read(sha256) == b"pixels"
    assert caught.value.code is ErrorCode.STORED_PHOTO_ALTERED


def test_only_old_unfinished_files_are_swept(tmp_path):
    store = PhotoStore(tmp_path)
    sha256 = store.add(b"pixels")
    folder = store.path(sha256).parent
    for name, age_s in ((".old", 1000), (".young", 0)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (10_000 - age_s, 10_000 - age_s))

    assert store.sweep(before=9_500) == 1

    assert sorted(file.name for file in folder.iterdir()) == [".young", sha256]
    assert list(store.all()) == [sha256]
