import hashlib
import os
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.photo import find_photos, natural_key, read_photo


def error_of(path):
    with pytest.raises(CarInspectError) as caught:
        read_photo(path)
    return caught.value.code


def test_a_photo_is_known_by_its_content(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"pixels")

    photo = read_photo(path)

    assert photo.sha256 == hashlib.sha256(b"pixels").hexdigest()
    assert photo.data == b"pixels"


def test_a_missing_photo_is_named(tmp_path):
    assert error_of(tmp_path / "gone.jpg") is ErrorCode.PHOTO_MISSING


def test_a_path_through_a_file_is_missing(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"x")

    assert error_of(tmp_path / "a.jpg" / "b.jpg") is ErrorCode.PHOTO_MISSING


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    (tmp_path / "empty.jpg").touch()

    assert error_of(tmp_path / "empty.jpg") is ErrorCode.PHOTO_EMPTY


def test_a_folder_and_a_fifo_are_no_files(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")

    assert error_of(tmp_path) is ErrorCode.PHOTO_NOT_A_FILE
    assert error_of(tmp_path / "pipe.jpg") is ErrorCode.PHOTO_NOT_A_FILE


def test_a_link_to_itself_is_no_access_and_no_crash(tmp_path):
    (tmp_path / "loop.jpg").symlink_to(tmp_path / "loop.jpg")

    assert error_of(tmp_path / "loop.jpg") is ErrorCode.PHOTO_NO_ACCESS


def test_a_name_that_the_system_refuses_is_no_access(tmp_path):
    assert error_of(tmp_path / ("x" * 300)) is ErrorCode.PHOTO_NO_ACCESS
    assert error_of(Path("nul\0.jpg")) is ErrorCode.PHOTO_NO_ACCESS


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_photo_is_said_to_be_so(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    path.chmod(0)

    assert error_of(path) is ErrorCode.PHOTO_NO_ACCESS


def test_a_folder_gives_its_photos_in_natural_order(tmp_path):
    for name in ("p10.jpg", "p2.JPG", "p1.heic", "notes.txt", ".hidden.jpg"):
        (tmp_path / name).touch()
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "p3.png").touch()

    flat = [path.name for path in find_photos([tmp_path])]
    deep = [path.name for path in find_photos([tmp_path], recursive=True)]

    assert flat == ["p1.heic", "p2.JPG", "p10.jpg"]
    assert deep == [*flat, "p3.png"]


def test_a_link_loop_among_folders_ends(tmp_path):
    (tmp_path / "a.jpg").touch()
    (tmp_path / "again").symlink_to(tmp_path)

    assert [path.name for path in find_photos([tmp_path], recursive=True)] == ["a.jpg"]


def test_a_named_file_is_kept_whatever_its_ending(tmp_path):
    assert list(find_photos([tmp_path / "gone.xyz"])) == [tmp_path / "gone.xyz"]


def test_any_digits_sort():
    names = ["a²", "a٣", "a10", "a9", ""]

    assert sorted(map(Path, names), key=natural_key)[-2:] == [Path("a10"), Path("a²")]
