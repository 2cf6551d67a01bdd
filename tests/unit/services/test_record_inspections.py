import dataclasses

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.photo import read_photo
from carinspect.core.record import Decision, HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from tests.records import failed, inspection


@pytest.fixture
def workspace():
    workspace = Workspace()
    workspace.change(user="Kim")
    yield workspace
    workspace.close()


@pytest.fixture
def made(tmp_path):
    """An inspection of a file that is there."""

    def make(name="a.jpg", content=b"pixels", outcome=Outcome.DAMAGED, model="model-1"):
        path = tmp_path / name
        path.write_bytes(content)
        return dataclasses.replace(
            inspection(name, outcome), photo=path, sha256=read_photo(path).sha256, model_id=model
        )

    return make


def count(workspace):
    with workspace.records().database.reading() as connection:
        return InspectionStore(connection).count(HistoryFilter())


def record(workspace, *inspections):
    return run_here(RecordInspections(workspace, inspections))


def test_an_inspection_is_kept_with_its_photo_and_heat_map(workspace, made):
    (kept,) = record(workspace, made()).records

    assert kept.inspected_by == "Kim"
    assert kept.inspection.gate2.heat_map is not None
    assert workspace.records().photos.read(kept.inspection.sha256) == b"pixels"


def test_the_same_finding_on_the_same_photo_is_kept_once(workspace, made):
    first = made("a.jpg")
    (kept,) = record(workspace, first).records
    again = dataclasses.replace(made("copy.jpg"), milliseconds=99.0)

    recorded = record(workspace, again, again)

    assert [one.id for one in recorded.records] == [kept.id] * 2
    assert count(workspace) == 1


def test_another_model_or_verdict_is_another_record(workspace, made):
    first = made()
    record(workspace, first)

    record(
        workspace,
        made(model="model-2"),
        made(outcome=Outcome.REVIEW),
        made("b.jpg", b"other pixels"),
    )

    assert count(workspace) == 4


def test_an_inspection_of_a_folder_is_not_taken_for_the_counters(workspace, made):
    from carinspect.services.records import now
    from carinspect.storage.folder_run_store import FolderRunStore
    from carinspect.storage.inspection_store import Origin

    one = made()
    with workspace.records().database.writing() as connection:
        run = FolderRunStore(connection).start(
            one.photo.parent, recursive=False, model_id="model-1", by="Kim", at=now()
        )
        InspectionStore(connection).add(
            one, by="Kim", at=now(), origin=Origin(folder_run=(run.id, "a.jpg"))
        )

    record(workspace, one)

    assert count(workspace) == 2


def test_a_photo_that_changed_meanwhile_is_left_out_and_told(workspace, made):
    good, changed = made("good.jpg", b"good"), made("changed.jpg", b"before")
    changed.photo.write_bytes(b"after")

    recorded = record(workspace, changed, good)

    assert [one.inspection.photo.name for one in recorded.records] == ["good.jpg"]
    ((left_out, error),) = recorded.left_out
    assert (left_out, error.code) == (changed, ErrorCode.PHOTO_CHANGED)


def test_a_file_that_could_not_be_read_leaves_no_record(workspace):
    recorded = record(workspace, failed())

    assert (recorded.records, recorded.left_out) == ((), ())
    assert count(workspace) == 0


def test_a_correction_of_an_inspection_just_made_keeps_both(workspace, made):
    job = ReviewInspection(
        workspace, made(), Decision.CORRECT, Outcome.UNDAMAGED, comment=" a reflection "
    )

    kept = run_here(job)

    assert (kept.outcome, kept.inspection.outcome) == (Outcome.UNDAMAGED, Outcome.DAMAGED)
    assert kept.reviewed_by == "Kim"
    with workspace.records().database.reading() as connection:
        (review,) = InspectionStore(connection).reviews(kept.id)
    assert review.comment == "a reflection"


def test_reviews_of_one_photo_gather_on_its_one_record(workspace, made):
    one = made()
    record(workspace, one)
    first = run_here(ReviewInspection(workspace, one, Decision.RETAKE))

    second = run_here(ReviewInspection(workspace, first.id, Decision.AGREE))

    assert (first.id, first.outcome, second.outcome) == (second.id, Outcome.RETAKE, Outcome.RETAKE)
    assert count(workspace) == 1


def test_a_review_of_what_is_not_there_is_told(workspace):
    with pytest.raises(CarInspectError) as caught:
        run_here(ReviewInspection(workspace, 7, Decision.AGREE))

    assert caught.value.code is ErrorCode.RECORD_MISSING
