"""Records whose file was damaged, cut or lost: told, and brought back from a backup."""

import sys

import pytest

from carinspect.cli.main import main
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.paths import data_dir
from carinspect.core.record import HistoryFilter
from carinspect.core.verification import ProblemKind
from carinspect.jobs.job import run_here
from carinspect.services.backup_records import BackUpRecords, RestoreRecords
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from tests.record_workspaces import made

__all__ = ["made"]


@pytest.fixture
def backed_up(made, tmp_path):
    """The computer's own records with two inspections, and a backup of them."""
    workspace = Workspace()
    workspace.change(user="Kim")
    run_here(RecordInspections(workspace, (made("a.jpg"), made("b.jpg"))))
    run_here(BackUpRecords(workspace, tmp_path / "backup.zip"))
    workspace.close()
    return tmp_path / "backup.zip"


def overwrite(file):
    file.write_bytes(b"no database any more " * 500)


def cut(file):
    file.write_bytes(b"")


def lose(file):
    file.unlink()


def damage_pages(file):
    """The file still says that it is a database; its tables are gone."""
    data = bytearray(file.read_bytes())
    data[4096:] = bytes(len(data) - 4096)
    file.write_bytes(data)


DAMAGES = pytest.mark.parametrize("damage", [overwrite, cut, lose, damage_pages])


@pytest.fixture
def damaged(backed_up, damage):
    file = data_dir() / "records" / "records.sqlite"
    for log in file.parent.glob("records.sqlite-*"):
        log.unlink()
    damage(file)
    return file


@DAMAGES
def test_damaged_records_are_told_and_never_begun_anew(damaged):
    workspace = Workspace()

    for _try in range(2):
        with pytest.raises(CarInspectError) as caught:
            workspace.current_user()
        assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    workspace.close()


@DAMAGES
def test_a_backup_takes_the_place_of_damaged_records(damaged, backed_up, damage):
    was = damaged.read_bytes() if damaged.exists() else None
    workspace = Workspace()

    done = run_here(RestoreRecords(workspace, backed_up, replace=True))

    with workspace.records().database.reading() as connection:
        assert InspectionStore(connection).count(HistoryFilter()) == 2
    assert run_here(VerifyRecords(workspace)).problems == ()
    workspace.close()
    if was is None:
        assert done.before is None
    else:
        assert done.before.read_bytes() == was


@DAMAGES
def test_the_command_line_brings_damaged_records_back(damaged, backed_up, capsys):
    assert main(["restore", str(backed_up), "--replace"]) == 0
    assert main(["verify"]) == 0

    assert "are back" in capsys.readouterr().out


def test_a_backup_that_is_none_sets_nothing_aside(backed_up, tmp_path):
    file = data_dir() / "records" / "records.sqlite"
    overwrite(file)
    overwrite(tmp_path / "no-backup.zip")
    workspace = Workspace()

    with pytest.raises(CarInspectError) as caught:
        run_here(RestoreRecords(workspace, tmp_path / "no-backup.zip", replace=True))

    assert caught.value.code is ErrorCode.BACKUP_DAMAGED
    assert file.read_bytes().startswith(b"no database")
    workspace.close()


def test_an_empty_home_begins_anew():
    workspace = Workspace()

    assert workspace.current_user().name
    workspace.close()


def test_two_restores_in_one_second_keep_both_backups(backed_up, monkeypatch):
    from carinspect.services import backup_records
    from tests.records import NOON

    monkeypatch.setattr(backup_records, "now", lambda: NOON)
    workspace = Workspace()

    first, second = (
        run_here(RestoreRecords(workspace, backed_up, replace=True)).before for _n in range(2)
    )

    assert first != second
    assert first.exists()
    assert second.exists()
    workspace.close()


def test_a_clock_that_went_back_locks_nobody_out(made):
    from datetime import timedelta

    from carinspect.storage.user_store import UserStore
    from tests.records import NOON

    workspace = Workspace()
    workspace.change(user="Kim")
    workspace.current_user()
    with workspace.records().database.writing() as connection:
        store = UserStore(connection)
        store.set_pin("Kim", "1234")
        for _try in range(5):
            store.is_pin("Kim", "0000", NOON)
        with pytest.raises(CarInspectError):
            store.is_pin("Kim", "1234", NOON + timedelta(seconds=59))
        assert store.is_pin("Kim", "1234", NOON - timedelta(days=365))
    workspace.close()


@pytest.mark.skipif(sys.platform == "win32", reason="opens while it is read")
def test_a_damaged_photo_is_named_and_its_record_stays(backed_up, made):
    workspace = Workspace()
    photos = workspace.records().photos
    photos.path(made("a.jpg").sha256).write_bytes(b"other")

    (problem,) = run_here(VerifyRecords(workspace)).problems

    assert (problem.kind, problem.subject) == (ProblemKind.PHOTO_ALTERED, made("a.jpg").sha256)
    workspace.close()
