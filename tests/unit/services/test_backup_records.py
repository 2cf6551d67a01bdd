import contextlib
import random
import zipfile

import pytest
from sqlalchemy import text

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.record import Decision, HistoryFilter
from carinspect.core.user import Role, User
from carinspect.jobs.job import JobCancelled, JobContext, Progress, run_here
from carinspect.services import users
from carinspect.services.backup_records import BackUpRecords, RestoreRecords
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from tests.record_workspaces import database_kind, made, postgres, record, workspace

__all__ = ["database_kind", "made", "postgres", "workspace"]


@pytest.fixture
def backup(workspace, made, tmp_path):
    """A backup of two inspections, one reviewed."""
    first, _second = record(workspace, made("a.jpg"), made("b.jpg"))
    run_here(ReviewInspection(workspace, first, Decision.AGREE, comment="한글"))
    file = tmp_path / "backup.zip"
    assert run_here(BackUpRecords(workspace, file)).photos == 2
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request, tmp_path):
    """Another counter's empty records, in either kind of database."""
    other = Workspace(tmp_path / "other.json")
    folder = tmp_path / "other"
    address = str(folder / "records.sqlite")
    if request.param == "postgresql":
        if request.getfixturevalue("database_kind") == "postgresql":
            pytest.skip("the tests' server has one database")
        address = request.getfixturevalue("postgres").empty_database()
    other.change(user="Kim", database=address, photos_folder=str(folder / "photos"))
    yield other
    other.close()


def everything(workspace):
    with workspace.records().database.reading() as connection:
        store = InspectionStore(connection)
        records = store.search(HistoryFilter(), limit=100).records
        return [(record, store.reviews(record.id)) for record in records]


def code_of(job):
    with pytest.raises(CarInspectError) as caught:
        run_here(job)
    return caught.value.code


def test_a_backup_brings_all_back_in_either_database(workspace, backup, other):
    done = run_here(RestoreRecords(other, backup))

    assert done.photos == 2
    assert everything(other) == everything(workspace)
    assert run_here(VerifyRecords(other)).problems == ()
    assert all(
        other.records().photos.is_whole(kept.inspection.sha256) for kept, _r in everything(other)
    )


def test_new_records_get_new_numbers_after_a_restore(backup, other, made):
    run_here(RestoreRecords(other, backup))

    assert record(other, made("c.jpg")) == [3]
    assert run_here(VerifyRecords(other)).problems == ()


def test_records_that_are_there_are_not_overwritten(workspace, backup):
    before = everything(workspace)

    assert code_of(RestoreRecords(workspace, backup)) is ErrorCode.RESTORE_NOT_EMPTY
    assert everything(workspace) == before


def test_records_that_may_be_replaced_are_backed_up_first(workspace, backup, made, tmp_path):
    before = everything(workspace)
    record(workspace, made("later.jpg"))

    done = run_here(RestoreRecords(workspace, backup, replace=True))

    assert everything(workspace) == before
    assert run_here(VerifyRecords(workspace)).problems == ()
    run_here(RestoreRecords(workspace, done.before, replace=True))
    assert len(everything(workspace)) == 3


def test_a_damaged_stored_photo_is_mended(workspace, backup, made):
    sha256 = made("a.jpg").sha256
    workspace.records().photos.path(sha256).write_bytes(b"rotten")

    run_here(RestoreRecords(workspace, backup, replace=True))

    assert workspace.records().photos.is_whole(sha256)


def test_a_damaged_stored_photo_is_left_out_and_told(workspace, backup, made, tmp_path):
    sha256 = made("a.jpg").sha256
    workspace.records().photos.path(sha256).write_bytes(b"rotten")

    done = run_here(BackUpRecords(workspace, tmp_path / "second.zip"))

    assert (done.photos, done.left_out) == (1, (sha256,))


def test_only_managers_restore(workspace, backup):
    users.add_user(workspace.records(), workspace.current_user(), User("Lee", Role.CLERK))
    workspace.sign_in("Lee")

    assert code_of(RestoreRecords(workspace, backup, replace=True)) is ErrorCode.NOT_ALLOWED


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_backup_is_refused_and_changes_nothing(workspace, backup, tmp_path, seed):
    data = bytearray(backup.read_bytes())
    chance = random.Random(seed)
    if seed % 2:
        data = data[: chance.randrange(len(data))]
    else:
        start = chance.randrange(len(data) - 8)
        data[start : start + 8] = chance.randbytes(8)
    broken = tmp_path / "broken.zip"
    broken.write_bytes(data)
    before = everything(workspace)

    with contextlib.suppress(CarInspectError):
        run_here(RestoreRecords(workspace, broken, replace=True))

    # A changed time stamp within the zip harms nothing; the rows must be the same.
    assert everything(workspace) == before
    assert run_here(VerifyRecords(workspace)).problems == ()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_altered_entry_is_named(workspace, backup, tmp_path):
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(forged, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "tables/inspections.jsonl":
                data = data.replace(b"damaged", b"Damaged")
            target.writestr(name, data)

    with pytest.raises(CarInspectError) as caught:
        run_here(RestoreRecords(workspace, forged, replace=True))

    assert caught.value.facts["reason"] == "tables/inspections.jsonl"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("content", [None, b"", b"words"])
def test_what_is_no_backup_is_refused(workspace, tmp_path, content):
    file = tmp_path / "no.zip"
    if content is not None:
        file.write_bytes(content)

    assert code_of(RestoreRecords(workspace, file)) is ErrorCode.BACKUP_DAMAGED


def test_a_backup_of_a_newer_program_is_refused(workspace, backup, tmp_path):
    newer = tmp_path / "newer.zip"
    with workspace.records().database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    run_here(BackUpRecords(workspace, newer))
    with workspace.records().database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0002'"))

    assert code_of(RestoreRecords(workspace, newer, replace=True)) is ErrorCode.DATABASE_NEWER
    assert len(everything(workspace)) == 2


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_cancelled_backup_leaves_no_file(workspace, made, tmp_path):
    import threading

    record(workspace, made("a.jpg"))
    cancel = threading.Event()
    context = JobContext(lambda _report: cancel.set(), cancel)
    target = tmp_path / "backups" / "half.zip"

    with pytest.raises(JobCancelled):
        BackUpRecords(workspace, target).run(context)

    assert list(target.parent.iterdir()) == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_progress_reaches_its_end(workspace, backup, tmp_path):
    reports = []
    run_here(BackUpRecords(workspace, tmp_path / "b.zip"), reports.append)

    last = reports[-1]
    assert isinstance(last, Progress)
    assert last.done == last.total
