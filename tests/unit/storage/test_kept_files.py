"""Small files of the program's own: what is read is what was written, what is damaged is told."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carinspect.core.dataset import SkippedPhoto
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.evaluation import Evaluation, JudgedPhoto
from carinspect.core.frozen_set import FrozenPhoto, FrozenSet
from carinspect.core.gate1_tools import Category, CategoryList
from carinspect.storage import category_lists
from carinspect.storage.evaluation_file import EvaluationStore, load_evaluation, save_evaluation
from carinspect.storage.frozen_set_store import FrozenSetStore

AT = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def code_of(act, *arguments):
    with pytest.raises(CarInspectError) as caught:
        act(*arguments)
    return caught.value.code


# ---- category lists ----

LIST = CategoryList("our cars", (Category("n02814533", "beach_wagon", 3.25),), 40, "model-1")


def test_a_list_is_kept_replaced_and_removed():
    category_lists.save_category_list(LIST)
    category_lists.save_category_list(dataclasses.replace(LIST, photos=41))

    assert category_lists.own_list_names() == ["our cars"]
    assert category_lists.read_category_list("our cars").photos == 41
    category_lists.remove_category_list("our cars")
    assert category_lists.own_list_names() == []
    assert code_of(category_lists.remove_category_list, "our cars") is ErrorCode.LIST_MISSING
    assert code_of(category_lists.read_category_list, "our cars") is ErrorCode.LIST_MISSING


def test_the_shipped_list_is_there():
    assert len(category_lists.read_category_list().categories) > 1


@pytest.mark.parametrize("name", ["../settings", " a", ".hidden", "a\0b", "x" * 81, "con:1"])
def test_a_name_that_is_none_for_a_file_is_refused(name):
    assert (
        code_of(category_lists.save_category_list, dataclasses.replace(LIST, name=name))
        is ErrorCode.LIST_NAME
    )


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"categories": [{}], "photos": 1}', "[" * 9999]
)
def test_a_damaged_list_is_told(content):
    category_lists.save_category_list(LIST)
    (category_lists._folder() / "our cars.json").write_text(content)

    assert code_of(category_lists.read_category_list, "our cars") is ErrorCode.LIST_DAMAGED


# ---- the frozen set ----


@pytest.fixture
def frozen_store(tmp_path):
    return FrozenSetStore(tmp_path / "frozen")


@pytest.fixture
def frozen(frozen_store):
    photos = tuple(
        FrozenPhoto(frozen_store.photos.add(b"photo %d" % n), n % 2, f"{n}.jpg", "lot")
        for n in range(3)
    )
    return FrozenSet("lot", ("undamaged", "damaged"), photos, AT, "Kim")


def test_photos_of_an_earlier_set_go(frozen_store, frozen):
    frozen_store.save(frozen)
    assert frozen_store.load() == frozen

    fewer = dataclasses.replace(frozen, photos=frozen.photos[:1])
    frozen_store.save(fewer)
    assert frozen_store.load() == fewer
    assert list(frozen_store.photos.all()) == [frozen.photos[0].sha256]


def test_before_there_is_one_there_is_none(frozen_store):
    assert frozen_store.load() is None


@pytest.mark.parametrize(
    "change", [("label", 2), ("label", True), ("label", 1), ("sha256", "0" * 64)]
)
def test_a_set_that_a_person_changed_is_refused(frozen_store, frozen, tmp_path, change):
    frozen_store.save(frozen)
    file = tmp_path / "frozen" / "frozen.json"
    record = json.loads(file.read_text())
    record["photos"][0][change[0]] = change[1]
    file.write_text(json.dumps(record))

    assert code_of(frozen_store.load) is ErrorCode.FILE_DAMAGED


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"class_names": []}'])
def test_a_damaged_set_is_told(frozen_store, frozen, tmp_path, content):
    frozen_store.save(frozen)
    (tmp_path / "frozen" / "frozen.json").write_text(content)

    assert code_of(frozen_store.load) is ErrorCode.FILE_DAMAGED


# ---- evaluations ----

EVALUATION = Evaluation(
    "model-1",
    "lot / 2026",
    0.5,
    (JudgedPhoto(Path("a\udcff.jpg"), 1, 0.75, "lot", "f" * 64, is_car=False),),
    ("whole", "broken"),
    (SkippedPhoto(Path("b.jpg"), CarInspectError(ErrorCode.PHOTO_MISSING, photo=Path("b.jpg"))),),
    AT,
)


def test_an_evaluation_comes_back_whole(tmp_path):
    save_evaluation(EVALUATION, tmp_path / "e.json")
    read = load_evaluation(tmp_path / "e.json")

    assert read.photos == EVALUATION.photos
    assert (read.class_names, read.evaluated_at) == (("whole", "broken"), AT)
    assert [(one.path, one.error.code) for one in read.skipped] == [
        (Path("b.jpg"), ErrorCode.PHOTO_MISSING)
    ]


def test_the_latest_evaluation_of_a_set_of_photos_is_kept(tmp_path):
    store = EvaluationStore(tmp_path)
    first = store.save(EVALUATION)
    assert store.save(dataclasses.replace(EVALUATION, threshold=0.25)) == first
    assert store.save(dataclasses.replace(EVALUATION, data="...")) != first

    assert load_evaluation(first).threshold == 0.25
    assert len(store.of("model-1")) == 2
    assert store.of("model-2") == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"format": 2}, ErrorCode.MODEL_NEWER),
        ({"class_names": ["one"]}, ErrorCode.FILE_DAMAGED),
        ({"photos": [{"path": "a.jpg", "label": 7, "probability": 0.5}]}, ErrorCode.FILE_DAMAGED),
        ({"skipped": [{"path": "b.jpg", "error": None}]}, ErrorCode.FILE_DAMAGED),
        ({"evaluated_at": "yesterday"}, ErrorCode.FILE_DAMAGED),
    ],
)
def test_an_evaluation_that_is_not_as_it_was_written_is_told(tmp_path, change, code):
    file = tmp_path / "e.json"
    save_evaluation(EVALUATION, file)
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))

    assert code_of(load_evaluation, file) is code


def test_an_evaluation_that_is_gone_is_told(tmp_path):
    assert code_of(load_evaluation, tmp_path / "e.json") is ErrorCode.FILE_MISSING
    assert code_of(load_evaluation, tmp_path) is ErrorCode.FILE_DAMAGED
