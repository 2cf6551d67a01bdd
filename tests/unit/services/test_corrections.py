import dataclasses
import shutil

import pytest

from carinspect.core.dataset import DAMAGED, UNDAMAGED, DatasetSource, Split
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.corrections import (
    SOURCE,
    CorrectVerdicts,
    corrected_photos,
    for_training,
    open_corrections,
    with_corrections,
)
from carinspect.services.frozen_set import FreezePhotos
from carinspect.services.read_dataset import read_dataset
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from tests.datasets import put_classes, put_scene
from tests.records import inspection


@pytest.fixture
def workspace(home):
    made = Workspace()
    yield made
    made.close()


@pytest.fixture
def found(tmp_path):
    """An inspection of a drawn photo, as the window has it."""

    def make(seed, outcome=Outcome.UNDAMAGED):
        path = put_scene(tmp_path / "counter" / f"{seed}.jpg", seed)
        return dataclasses.replace(
            inspection("x", outcome), photo=path, sha256=read_photo(path).sha256
        )

    return make


def correct(workspace, truth, *inspections):
    return run_here(CorrectVerdicts(workspace, inspections, truth))


def records_of(workspace):
    with workspace.records().database.reading() as connection:
        return list(InspectionStore(connection).find(HistoryFilter()))


def test_a_correction_says_who_when_what_and_which_model(workspace, found):
    one = found(1)
    (made,) = correct(workspace, Outcome.DAMAGED, one)

    assert open_corrections().history() == (made,)
    assert made.by == workspace.current_user().name
    assert (made.said, made.truth, made.label) == (Outcome.UNDAMAGED, Outcome.DAMAGED, DAMAGED)
    assert (made.model_id, made.probability) == (one.model_id, one.gate2.probability)


def test_the_photo_survives_the_loss_of_the_file(workspace, found):
    one = found(1)
    correct(workspace, Outcome.DAMAGED, one)
    data = one.photo.read_bytes()
    one.photo.unlink()

    (photo,) = corrected_photos()
    assert photo.path.read_bytes() == data
    assert (photo.label, photo.source) == (DAMAGED, SOURCE)


def test_the_last_word_holds_and_can_be_taken_back(workspace, found):
    one = found(1)
    correct(workspace, Outcome.DAMAGED, one)
    correct(workspace, Outcome.UNDAMAGED, one)
    assert [photo.label for photo in corrected_photos()] == [UNDAMAGED]

    correct(workspace, None, one)

    assert corrected_photos() == ()
    assert len(open_corrections().history()) == 3  # nothing is forgotten


def test_a_photo_without_a_car_is_kept_but_not_learnt_from(workspace, found):
    correct(workspace, Outcome.NOT_A_CAR, found(1))

    assert len(open_corrections().holding()) == 1
    assert corrected_photos() == ()


def test_a_correction_is_a_review_of_the_record(workspace, found):
    one = found(1)
    correct(workspace, Outcome.DAMAGED, one)
    (record,) = records_of(workspace)
    assert (record.outcome, record.inspection.outcome) == (Outcome.DAMAGED, Outcome.UNDAMAGED)
    assert record.reviewed_by == workspace.current_user().name

    correct(workspace, None, one)
    (record,) = records_of(workspace)
    assert record.outcome is Outcome.UNDAMAGED


def test_without_records_only_the_correction_is_kept(workspace, found):
    workspace.change(record=False)
    correct(workspace, Outcome.DAMAGED, found(1))

    assert records_of(workspace) == []
    assert len(corrected_photos()) == 1


def test_a_photo_that_changed_since_is_refused(workspace, found):
    one = found(1)
    put_scene(one.photo, 2)

    with pytest.raises(CarInspectError) as caught:
        correct(workspace, Outcome.DAMAGED, one)
    assert caught.value.code is ErrorCode.PHOTO_CHANGED
    assert open_corrections().history() == ()


def test_a_torn_line_costs_itself_alone(workspace, found):
    correct(workspace, Outcome.DAMAGED, found(1))
    file = open_corrections()._file
    with file.open("ab") as log:
        log.write(b"2026-05-01T12:00:00+00:00,kim,abc")  # a crash in the middle of a line
    correct(workspace, Outcome.UNDAMAGED, found(2))

    assert len(open_corrections().history()) == 2


def test_names_of_odd_bytes_and_quotes_survive(workspace, found):
    one = found(1)
    odd = one.photo.with_name('따옴표 " , 😀\n.jpg')
    shutil.move(one.photo, odd)
    (made,) = correct(workspace, Outcome.DAMAGED, dataclasses.replace(one, photo=odd))

    assert open_corrections().history() == (made,)


def test_corrections_are_learnt_with_a_dataset_and_win_over_its_labels(workspace, found, tmp_path):
    data = put_classes(tmp_path / "data", 5)
    wrong = data / "undamaged" / "0.jpg"
    new, same = found(700), found(0)  # the seed of undamaged/0.jpg
    assert same.sha256 == read_photo(wrong).sha256
    correct(workspace, Outcome.DAMAGED, new, same)
    dataset = read_dataset(DatasetSource(data), validation_share=0)

    made = with_corrections(dataset)

    training = made.dataset.of(Split.TRAINING)
    assert len(made.taken) == 2
    assert len(training) == 11
    assert wrong not in [photo.path for photo in training]
    assert made.left_out == ()


def test_what_looks_like_a_frozen_or_validation_photo_is_left_out(workspace, found, tmp_path):
    frozen = put_classes(tmp_path / "frozen", 2, first_seed=300)
    run_here(FreezePhotos(workspace, DatasetSource(frozen)))
    put_classes(tmp_path / "data" / "train", 3)
    put_classes(tmp_path / "data" / "validation", 2, first_seed=500)
    dataset = read_dataset(DatasetSource(tmp_path / "data"))
    correct(workspace, Outcome.DAMAGED, found(300), found(501), found(700))

    made = with_corrections(dataset)

    assert len(made.taken) == 1
    assert len(made.left_out) == 2
    assert len(made.dataset.of(Split.TRAINING)) == 7
    assert made.dataset.of(Split.VALIDATION) == dataset.of(Split.VALIDATION)


def test_without_corrections_the_dataset_stays_as_it_is(tmp_path):
    dataset = read_dataset(DatasetSource(put_classes(tmp_path / "data", 5)))
    assert with_corrections(dataset).dataset == dataset


def test_training_leaves_frozen_photos_out_and_takes_corrections_in_where_wanted(
    workspace, found, tmp_path
):
    data = put_classes(tmp_path / "data", 5)
    frozen = put_classes(tmp_path / "frozen", 1)  # the same pictures as data's first ones
    run_here(FreezePhotos(workspace, DatasetSource(frozen)))
    correct(workspace, Outcome.DAMAGED, found(700))
    source = DatasetSource(data, corrections=True)
    dataset = read_dataset(source, validation_share=0)

    taken = for_training(dataset, source).of(Split.TRAINING)
    left = for_training(dataset, DatasetSource(data)).of(Split.TRAINING)

    assert (len(taken), len(left)) == (9, 8)
    assert not {photo.path for photo in left} & {data / "damaged/0.jpg", data / "undamaged/0.jpg"}
