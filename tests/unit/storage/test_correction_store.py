from datetime import UTC, datetime

import pytest

from carinspect.core.correction import Correction
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.storage.correction_store import CorrectionStore

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    return CorrectionStore(tmp_path / "corrections")


def correction(store, content, truth=Outcome.UNDAMAGED, name="a.jpg"):
    sha256 = store.photos.add(content)
    return Correction(AT, "Kim", sha256, truth, name, "model-1", Outcome.DAMAGED, 0.75)


def code_of(act, *arguments):
    with pytest.raises(CarInspectError) as caught:
        act(*arguments)
    return caught.value.code


def test_forgetting_takes_the_copy_and_the_lines_and_nothing_else(store, tmp_path):
    one, other = correction(store, b"one", name="12가\n3456.jpg"), correction(store, b"other")
    for entry in (one, other, one):
        store.add(entry)
    before = (tmp_path / "corrections" / "corrections.csv").stat().st_size

    assert store.forget([one.sha256]) == 1
    assert store.history() == (other,)
    assert not store.photos.has(one.sha256)
    text = (tmp_path / "corrections" / "corrections.csv").read_bytes()
    assert len(text) == before  # no line of another window has moved
    assert one.sha256.encode() not in text
    assert b"3456" not in text


def test_where_nothing_was_corrected_there_is_nothing_to_forget(store):
    assert store.history() == ()
    assert store.forget(["f" * 64]) == 0


def test_a_correction_without_a_probability_comes_back(store):
    taken_back = Correction(AT, "Kim", "f" * 64, None, "a.jpg", "", Outcome.RETAKE, None)
    store.add(taken_back)

    assert store.history() == (taken_back,)
    assert store.holding() == {}


def test_a_folder_in_the_way_is_told(store, tmp_path):
    (tmp_path / "corrections" / "corrections.csv").mkdir(parents=True)
    entry = correction(store, b"one")

    assert code_of(store.add, entry) is ErrorCode.CANNOT_WRITE
    assert code_of(store.history) is ErrorCode.FILE_DAMAGED
    assert code_of(store.forget, [entry.sha256]) is ErrorCode.CANNOT_WRITE
    assert store.photos.has(entry.sha256)
