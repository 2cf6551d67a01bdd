import shutil
import sys

import PIL.ImageOps
import pytest

from carinspect.core.dataset import DAMAGED, UNDAMAGED, DatasetSource, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.texts import error_text
from carinspect.jobs.job import Progress, run_here
from carinspect.services.read_dataset import ReadDataset, data_fingerprint, read_dataset
from tests.datasets import put_classes, put_scene, scene


def names(photos):
    return sorted(f"{photo.path.parent.name}/{photo.path.name}" for photo in photos)


def test_a_folder_a_class_gives_labels_by_name_and_never_by_order(tmp_path):
    # "aaa" sorts first, but damaged is stated.
    put_classes(tmp_path / "normal first", 5, ("00-normal", "01-damage"))

    dataset = read_dataset(DatasetSource(tmp_path / "normal first"))

    for photo in dataset.all_photos():
        assert (photo.label == DAMAGED) == (photo.path.parent.name == "01-damage")
    assert dataset.class_names == ("00-normal", "01-damage")
    assert {photo.source for photo in dataset.all_photos()} == {"normal first"}


def test_korean_folders_are_understood(tmp_path):
    put_classes(tmp_path, 5, ("무손상", "손상"))

    dataset = read_dataset(DatasetSource(tmp_path))

    assert dataset.counts(Split.TRAINING) == (4, 4)
    assert dataset.counts(Split.VALIDATION) == (1, 1)


def test_split_folders_are_kept_as_they_are(tmp_path):
    put_classes(tmp_path / "car" / "train", 3)
    put_classes(tmp_path / "car" / "val", 2, first_seed=100)
    put_classes(tmp_path / "car" / "test", 1, first_seed=200)

    dataset = read_dataset(DatasetSource(tmp_path / "car"))

    assert {split: dataset.counts(split) for split in Split} == {
        Split.TRAINING: (3, 3), Split.VALIDATION: (2, 2), Split.TEST: (1, 1),
    }  # fmt: skip
    assert {photo.source for photo in dataset.all_photos()} == {"car"}


def test_several_sources_in_one_folder_are_told_apart(tmp_path):
    put_classes(tmp_path / "web", 2)
    put_classes(tmp_path / "counter", 2, first_seed=50)

    dataset = read_dataset(DatasetSource(tmp_path), validation_share=0)

    assert {photo.source for photo in dataset.all_photos()} == {"web", "counter"}
    assert dataset.counts(Split.TRAINING) == (4, 4)


def test_what_is_no_photo_is_skipped_with_a_reason_and_shifts_no_label(tmp_path):
    put_classes(tmp_path, 3)
    (tmp_path / "damaged" / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "damaged" / "00.txt").write_text("a note")
    (tmp_path / "damaged" / "0.webp").write_bytes(b"RIFF")
    (tmp_path / "damaged" / "empty.jpg").touch()
    (tmp_path / "loose.jpg").write_bytes(b"x")

    dataset = read_dataset(DatasetSource(tmp_path), validation_share=0)

    assert dataset.counts(Split.TRAINING) == (3, 3)
    assert {photo.path.name: photo.error.code for photo in dataset.skipped} == {
        ".DS_Store": ErrorCode.FILE_HIDDEN,
        "00.txt": ErrorCode.PHOTO_UNKNOWN_FORMAT,
        "0.webp": ErrorCode.PHOTO_UNKNOWN_FORMAT,
        "empty.jpg": ErrorCode.PHOTO_EMPTY,
        "loose.jpg": ErrorCode.FILE_OUTSIDE_CLASS,
    }


def test_unknown_classes_are_refused_with_their_names_and_the_known_ones(tmp_path):
    put_classes(tmp_path, 1, ("vorher", "nachher"))

    with pytest.raises(CarInspectError) as caught:
        read_dataset(DatasetSource(tmp_path))

    assert caught.value.code is ErrorCode.CLASS_UNKNOWN
    assert "nachher" in error_text(caught.value)
    assert "damaged / undamaged" in error_text(caught.value)


def test_the_user_may_state_the_damaged_class(tmp_path):
    put_classes(tmp_path, 5, ("vorher", "nachher"))

    dataset = read_dataset(DatasetSource(tmp_path, damaged_class="nachher"))

    assert dataset.class_names == ("vorher", "nachher")
    assert dataset.counts(Split.TRAINING) == (4, 4)
    with pytest.raises(CarInspectError):
        read_dataset(DatasetSource(tmp_path, damaged_class="a typo"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_is_read_as_spreadsheets_write_it(tmp_path, encoding, separator):
    put_scene(tmp_path / "사진" / "하나.jpg", 1)
    put_scene(tmp_path / "사진" / "둘.jpg", 2)
    lists = tmp_path / "lists"
    lists.mkdir()
    text = f"photo{separator}label\n사진/하나.jpg{separator}손상\n사진\\둘.jpg{separator}정상\n"
    (lists / "list.csv").write_bytes(text.encode(encoding))

    dataset = read_dataset(DatasetSource(lists / "list.csv"), validation_share=0)

    assert [(photo.path.name, photo.label) for photo in dataset.all_photos()] == [
        ("하나.jpg", DAMAGED), ("둘.jpg", UNDAMAGED),
    ]  # fmt: skip


def test_a_csv_may_name_the_splits_and_lists_what_is_missing(tmp_path):
    for number in range(3):
        put_scene(tmp_path / f"{number}.jpg", number)
    rows = ["photo,label,split", "0.jpg,damaged,train", "1.jpg,whole,train", "2.jpg,whole,val"]
    (tmp_path / "list.csv").write_text("\n".join([*rows, "9.jpg,whole,train", rows[1]]))

    dataset = read_dataset(DatasetSource(tmp_path / "list.csv"))

    assert dataset.counts(Split.TRAINING) == (1, 1)
    assert dataset.counts(Split.VALIDATION) == (1, 0)
    assert [photo.error.code for photo in dataset.skipped] == [
        ErrorCode.PHOTO_MISSING, ErrorCode.PHOTO_LISTED_TWICE,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a,b\n1,2\n", ErrorCode.CSV_COLUMNS),
        (b"\xff\xfe\0\0", ErrorCode.CSV_UNREADABLE),
        (b"photo,label\n", ErrorCode.DATASET_EMPTY),
        (b"", ErrorCode.CSV_COLUMNS),
        (b"photo,label,split\nx.jpg,damaged,later\n", ErrorCode.CSV_SPLIT_UNKNOWN),
    ],
)
def test_a_csv_that_says_nothing_is_refused(tmp_path, content, code):
    (tmp_path / "list.csv").write_bytes(content)

    with pytest.raises(CarInspectError) as caught:
        read_dataset(DatasetSource(tmp_path / "list.csv"))

    assert caught.value.code is code
    assert "list.csv" in error_text(caught.value)


def test_a_second_source_is_what_is_validated_on(tmp_path):
    put_classes(tmp_path / "a", 3)
    put_classes(tmp_path / "b", 2, ("whole", "damage"), first_seed=100)

    dataset = read_dataset(DatasetSource(tmp_path / "a", validation=tmp_path / "b"))

    assert dataset.counts(Split.TRAINING) == (3, 3)
    assert dataset.counts(Split.VALIDATION) == (2, 2)


def test_near_duplicates_never_stand_on_both_sides_of_the_split(tmp_path):
    put_classes(tmp_path, 10)
    for number in range(10):
        again = scene(2 * number + 1)
        PIL.ImageOps.mirror(again).save(tmp_path / "damaged" / f"{number}-flipped.jpg", quality=60)
        again.resize((80, 60)).save(tmp_path / "damaged" / f"{number}-small.jpg")

    dataset = read_dataset(DatasetSource(tmp_path))

    training = {
        photo.path.stem.split("-")[0] for photo in dataset.of(Split.TRAINING) if photo.label
    }
    validation = {
        photo.path.stem.split("-")[0] for photo in dataset.of(Split.VALIDATION) if photo.label
    }
    assert validation
    assert not training & validation


def test_the_same_photos_are_parted_alike_whatever_they_are_called(tmp_path):
    put_classes(tmp_path / "a", 12)
    for class_name in ("damaged", "undamaged"):
        for photo in sorted((tmp_path / "a" / class_name).iterdir()):
            other = tmp_path / "b" / class_name / f"z{99 - int(photo.stem)}.jpg"
            other.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(photo, other)

    first = read_dataset(DatasetSource(tmp_path / "a"))
    second = read_dataset(DatasetSource(tmp_path / "b"))

    contents = [
        {photo.path.read_bytes() for photo in dataset.of(Split.VALIDATION)}
        for dataset in (first, second)
    ]
    assert contents[0] == contents[1]


def test_the_fingerprint_is_of_contents_and_labels(tmp_path):
    put_classes(tmp_path / "a", 2)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    (tmp_path / "b" / "damaged" / "0.jpg").rename(tmp_path / "b" / "damaged" / "renamed.jpg")
    shutil.copytree(tmp_path / "a", tmp_path / "c")
    shutil.move(tmp_path / "c" / "damaged" / "0.jpg", tmp_path / "c" / "undamaged" / "x.jpg")

    a, b, c = (
        data_fingerprint(
            read_dataset(DatasetSource(tmp_path / name), validation_share=0).all_photos()
        )
        for name in "abc"
    )

    assert a == b
    assert a != c


def test_one_class_alone_cannot_be_parted(tmp_path):
    put_scene(tmp_path / "damaged" / "1.jpg", 1)

    with pytest.raises(CarInspectError) as caught:
        read_dataset(DatasetSource(tmp_path))

    assert caught.value.code is ErrorCode.DATASET_ONE_CLASS


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(CarInspectError) as caught:
        read_dataset(DatasetSource(tmp_path / "nowhere"))

    assert caught.value.code is ErrorCode.FILE_MISSING


def test_the_job_reports_each_photo_once_and_a_second_reading_measures_none(tmp_path):
    put_classes(tmp_path, 3)
    first, second = [], []

    run_here(ReadDataset(DatasetSource(tmp_path)), first.append)
    run_here(ReadDataset(DatasetSource(tmp_path)), second.append)

    assert first[-1] == Progress(6, 6)
    assert second == []


def test_a_photo_that_was_changed_is_measured_again(tmp_path):
    put_classes(tmp_path, 3)
    before = read_dataset(DatasetSource(tmp_path), validation_share=0)
    (tmp_path / "damaged" / "0.jpg").write_bytes(b"not a photo any more")

    after = read_dataset(DatasetSource(tmp_path), validation_share=0)

    assert names(before.all_photos()) == sorted([*names(after.all_photos()), "damaged/0.jpg"])


def test_without_the_training_edition_no_photo_is_blamed(tmp_path, monkeypatch):
    put_classes(tmp_path, 3)
    monkeypatch.setitem(sys.modules, "imagehash", None)  # its import fails

    with pytest.raises(CarInspectError) as caught:
        read_dataset(DatasetSource(tmp_path))

    assert caught.value.code is ErrorCode.TRAINING_NOT_INSTALLED
