import csv
import shutil

import numpy as np
import PIL.Image
import PIL.ImageFilter
import PIL.ImageOps
import pytest

from carinspect.core.dataset import DatasetSource, Split
from carinspect.core.dataset_findings import Finding, FindingKind, Fix, Severity, apply_fix
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.finding_texts import finding_words, fix_text
from carinspect.jobs.job import run_here
from carinspect.ml.label_errors import label_errors
from carinspect.reports.dataset_record import dataset_record
from carinspect.services.examine_dataset import (
    ExamineDataset,
    FindLabelErrors,
    SaveList,
    examine,
    with_suspects,
)
from carinspect.services.photo_facts import measure_photos
from carinspect.services.read_dataset import read_dataset
from tests.datasets import put_classes, put_scene, scene


def found(report, kind):
    return next((one for one in report.findings if one.kind is kind), None)


@pytest.fixture
def leaky(tmp_path):
    """Twelve photos to train on, four to validate on, one of them a mirrored copy."""
    put_classes(tmp_path / "train", 6)
    put_classes(tmp_path / "val", 2, first_seed=100)
    copy = PIL.ImageOps.mirror(scene(1)).resize((200, 150))
    copy.save(tmp_path / "val" / "damaged" / "copy.jpg", quality=70)
    return DatasetSource(tmp_path)


def test_a_clean_dataset_has_no_grave_findings(tmp_path):
    put_classes(tmp_path, 30)

    report = run_here(ExamineDataset(DatasetSource(tmp_path)))

    assert {one.kind for one in report.findings} <= {FindingKind.TINY, FindingKind.FEW}


def test_a_mirrored_copy_on_the_other_side_of_the_split_is_a_leak(leaky, tmp_path):
    report = run_here(ExamineDataset(leaky))

    leak = found(report, FindingKind.LEAK)
    assert leak.severity is Severity.SERIOUS
    assert {path.name for path in leak.photos} == {"0.jpg", "copy.jpg"}
    assert leak.numbers == {"groups": 1, "photos": 2, "leaked": 1, "judged_on": 5}
    assert "1 of the 5 photos" in finding_words(leak).explanation


def test_the_leak_is_mended_by_moving_the_group_and_the_list_reads_back(leaky, tmp_path):
    report = run_here(ExamineDataset(leaky))
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")}

    mended = apply_fix(report.dataset, found(report, FindingKind.LEAK))
    source = run_here(SaveList(mended, tmp_path / "mended.csv"))
    again = run_here(ExamineDataset(source))

    assert found(again, FindingKind.LEAK) is None
    assert again.dataset.counts(Split.TRAINING) == (6, 7)
    assert again.dataset.counts(Split.VALIDATION) == (2, 2)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.jpg")} == before
    with (tmp_path / "mended.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0].keys() == {"photo", "label", "split"}
    assert "val/damaged/copy.jpg" in {row["photo"] for row in rows}


def test_copies_are_told_and_one_of_each_is_kept(tmp_path):
    put_classes(tmp_path / "train", 4)
    put_classes(tmp_path / "val", 2, first_seed=100)
    shutil.copy(tmp_path / "train/damaged/0.jpg", tmp_path / "train/damaged/again.jpg")
    scene(2).save(tmp_path / "train" / "undamaged" / "smaller.png")

    report = run_here(ExamineDataset(DatasetSource(tmp_path)))
    exact, near = (found(report, kind) for kind in
                   (FindingKind.EXACT_DUPLICATES, FindingKind.NEAR_DUPLICATES))  # fmt: skip

    assert {path.name for path in exact.photos} == {"0.jpg", "again.jpg"}
    assert {path.name for path in near.photos} == {"1.jpg", "smaller.png"}
    assert fix_text(exact) == "Keep one of each, leave out 1"
    mended = apply_fix(apply_fix(report.dataset, exact), near)
    assert mended.counts(Split.TRAINING) == (4, 4)


def test_one_photo_with_two_labels_is_serious(tmp_path):
    put_classes(tmp_path, 4)
    shutil.copy(tmp_path / "damaged" / "0.jpg", tmp_path / "undamaged" / "x.jpg")

    report = run_here(ExamineDataset(DatasetSource(tmp_path)))
    two = found(report, FindingKind.TWO_LABELS)

    assert report.findings[0] is two
    mended = apply_fix(report.dataset, two)
    assert {"x.jpg"}.isdisjoint(photo.path.name for photo in mended.all_photos())
    assert len(mended.all_photos()) == 7


def test_a_csv_that_lists_a_photo_in_two_splits_leaks_and_is_mended(tmp_path):
    put_classes(tmp_path, 3)
    rows = [f"{name}/{n}.jpg,{name},train" for name in ("damaged", "undamaged") for n in range(3)]
    (tmp_path / "list.csv").write_text(
        "\n".join(["photo,label,split", *rows, "damaged/0.jpg,damaged,val"])
    )

    report = run_here(ExamineDataset(DatasetSource(tmp_path / "list.csv")))
    leak = found(report, FindingKind.LEAK)

    assert leak.groups == ((tmp_path / "damaged" / "0.jpg",),)
    mended = apply_fix(report.dataset, leak)
    assert mended.counts(Split.TRAINING) == (3, 3)
    assert mended.counts(Split.VALIDATION) == (0, 0)


def test_resolution_that_gives_the_class_away_is_told_and_can_be_evened_out(tmp_path):
    for number in range(30):
        # A third of the damaged photos is as large as the undamaged ones.
        size = (320, 240) if number % 3 == 0 else (160, 120)
        put_scene(tmp_path / "damaged" / f"{number}.jpg", number, size)
        put_scene(tmp_path / "undamaged" / f"{number}.jpg", 100 + number, (320, 240))

    report = run_here(ExamineDataset(DatasetSource(tmp_path)))
    resolution = found(report, FindingKind.RESOLUTION)

    assert resolution.severity is Severity.SERIOUS
    assert resolution.numbers["size"] > 0.75
    assert report.detail[1].size_px == 160
    assert report.detail[0].size_px == 320
    mended = apply_fix(report.dataset, resolution)
    facts = measure_photos([photo.path for photo in mended.all_photos()]).facts
    sizes = {(photo.label, facts[photo.path].size_px) for photo in mended.of(Split.TRAINING)}
    assert sizes == {(0, (320, 240)), (1, (320, 240))}


def test_detail_is_what_there_is_and_not_what_the_file_claims(tmp_path):
    rng = np.random.default_rng(0)
    noise = PIL.Image.fromarray(rng.integers(0, 256, (300, 400, 3), np.uint8))
    noise.save(tmp_path / "sharp.png")
    noise.resize((100, 75)).resize((400, 300)).save(tmp_path / "enlarged.png")
    (tmp_path / "damaged").mkdir()
    (tmp_path / "whole").mkdir()
    shutil.move(tmp_path / "sharp.png", tmp_path / "whole" / "1.png")
    shutil.move(tmp_path / "enlarged.png", tmp_path / "damaged" / "1.png")

    report = examine(read_dataset(DatasetSource(tmp_path), validation_share=0))
    whole, damaged = report.detail

    assert whole.size_px == damaged.size_px == 400
    assert whole.detail_px > 350
    assert damaged.detail_px < 150


def test_sources_that_give_the_class_away_are_told(tmp_path):
    put_classes(tmp_path / "web", 3)
    for number in range(9):
        put_scene(tmp_path / "repair shop" / "damaged" / f"{number}.jpg", 200 + number)

    report = run_here(ExamineDataset(DatasetSource(tmp_path)))

    source = found(report, FindingKind.SOURCE)
    assert source.numbers["sources"] == 2
    assert source.numbers["guess"] > 0.8
    assert found(report, FindingKind.BALANCE) is not None


def test_suspects_are_what_a_model_that_has_not_seen_them_denies():
    rng = np.random.default_rng(0)
    labels = np.repeat([0, 1], 60)
    features = rng.normal(size=(120, 8)).astype(np.float32) + 2.0 * labels[:, None]
    labels[[3, 70]] = 1 - labels[[3, 70]]

    suspects = label_errors(features, labels.tolist(), [str(n) for n in range(120)])

    assert {3, 70} <= {one.position for one in suspects}
    assert len(suspects) <= 6
    assert all(one.own_label_probability < 0.5 for one in suspects)


def test_suspects_that_were_left_out_are_no_longer_told(tmp_path):
    put_classes(tmp_path, 6)
    report = run_here(ExamineDataset(DatasetSource(tmp_path)))
    photos = [photo.path for photo in report.dataset.all_photos()]
    finding = Finding(
        FindingKind.LABEL_ERRORS, Severity.HINT, tuple((path,) for path in photos[:2]),
        {"photos": 2, "share": 0.1}, {photos[0]: 0.1, photos[1]: 0.2}, Fix.LEAVE_OUT,
    )  # fmt: skip
    told = with_suspects(report, finding)
    mended = examine(apply_fix(told.dataset, found(told, FindingKind.LABEL_ERRORS)))

    assert found(told, FindingKind.LABEL_ERRORS).numbers["photos"] == 2
    assert found(with_suspects(mended, finding), FindingKind.LABEL_ERRORS) is None


def test_a_list_never_overwrites_a_photo(tmp_path):
    put_classes(tmp_path, 3)
    report = run_here(ExamineDataset(DatasetSource(tmp_path)))
    photo = report.dataset.all_photos()[0].path

    with pytest.raises(CarInspectError) as caught:
        run_here(SaveList(report.dataset, photo))

    assert caught.value.code is ErrorCode.CANNOT_WRITE


def test_the_record_has_every_finding_in_words_and_numbers(leaky):
    record = dataset_record(run_here(ExamineDataset(leaky)))

    leak = next(one for one in record["findings"] if one["kind"] == "leak")
    assert leak["fix"] == "one_split"
    assert leak["numbers"]["leaked"] == 1
    assert record["splits"]["training"] == {"undamaged": 6, "damaged": 6}


def test_a_list_outside_the_photos_folders_names_whole_paths(tmp_path):
    put_classes(tmp_path / "far" / "away", 2)
    (tmp_path / "lists" / "deep").mkdir(parents=True)
    report = run_here(ExamineDataset(DatasetSource(tmp_path / "far" / "away")))

    source = run_here(SaveList(report.dataset, tmp_path / "lists" / "deep" / "all.csv"))

    text = source.path.read_text(encoding="utf-8")
    assert str(tmp_path / "far" / "away" / "damaged" / "0.jpg") in text
    assert len(read_dataset(source).all_photos()) == 4


@pytest.mark.keras
def test_a_label_that_was_swapped_is_suspected(tmp_path):
    rng = np.random.default_rng(0)
    for number in range(20):
        # Noise for damage, boxes for none: any features tell them apart.
        noise = PIL.Image.fromarray(rng.integers(0, 256, (12, 16, 3), np.uint8))
        path = tmp_path / "damaged" / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        noise.resize((160, 120), PIL.Image.Resampling.NEAREST).save(path)
        put_scene(tmp_path / "undamaged" / f"{number}.png", number)
    shutil.move(tmp_path / "damaged" / "3.png", tmp_path / "undamaged" / "swapped.png")
    dataset = run_here(ExamineDataset(DatasetSource(tmp_path))).dataset
    reports = []

    finding = run_here(FindLabelErrors(dataset), reports.append)

    assert tmp_path / "undamaged" / "swapped.png" in finding.photos
    assert len(finding.photos) <= 4
    assert reports
    assert all(score < 0.5 for score in finding.scores.values())


def test_too_few_photos_are_not_judged(tmp_path):
    put_classes(tmp_path, 4)

    finding = run_here(FindLabelErrors(read_dataset(DatasetSource(tmp_path))))

    assert finding.photos == ()
    assert finding.fix is None
