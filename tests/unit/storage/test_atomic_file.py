import os
import sys

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage.atomic_file import open_private, sync_names, write_atomically
from carinspect.storage.atomic_file import writing_atomically as writing

if sys.platform != "win32":
    import resource

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and limits are POSIX's")


@pytest.fixture
def small_disk():
    """No file can grow beyond 1,000 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


@posix
def test_a_file_that_does_not_fit_leaves_the_old_one_and_no_rest(tmp_path, small_disk):
    file = tmp_path / "a"
    write_atomically(file, b"before")

    with pytest.raises(CarInspectError) as caught:
        write_atomically(file, b"x" * 5000)
    assert caught.value.code is ErrorCode.CANNOT_WRITE
    assert caught.value.facts["reason"]
    assert file.read_bytes() == b"before"
    assert names(tmp_path) == ["a"]


def test_whoever_gives_up_in_the_middle_leaves_the_old_file(tmp_path):
    file = tmp_path / "a"
    write_atomically(file, b"before")

    def give_up():
        with writing(file) as half:
            half.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert file.read_bytes() == b"before"
    assert names(tmp_path) == ["a"]


def test_folders_on_the_way_are_made_but_not_in_place_of_a_file(tmp_path):
    write_atomically(tmp_path / "b" / "c" / "d", b"x")
    assert (tmp_path / "b" / "c" / "d").read_bytes() == b"x"

    with pytest.raises(CarInspectError) as caught:
        write_atomically(tmp_path / "b" / "c" / "d" / "e", b"x")
    assert caught.value.code is ErrorCode.CANNOT_WRITE
    with pytest.raises(CarInspectError):
        write_atomically(tmp_path / "b", b"x")  # a folder
    assert names(tmp_path) == ["b"]


@posix
@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o640)])
def test_who_may_read_it(tmp_path, private, mode):
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "new" / "a", b"x", private=private)
    finally:
        assert os.umask(before) == 0o027  # as it was

    assert (tmp_path / "new" / "a").stat().st_mode & 0o777 == mode
    assert (tmp_path / "new").stat().st_mode & 0o777 == (0o700 if private else 0o750)


@posix
def test_what_a_crash_left_open_to_others_is_made_anew(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"left")
    file.chmod(0o666)

    with open_private(file) as made:
        made.write(b"x")
    sync_names(tmp_path)
    assert file.read_bytes() == b"x"
    assert file.stat().st_mode & 0o777 == 0o600
