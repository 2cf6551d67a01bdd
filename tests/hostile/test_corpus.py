"""The corpus through the decoding path, in seconds; the other routes are in ``make torture``."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError
from carinspect.core.image import decode
from carinspect.core.photo import read_photo
from carinspect.core.texts import error_text
from carinspect.ml.quality import assess_quality
from tests.hostile.corpus import corpus, make
from tests.hostile.entry import INSPECTED, CannotMakeError
from tests.hostile.measure import measured
from tests.hostile.special import NEEDS_LESS_RIGHTS, remove

GROUPS = sorted({entry.group for entry in corpus()})


@pytest.fixture
def root():
    # Not tmp_path, which is closed to whoever is not root.
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    folder.chmod(0o711)
    yield folder
    remove(folder)


def result(path):
    try:
        decoded = decode(read_photo(path), fit_px=448)
    except CarInspectError as error:
        sentence = error_text(error)
        assert sentence.endswith(".")
        return error.code.value
    assess_quality(decoded.image, decoded.size_px)
    return INSPECTED


def result_as_nobody(path):
    os.seteuid(65534)
    try:
        return result(path)
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("group", GROUPS)
def test_every_bad_file_comes_to_what_it_should(root, group):
    wrong = []
    for entry in (one for one in corpus() if one.group == group and not one.heavy):
        try:
            path = make(entry, root)
        except CannotMakeError:
            continue
        as_nobody = entry.name in NEEDS_LESS_RIGHTS and os.geteuid() == 0
        with measured() as took:
            found = result_as_nobody(path) if as_nobody else result(path)
        if found not in entry.expected:
            wrong.append(f"{entry.name}: {found}, expected {sorted(entry.expected)}")
        if took.seconds > 5:
            wrong.append(f"{entry.name}: {took.seconds:.1f} s")

    assert wrong == []


def test_there_are_at_least_three_hundred_of_them():
    assert len(corpus()) >= 300
    assert sum(entry.heavy for entry in corpus()) >= 30


def test_a_photo_that_goes_away_between_the_list_and_the_look_is_missing(root):
    path = root / "a.jpg"
    path.write_bytes(b"x")
    path.unlink()

    assert result(path) == "photo_missing"


def test_a_photo_that_is_cut_while_it_is_read_is_told(root, monkeypatch):
    from tests.hostile.pictures import good_files

    path = root / "a.jpg"
    path.write_bytes(good_files()["jpg"])
    real = os.fstat

    def cut_first(handle):
        state = real(handle)
        os.truncate(path, 900)
        return state

    monkeypatch.setattr(os, "fstat", cut_first)

    assert result(path) in {"photo_damaged_file", "photo_unknown_format"}


def test_a_photo_that_is_exchanged_for_a_fifo_never_blocks(root, monkeypatch):
    path = root / "a.jpg"
    path.write_bytes(b"x")
    real = Path.stat

    def exchange_after(self, **options):
        state = real(self, **options)
        if self == path:
            path.unlink(missing_ok=True)
            os.mkfifo(path)
        return state

    monkeypatch.setattr(Path, "stat", exchange_after)

    assert result(path) == "photo_not_a_file"


def test_a_folder_deeper_than_python_calls_is_walked(root):
    from carinspect.core.photo import find_photos

    before = Path.cwd()
    here = os.open(root, os.O_RDONLY)
    try:
        os.fchdir(here)
        for _level in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.jpg").touch()
        os.fchdir(here)
        found = list(find_photos([Path("d")], recursive=True))
    finally:
        os.chdir(before)
        os.close(here)
        subprocess.run(["rm", "-rf", root / "d"], check=True)  # shutil calls itself too deeply

    assert len(found) == 1
