"""Forgetting, on SQLite and on PostgreSQL: nothing personal is left, and the rest is proven."""

import dataclasses
import os
from pathlib import Path

import pytest
from sqlalchemy import text

from carinspect.core.comparison import (
    Comparison,
    Finding,
    Newness,
    Reason,
)
from carinspect.core.erasure import ErasurePlan, months_before
from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.paths import cache_dir
from carinspect.core.photo import read_photo
from carinspect.core.record import Decision, HistoryFilter
from carinspect.core.rental import Phase
from carinspect.core.user import Role, User
from carinspect.core.verdict import Region
from carinspect.core.verification import ProblemKind
from carinspect.jobs.job import run_here
from carinspect.services import users
from carinspect.services.backup_records import BackUpRecords, RestoreRecords
from carinspect.services.corrections import CorrectVerdicts, open_corrections
from carinspect.services.forget import ChooseRetention, Forget, PlanDue, PlanForgetting
from carinspect.services.records import now
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.verify_records import VerifyRecords
from carinspect.storage.audit_log import AuditLog
from carinspect.storage.comparison_store import ComparisonStore
from carinspect.storage.inspection_store import InspectionStore, Origin
from carinspect.storage.rental_store import RentalStore
from tests.record_workspaces import database_kind, made, postgres, record, settle, workspace
from tests.records import NOON, minutes, rental, rental_photo

__all__ = ["database_kind", "made", "postgres", "workspace"]

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

PLATE = "12가 3456"
SECRETS = (
    PLATE,
    "12가3456",
    "홍길동",
    "the customer's own words",
    "drawn-signature",
    "kia-holiday",
)


def hire(workspace, made, number, names, plate=PLATE):
    """A final rental with photos, a comparison, decisions and a signed statement."""
    workspace.current_user()
    records = workspace.records()
    inspections = [made(f"{name}.jpg") for name in names]
    for one in inspections:
        records.photos.add(read_photo(one.photo).data)
    with records.database.writing() as connection:
        store = RentalStore(connection)
        new = dataclasses.replace(rental(number, plate), customer_reference="홍길동")
        store.open(new, by="Kim")
        for one in inspections:
            photo = dataclasses.replace(
                rental_photo(one.photo.name, Phase.RETURN),
                sha256=one.sha256,
                name="kia-holiday.jpg",
            )
            store.add_photo(number, photo)
            origin = Origin(rental_id=store.row_id(number), photo_kept=True)
            InspectionStore(connection).add(one, by="Kim", at=NOON, origin=origin)
        finding = Finding(
            inspections[0].sha256, Region((0, 0, 1, 1), 0.9), Newness.NEW, Reason.SPOT_WAS_CLEAN
        )
        settle(connection, number, Comparison("model-1", (finding,)), comment="홍길동 did it")
    return [one.sha256 for one in inspections]


def problems(workspace, expected=""):
    return run_here(VerifyRecords(workspace, expected)).problems


def everything(workspace) -> bytes:
    """All bytes of the database: of SQLite the files, of PostgreSQL the rows."""
    database = workspace.records().database
    if not database.is_server:
        workspace.close()
        home = Path(database.name)
        return b"".join(file.read_bytes() for file in home.parent.glob(f"{home.name}*"))
    found = []
    with database.reading() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        for table in tables.scalars().all():
            found += connection.execute(text(f"SELECT t::text FROM {table} t")).scalars().all()
    return "\n".join(found).encode()


def forget(workspace, *targets):
    return run_here(Forget(workspace, targets))


def test_a_forgotten_rental_leaves_no_trace_and_a_log_that_verifies(workspace, made):
    first, second = hire(workspace, made, "R-1", ["a", "b"])
    hire(workspace, made, "R-2", ["c"], plate="99하 9999")
    noted = run_here(VerifyRecords(workspace)).last_hash

    (done,) = forget(workspace, "R-1")

    assert problems(workspace, noted) == ()
    photos = workspace.records().photos
    assert not photos.has(first)
    assert not photos.has(second)
    assert done.plan == ErasurePlan("R-1", 2, 0, 2, 1, 1, 9)
    with workspace.records().database.reading() as connection:
        assert [r.number for r in RentalStore(connection).find()] == ["R-2"]
        entry = next(e for e in AuditLog(connection).entries() if e.number == done.entry)
        assert (entry.actor, entry.action, entry.hash) == ("Kim", "rental.forgotten", done.hash)
        assert InspectionStore(connection).count(HistoryFilter()) == 1
    with workspace.records().database.writing() as connection:
        RentalStore(connection).open(rental("R-1", "other"), by="Kim")
    assert problems(workspace) == ()


def test_no_byte_of_it_is_left_in_the_database(workspace, made):
    hire(workspace, made, "R-1", ["kia-holiday"])

    def told():
        # JSON keeps Korean letters as escapes.
        left = everything(workspace)
        escaped = [json_words.encode("unicode_escape") for json_words in SECRETS]
        plain = [secret.encode() for secret in SECRETS]
        return [one for one in (*plain, *escaped) if one in left]

    assert told()
    forget(workspace, "R-1")

    assert told() == []


def test_photos_that_another_rental_has_stay(workspace, made):
    (shared,) = hire(workspace, made, "R-1", ["a"])
    hire(workspace, made, "R-2", ["a"])

    (done,) = forget(workspace, "R-1")

    assert (done.plan.photos, done.plan.shared_photos, done.plan.inspections) == (0, 1, 1)
    assert workspace.records().photos.is_whole(shared)
    assert problems(workspace) == ()
    (done,) = forget(workspace, "R-2")
    assert done.plan.photos == 1
    assert not workspace.records().photos.has(shared)
    assert problems(workspace) == ()


def test_the_photos_of_an_earlier_rental_are_no_concern_of_a_later_one(workspace, made):
    hire(workspace, made, "R-1", ["a"])
    (second,) = hire(workspace, made, "R-2", ["b"], plate="99하 9999")

    (done,) = forget(workspace, "R-2")

    assert (done.plan.photos, done.plan.shared_photos, done.plan.inspections) == (1, 0, 1)
    assert not workspace.records().photos.has(second)
    assert problems(workspace) == ()


def test_the_same_photo_in_the_history_goes_too(workspace, made):
    hire(workspace, made, "R-1", ["a"])
    (alone,) = record(workspace, made("a.jpg", Outcome.UNDAMAGED))
    run_here(ReviewInspection(workspace, alone, Decision.AGREE, comment="홍길동's"))

    (done,) = forget(workspace, "R-1")

    assert done.plan.inspections == 2
    with pytest.raises(CarInspectError), workspace.records().database.reading() as connection:
        InspectionStore(connection).get(alone)
    assert problems(workspace) == ()


def test_a_photo_that_was_taken_out_of_the_rental_goes_too(workspace, made):
    workspace.current_user()
    one = made("a.jpg")
    workspace.records().photos.add(read_photo(one.photo).data)
    with workspace.records().database.writing() as connection:
        store = RentalStore(connection)
        store.open(rental(), by="Kim")
        photo = dataclasses.replace(rental_photo("a"), sha256=one.sha256)
        store.remove_photo("R-1", store.add_photo("R-1", photo).id, by="Kim", at=minutes(1))

    forget(workspace, "R-1")

    assert not workspace.records().photos.has(one.sha256)


def test_a_single_inspection_goes_with_reviews_and_photo(workspace, made):
    first, second = record(workspace, made("a.jpg"), made("b.jpg"))
    run_here(ReviewInspection(workspace, second, Decision.AGREE))

    (plan,) = run_here(PlanForgetting(workspace, (second,)))
    (done,) = forget(workspace, second)

    assert done.plan == plan == ErasurePlan(str(second), photos=1, inspections=1, entries=2)
    assert not workspace.records().photos.has(made("b.jpg").sha256)
    assert problems(workspace) == ()
    (third,) = record(workspace, made("b.jpg"))
    assert third > second > first
    assert problems(workspace) == ()


@on_sqlite
def test_a_photo_of_two_inspections_stays_with_the_other(workspace, made):
    one, other = record(workspace, made("a.jpg"), made("a.jpg", Outcome.UNDAMAGED))

    (done,) = forget(workspace, one)

    assert (done.plan.photos, done.plan.shared_photos) == (0, 1)
    assert problems(workspace) == ()
    assert forget(workspace, other)[0].plan.photos == 1


@on_sqlite
def test_copies_among_corrections_and_pasted_photos_go(workspace, made):
    (sha256,) = hire(workspace, made, "R-1", ["a"])
    kept = made("other.jpg")
    run_here(CorrectVerdicts(workspace, (made("a.jpg"), kept), Outcome.UNDAMAGED))
    pasted = cache_dir() / "pasted" / "1.png"
    pasted.parent.mkdir(parents=True)
    pasted.write_bytes(made("a.jpg").photo.read_bytes())

    (done,) = forget(workspace, "R-1")

    assert done.corrections == 1
    assert set(open_corrections().holding()) == {kept.sha256}
    assert not open_corrections().photos.has(sha256)
    assert open_corrections().photos.has(kept.sha256)
    assert not pasted.exists()


def test_a_clerk_may_not(workspace, made):
    hire(workspace, made, "R-1", ["a"])
    users.add_user(workspace.records(), workspace.current_user(), User("Lee", Role.CLERK))
    workspace.sign_in("Lee")

    for job in (
        Forget(workspace, ("R-1",)),
        PlanForgetting(workspace, ("R-1",)),
        PlanDue(workspace, 1),
        ChooseRetention(workspace, 1),
    ):
        with pytest.raises(CarInspectError) as caught:
            run_here(job)
        assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert problems(workspace) == ()


@on_sqlite
def test_only_final_rentals_whose_time_is_over_are_due(workspace, made):
    hire(workspace, made, "OLD", ["a"])
    with workspace.records().database.writing() as connection:
        store = RentalStore(connection)
        store.open(dataclasses.replace(rental("OPEN")), by="Kim")
        store.open(dataclasses.replace(rental("NEW"), opened_at=now()), by="Kim")
        store.close("NEW", by="Kim", at=now())

    assert run_here(PlanDue(workspace, workspace.settings.keep_rentals_months)) == ()
    assert run_here(ChooseRetention(workspace, 3)) == 3
    due = run_here(PlanDue(workspace, workspace.settings.keep_rentals_months))

    assert [plan.what for plan in due] == ["OLD"]


def test_months_are_those_of_the_calendar():
    assert months_before(NOON.replace(month=3, day=31), 1) == NOON.replace(month=2, day=28)
    assert months_before(NOON.replace(month=1), 13) == NOON.replace(year=2024, month=12)


def test_a_crash_before_the_photos_are_removed_is_made_good(workspace, made, monkeypatch):
    (sha256,) = hire(workspace, made, "R-1", ["a"])
    records = workspace.records()
    with monkeypatch.context() as patch:
        patch.setattr(type(records), "remove_leftovers", lambda _self: None)
        forget(workspace, "R-1")
    assert records.photos.has(sha256)
    workspace.close()

    assert not workspace.records().photos.has(sha256)


def test_an_erased_entry_that_nobody_vouches_for_is_a_break(workspace, made):
    record(workspace, made("a.jpg"), made("b.jpg"))
    with workspace.records().database.writing() as connection:
        # The trigger lets an entry be blanked, as whoever knows the password may find out.
        connection.exec_driver_sql(
            "UPDATE audit_log SET details = '{\"erased\":true}', subject = 'erased:x'"
            " WHERE number = 2"
        )

    assert (ProblemKind.CHAIN_BROKEN, "2") in {(p.kind, p.subject) for p in problems(workspace)}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_log SET details = '{}' WHERE number = 1",
        "UPDATE audit_log SET actor = 'Lee', details = '{\"erased\":true}' WHERE number = 1",
        "DELETE FROM audit_log",
        "DELETE FROM reviews",
        "DELETE FROM finding_reviews",
        "DELETE FROM customer_statements",
        "UPDATE customer_statements SET comment = ''",
        "UPDATE rentals SET closed_at = NULL",
        "DELETE FROM rental_photos",
        "UPDATE rental_photos SET view = 'front'",
    ],
)
@on_sqlite
def test_the_database_refuses_the_rest(workspace, made, change):
    from sqlalchemy.exc import DatabaseError

    hire(workspace, made, "R-1", ["a"])
    (alone,) = record(workspace, made("b.jpg"))
    run_here(ReviewInspection(workspace, alone, Decision.AGREE))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        workspace.records().database.writing() as connection,
    ):
        connection.exec_driver_sql(change)


def test_ids_of_the_forgotten_do_not_come_again_after_a_restore(workspace, made, tmp_path):
    first, second = record(workspace, made("a.jpg"), made("b.jpg"))
    forget(workspace, second)
    run_here(BackUpRecords(workspace, tmp_path / "backup.zip"))

    run_here(RestoreRecords(workspace, tmp_path / "backup.zip", replace=True))

    (third,) = record(workspace, made("c.jpg"))
    assert third > second > first
    assert problems(workspace) == ()


@on_sqlite
def test_backups_that_still_hold_it_are_named(workspace, made):
    hire(workspace, made, "R-1", ["a"])
    backup = workspace.records().folder / "backups" / "before-update-1.zip"
    backup.parent.mkdir(parents=True)
    backup.write_bytes(b"")

    assert forget(workspace, "R-1")[0].backups == (backup,)


@on_sqlite
def test_photos_that_a_killed_writer_left_are_removed_when_they_are_old(workspace, made):
    hire(workspace, made, "R-1", ["a"])
    (needed,) = record(workspace, made("b.jpg"))
    photos = workspace.records().photos
    young, old = photos.add(b"young"), photos.add(b"old")
    for sha256 in (old, made("b.jpg").sha256):
        os.utime(photos.path(sha256), (0, 0))

    forget(workspace, "R-1")

    assert [photos.has(one) for one in (young, old, made("b.jpg").sha256)] == [True, False, True]
    assert needed
    assert problems(workspace) == ()


def test_a_photo_that_another_rental_was_compared_with_stays(workspace, made):
    (shared,) = hire(workspace, made, "R-1", ["a"])
    workspace.current_user()
    with workspace.records().database.writing() as connection:
        store = RentalStore(connection)
        store.open(rental("R-2"), by="Kim")
        finding = Finding(shared, Region((0, 0, 1, 1), 0.9), Newness.NEW, Reason.NOT_ALIGNED)
        ComparisonStore(connection).add("R-2", Comparison("m", (finding,)), by="Kim", at=NOON)

    (done,) = forget(workspace, "R-1")

    assert done.plan.shared_photos == 1
    assert workspace.records().photos.has(shared)
