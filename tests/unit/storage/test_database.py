import os
import sqlite3
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.storage import schema
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.backup_file import open_backup
from carinspect.storage.database import Database, is_server
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.schema_steps import current_revision, latest_revision, upgrade
from carinspect.storage.table_dump import drop_all
from tests.older_records import fill_first_tables
from tests.records import NOON, inspection


def test_the_migrations_make_exactly_the_tables_of_the_program(database):
    with database.reading() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), schema.METADATA
        )

    assert differences == []


def test_a_database_opens_again_as_it_was_left(address, tmp_path):
    first = Database.open(address, backups=tmp_path / "backups")
    with first.writing() as connection:
        InspectionStore(connection).add(inspection(), by="kim", at=NOON)
    first.close()

    second = Database.open(address, backups=tmp_path / "backups")

    with second.reading() as connection:
        assert InspectionStore(connection).get(1).inspected_by == "kim"
    assert not (tmp_path / "backups").exists()
    second.close()


def test_an_older_database_is_backed_up_and_brought_up_to_date(database, address, tmp_path):
    with database.writing() as connection:
        drop_all(connection)
        upgrade(connection, "0001")
        fill_first_tables(connection, 1)
    database.close()

    newer = Database.open(address, backups=tmp_path / "backups")

    with newer.reading() as connection:
        assert current_revision(connection) == latest_revision() != "0001"
        assert InspectionStore(connection).get(1).inspected_by == "kim"
    newer.close()
    (backup,) = (tmp_path / "backups").iterdir()
    with open_backup(backup) as (facts, _archive):
        assert facts.revision == "0001"
        assert facts.tables["inspections"] == 1


def test_a_newer_database_is_refused_and_left_alone(database, address, tmp_path):
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()

    with pytest.raises(CarInspectError) as caught:
        Database.open(address, backups=tmp_path / "backups")

    assert caught.value.code is ErrorCode.DATABASE_NEWER


def test_a_failed_block_leaves_nothing(database):
    def fail_halfway():
        with database.writing() as connection:
            InspectionStore(connection).add(inspection(), by="kim", at=NOON)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()

    with database.reading() as connection:
        assert AuditLog(connection).last() is None
        assert connection.execute(select(schema.inspections)).first() is None


@pytest.mark.parametrize("change", ["UPDATE audit_log SET actor = 'lee'", "DELETE FROM audit_log"])
def test_the_database_refuses_to_alter_the_audit_log(database, change):
    with database.writing() as connection:
        AuditLog(connection).append(NOON, "kim", action="a", subject="s", details={})

    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(change))


def test_writers_wait_for_each_other_and_readers_do_not(database):
    inside, leave = threading.Event(), threading.Event()
    order = []

    def hold():
        with database.writing() as connection:
            AuditLog(connection).append(NOON, "one", action="a", subject="s", details={})
            inside.set()
            leave.wait(20)
            order.append("one")

    def follow():
        with database.writing() as connection:
            order.append("two")
            AuditLog(connection).append(NOON, "two", action="a", subject="s", details={})

    threads = [threading.Thread(target=hold), threading.Thread(target=follow)]
    threads[0].start()
    assert inside.wait(20)
    threads[1].start()
    with database.reading() as connection:
        assert AuditLog(connection).last() is None
    leave.set()
    for thread in threads:
        thread.join(20)

    assert order == ["one", "two"]
    with database.reading() as connection:
        assert [e.actor for e in AuditLog(connection).entries()] == ["one", "two"]


def test_a_file_that_is_no_database_is_told(tmp_path):
    path = tmp_path / "records.sqlite"
    path.write_bytes(b"no database, only words " * 200)

    with pytest.raises(CarInspectError) as caught:
        Database.open(path, backups=tmp_path)

    assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    assert path.read_bytes().startswith(b"no database")


def test_a_server_that_is_not_there_is_told_without_the_password(tmp_path):
    address = f"postgresql://kim:secret@/records?host={tmp_path}"

    with pytest.raises(CarInspectError) as caught:
        Database.open(address, backups=tmp_path)

    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)

    with pytest.raises(CarInspectError):
        Database.open(tmp_path / "locked" / "records.sqlite", backups=tmp_path)


def test_a_database_that_another_program_keeps_writing_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("carinspect.storage.database._BUSY_TIMEOUT_S", 0.1)
    database = Database.open(tmp_path / "records.sqlite", backups=tmp_path)
    other = sqlite3.connect(tmp_path / "records.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(CarInspectError) as caught, database.writing():
        pass

    assert caught.value.code is ErrorCode.DATABASE_BUSY
    other.close()
    database.close()


def test_two_windows_may_start_together_on_a_file_that_is_new(tmp_path):
    file = tmp_path / "records.sqlite"
    first = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")  # as a window holds it that is converting the file
    first.execute("CREATE TABLE held (number INTEGER)")
    ending = threading.Timer(0.3, first.execute, args=("ROLLBACK",))
    ending.start()

    database = Database.open(file, backups=tmp_path / "backups")

    ending.join()
    first.close()
    with database.reading() as connection:
        assert current_revision(connection) == latest_revision()
    database.close()


@pytest.mark.parametrize(
    ("address", "expected"),
    [("", False), ("records.sqlite", False), ("postgresql://kim@host/records", True)],
)
def test_an_address_is_a_servers_or_a_files(address, expected):
    assert is_server(address) is expected
