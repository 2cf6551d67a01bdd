import os
import threading
from pathlib import Path

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter, Record
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services.folder_runs import (
    ListFolderRuns,
    LoadFolderRun,
    LoadRecord,
    LookIntoFolder,
)
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.storage.inspection_store import InspectionStore
from tests.fake_inspector import MODEL, FakeInspector, make_folder

FAST = InThreads(lambda _model_id: FakeInspector(), 3)


def kept(records):
    with records.database.reading() as connection:
        return list(InspectionStore(connection).find(HistoryFilter()))


def names(records):
    return sorted(record.inspection.photo.name for record in kept(records))


def cancelling_after(count):
    """A context that is cancelled after so many records, and what it was told."""
    cancel, told = threading.Event(), []

    def report(event):
        told.append(event)
        if sum(isinstance(x, Record) for x in told) >= count:
            cancel.set()

    return JobContext(report, cancel), told


def test_every_photo_of_a_folder_is_inspected_and_kept(records, tmp_path):
    folder = make_folder(tmp_path / "in", 50)
    (folder / "notes.txt").write_text("no photo")
    reports = []

    summary = run_here(InspectFolder(records, FAST, folder, MODEL, by="kim"), reports.append)

    assert summary.counts == {Outcome.DAMAGED: 17, Outcome.UNDAMAGED: 33}
    assert names(records) == sorted(f"photo{n}.jpg" for n in range(50))
    told = [report.inspection.photo.name for report in reports if isinstance(report, Record)]
    assert told == [f"photo{n}.jpg" for n in range(50)]
    assert [r for r in reports if isinstance(r, Progress)][-1] == Progress(50, 50)
    assert {record.inspected_by for record in kept(records)} == {"kim"}


def test_an_unreadable_file_is_kept_with_the_reason(records, tmp_path):
    folder = make_folder(tmp_path / "in", 2)
    (folder / "empty.jpg").touch()

    summary = run_here(InspectFolder(records, FAST, folder, MODEL))

    assert summary.counts[Outcome.ERROR] == 1
    (broken,) = [r for r in kept(records) if r.outcome is Outcome.ERROR]
    assert broken.inspection.error.code is ErrorCode.PHOTO_EMPTY


def test_sub_folders_only_when_asked(records, tmp_path):
    folder = make_folder(tmp_path / "in", 2)
    make_folder(folder / "deeper", 3)

    assert run_here(InspectFolder(records, FAST, folder, MODEL)).total == 2
    assert run_here(InspectFolder(records, FAST, folder, MODEL, recursive=True)).total == 5


def test_what_was_saved_before_a_cancellation_is_not_done_again(records, tmp_path):
    folder = make_folder(tmp_path / "in", 200)
    job = InspectFolder(records, FAST, folder, MODEL, resume=True)
    context, _told = cancelling_after(20)

    with pytest.raises(JobCancelled):
        job.run(context)
    before = len(kept(records))
    reports = []
    summary = run_here(job, reports.append)

    assert 20 <= before < 200
    assert (summary.total, summary.resumed) == (200, before)
    assert sum(isinstance(report, Record) for report in reports) == 200 - before
    assert len(set(names(records))) == len(names(records)) == 200


def test_a_photo_that_came_meanwhile_is_inspected_too(records, tmp_path):
    folder = make_folder(tmp_path / "in", 60)
    job = InspectFolder(records, FAST, folder, MODEL, resume=True)
    with pytest.raises(JobCancelled):
        job.run(cancelling_after(20)[0])
    (folder / "late.jpg").write_text("fine")

    assert run_here(job).total == 61


def test_without_resume_everything_is_inspected_again(records, tmp_path):
    folder = make_folder(tmp_path / "in", 3)
    job = InspectFolder(records, FAST, folder, MODEL)
    run_here(job)

    assert run_here(job).resumed == 0
    assert len(kept(records)) == 6


def test_a_finished_folder_is_begun_anew_when_resumed(records, tmp_path):
    job = InspectFolder(records, FAST, make_folder(tmp_path / "in", 3), MODEL, resume=True)
    run_here(job)

    assert run_here(job).resumed == 0


def test_it_goes_on_by_the_model_it_was_begun_with(records, tmp_path):
    folder = make_folder(tmp_path / "in", 60)
    asked = []

    def new_inspector(model_id):
        asked.append(model_id)
        return FakeInspector()

    inspection = InThreads(new_inspector, 1)
    with pytest.raises(JobCancelled):
        InspectFolder(records, inspection, folder, "old").run(cancelling_after(5)[0])
    run_here(InspectFolder(records, inspection, folder, "new", resume=True))

    assert set(asked) == {"old"}


def test_photos_are_copied_where_asked(records, tmp_path):
    folder = make_folder(tmp_path / "in", 3)
    (folder / "photo2.jpg").write_text("damaged 0")  # the same as photo0

    run_here(InspectFolder(records, FAST, folder, MODEL, keep_photos=True))

    assert len(list(records.photos.all())) == 2


def test_a_photo_that_changes_before_it_is_kept_is_told(records, tmp_path):
    folder = make_folder(tmp_path / "in", 3)

    class Changing(FakeInspector):
        def inspect(self, path):
            found = super().inspect(path)
            if path.name == "photo1.jpg":
                path.write_text("another photo")
            return found

    inspection = InThreads(lambda _model_id: Changing(), 1)
    summary = run_here(InspectFolder(records, inspection, folder, MODEL, keep_photos=True))

    assert summary.counts[Outcome.ERROR] == 1
    (changed,) = [r for r in kept(records) if r.outcome is Outcome.ERROR]
    assert changed.inspection.error.code is ErrorCode.PHOTO_CHANGED
    assert len(list(records.photos.all())) == 2


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path, ErrorCode.FOLDER_MISSING),
        (lambda path: make_folder(path, 0), ErrorCode.NO_PHOTOS),
    ],
    ids=["missing", "empty"],
)
def test_a_folder_without_photos_is_told(records, tmp_path, make, code):
    with pytest.raises(CarInspectError) as caught:
        run_here(InspectFolder(records, FAST, make(tmp_path / "in"), MODEL))

    assert caught.value.code is code


def test_a_missing_model_is_told(records, tmp_path):
    def missing(model_id):
        raise CarInspectError(ErrorCode.MODEL_MISSING, model=model_id)

    folder = make_folder(tmp_path / "in", 3)
    with pytest.raises(CarInspectError) as caught:
        run_here(InspectFolder(records, InThreads(missing), folder, "gone"))

    assert caught.value.code is ErrorCode.MODEL_MISSING


def test_changed_settings_hold_for_the_next_run():
    made, setup = [], ["head"]

    def new_inspector(_model_id):
        made.append(setup[0])
        return FakeInspector()

    inspection = InThreads(new_inspector, 1, lambda model_id: (model_id, setup[0]))
    for rule in ("head", "head", "top5"):
        setup[0] = rule
        list(inspection([], MODEL))

    assert made == ["head", "top5"]


def test_threads_work_at_the_same_time():
    together = threading.Barrier(3, timeout=20)

    class Meeting(FakeInspector):
        def inspect(self, path):
            together.wait()
            return super().inspect(path)

    photos = [Path(f"{n}.jpg") for n in range(3)]
    inspection = InThreads(lambda _model_id: Meeting(), 3)

    assert len(list(inspection(photos, MODEL))) == 3


def test_a_stop_reports_all_that_was_saved(records, tmp_path):
    folder = make_folder(tmp_path / "in", 100)
    stop, told = threading.Event(), []

    def report(event):
        told.append(event)
        if isinstance(event, Record):
            stop.set()

    summary = run_here(InspectFolder(records, FAST, folder, MODEL, stop=stop), report)

    assert not summary.finished
    assert 0 < summary.total < 100
    assert sum(isinstance(event, Record) for event in told) == summary.total == len(kept(records))
    rest = run_here(InspectFolder(records, FAST, folder, MODEL, resume=True))
    assert (rest.total, rest.resumed, rest.finished) == (100, summary.total, True)


@pytest.mark.parametrize("what", ["removed", "emptied"])
def test_a_folder_that_vanishes_is_not_taken_for_missing_photos(records, tmp_path, what):
    folder = make_folder(tmp_path / "in", 300)
    away = tmp_path / "away"

    def report(event):
        if isinstance(event, Record) and not away.exists():
            folder.rename(away)
            if what == "emptied":  # such as the place of a drive that is not connected
                folder.mkdir()

    with pytest.raises(CarInspectError) as caught:
        run_here(InspectFolder(records, FAST, folder, MODEL), report)
    assert caught.value.code is ErrorCode.FOLDER_GONE
    assert all(record.outcome is not Outcome.ERROR for record in kept(records))

    if what == "emptied":
        folder.rmdir()
    away.rename(folder)
    assert run_here(InspectFolder(records, FAST, folder, MODEL, resume=True)).total == 300
    assert len(set(names(records))) == len(names(records)) == 300


def test_one_photo_that_vanishes_is_kept_with_the_reason(records, tmp_path):
    folder = make_folder(tmp_path / "in", 300)

    def report(event):
        (folder / "photo299.jpg").unlink(missing_ok=True)

    summary = run_here(InspectFolder(records, FAST, folder, MODEL), report)

    assert summary.counts[Outcome.ERROR] == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_folder_that_may_not_be_read_is_told(records, tmp_path):
    folder = make_folder(tmp_path / "in", 3)
    folder.chmod(0)
    try:
        with pytest.raises(CarInspectError) as caught:
            run_here(InspectFolder(records, FAST, folder, MODEL))
    finally:
        folder.chmod(0o700)
    assert caught.value.code is ErrorCode.PHOTO_NO_ACCESS


def test_a_read_only_folder_is_inspected(records, tmp_path):
    folder = make_folder(tmp_path / "in", 3)
    folder.chmod(0o500)
    try:
        assert run_here(InspectFolder(records, FAST, folder, MODEL)).total == 3
    finally:
        folder.chmod(0o700)


def test_a_look_says_what_there_is_to_do(records, tmp_path):
    folder = make_folder(tmp_path / "in", 60)
    make_folder(folder / "deeper", 3)
    assert run_here(LookIntoFolder(records, folder, recursive=False)).unfinished is None
    with pytest.raises(JobCancelled):
        InspectFolder(records, FAST, folder, MODEL).run(cancelling_after(20)[0])

    look = run_here(LookIntoFolder(records, folder, recursive=False))

    assert look.photos == 60
    assert look.unfinished is not None
    assert look.unfinished.total == len(kept(records))
    assert run_here(LookIntoFolder(records, folder, recursive=True)).photos == 63


def test_earlier_inspections_are_listed_with_their_totals(records, tmp_path):
    run_here(InspectFolder(records, FAST, make_folder(tmp_path / "one", 4), MODEL))
    run_here(InspectFolder(records, FAST, make_folder(tmp_path / "two", 3), MODEL))

    second, first = run_here(ListFolderRuns(records, 10))

    assert (second.run.folder.name, second.total) == ("two", 3)
    assert first.counts == {Outcome.DAMAGED: 2, Outcome.UNDAMAGED: 2}
    chunks = []
    run_here(LoadFolderRun(records, first.run.id), chunks.append)
    found = [record for chunk in chunks for record in chunk]
    assert [record.inspection.photo.name for record in found] == [f"photo{n}.jpg" for n in range(4)]
    whole = run_here(LoadRecord(records, found[0].id))
    assert whole.inspection.gate2.heat_map is not None
