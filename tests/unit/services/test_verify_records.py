import pytest
from sqlalchemy import text

from carinspect.core.comparison import (
    Comparison,
    Finding,
    Newness,
    Reason,
)
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision
from carinspect.core.rental import Phase
from carinspect.core.user import Role, User
from carinspect.core.verdict import Region
from carinspect.core.verification import Problem, ProblemKind
from carinspect.jobs.job import run_here
from carinspect.services import users
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.verify_records import VerifyRecords
from carinspect.storage.rental_store import RentalStore
from tests.record_workspaces import database_kind, made, postgres, record, settle, workspace
from tests.records import minutes, rental, rental_photo

__all__ = ["database_kind", "made", "postgres", "workspace"]

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)

FINDINGS = (
    Finding(
        "a" * 64,
        Region((0.1, 1 / 3, 0.2, 0.5), 0.9),
        Newness.NEW,
        Reason.SPOT_WAS_CLEAN,
        pickup_photo="b" * 64,
        pickup_box=(0.1, 0.3, 0.2, 0.5),
        return_evidence=0.1 + 0.2,
        pickup_evidence=1 / 7,
    ),
    Finding("a" * 64, Region((0, 0, 1, 1), 0.5), Newness.NEEDS_HUMAN_LOOK, Reason.NO_PICKUP_PHOTO),
)


@pytest.fixture
def day(workspace, made):
    """A day at the counter: three inspections, two reviews, a rental, two users."""
    first, second, _third = record(workspace, made("a.jpg"), made("b.jpg"), made("c.jpg"))
    run_here(ReviewInspection(workspace, first, Decision.AGREE))
    run_here(ReviewInspection(workspace, second, Decision.CORRECT, Outcome.UNDAMAGED, "shade"))
    users.add_user(workspace.records(), workspace.current_user(), User("Lee", Role.CLERK))
    records = workspace.records()
    with records.database.writing() as connection:
        rentals = RentalStore(connection)
        rentals.open(rental(), by="Kim")
        kept = rentals.add_photo("R-1", rental_photo("left"))
        gone = rentals.add_photo("R-1", rental_photo("right", Phase.RETURN))
        rentals.remove_photo("R-1", gone.id, by="Kim", at=minutes(3))
        settle(connection, "R-1", Comparison("model-1", FINDINGS), comment="fresh")
    assert kept.sha256
    return workspace


def verify(workspace, expected=""):
    return run_here(VerifyRecords(workspace, expected))


def alter(workspace, *changes):
    """What somebody with the database's password can do: the triggers are no hindrance."""
    with workspace.records().database.writing() as connection:
        if workspace.records().database.is_server:
            connection.execute(text("SET session_replication_role = replica"))
        else:
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.execute(text(names)).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for change in changes:
            connection.execute(text(change))


PHOTO_OF_RENTAL = ProblemKind.PHOTO_MISSING
"""The rental's photo was never put into the store by these tests."""


def problems(workspace, expected=""):
    found = verify(workspace, expected).problems
    return {(p.kind, p.subject) for p in found if p.kind is not PHOTO_OF_RENTAL}


def test_untouched_records_have_no_problem(day):
    done = verify(day)

    assert problems(day) == set()
    assert done.records == 3 + 1 + 2
    assert done.photos == 3
    assert done.entries == 15
    assert len(done.last_hash) == 64


def test_empty_records_have_no_problem(workspace):
    done = verify(workspace)

    assert (done.entries, done.last_hash, done.problems) == (0, "", ())


ALTERATIONS = {
    "UPDATE inspections SET current_outcome = 'undamaged' WHERE id = 1": "inspection:1",
    "UPDATE inspections SET reviewed_by = 'Park' WHERE id = 1": "inspection:1",
    "UPDATE inspections SET inspected_by = 'Park' WHERE id = 3": "inspection:3",
    "UPDATE inspections SET model_id = 'model-2' WHERE id = 3": "inspection:3",
    "UPDATE inspections SET heat_map = NULL WHERE id = 3": "inspection:3",
    "UPDATE inspections SET document = REPLACE(document, '0.91', '0.19') WHERE id = 2":
        "inspection:2",
    "UPDATE reviews SET comment = 'scratch' WHERE inspection_id = 2": "inspection:2",
    "DELETE FROM reviews WHERE inspection_id = 1": "inspection:1",
    "UPDATE rentals SET plate = '99하 9999'": "rental:R-1",
    "UPDATE rentals SET closed_at = NULL": "rental:R-1",
    "UPDATE rental_photos SET phase = 'return'": "rental:R-1",
    "UPDATE customer_statements SET consent = 'agree'": "rental:R-1",
    "UPDATE customer_statements SET signature = x'00'": "rental:R-1",
    "UPDATE findings SET newness = 'already_there' WHERE id = 1": "rental:R-1",
    "UPDATE findings SET pickup_evidence = 0.9 WHERE id = 1": "rental:R-1",
    "UPDATE finding_reviews SET newness = 'already_there'": "rental:R-1",
    "UPDATE users SET role = 'manager' WHERE name = 'Lee'": "user:Lee",
}  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("change", ALTERATIONS)
def test_an_altered_row_is_named(day, change):
    alter(day, change)

    assert problems(day) == {(ProblemKind.RECORD_ALTERED, ALTERATIONS[change])}


def test_alterations_on_a_server_are_named_too(day):
    alter(
        day,
        "UPDATE inspections SET reviewed_by = 'Park' WHERE id = 1",
        "UPDATE findings SET newness = 'already_there' WHERE id = 1",
    )

    altered = ProblemKind.RECORD_ALTERED
    assert problems(day) == {(altered, "inspection:1"), (altered, "rental:R-1")}


@on_sqlite
def test_a_removed_inspection_is_named(day):
    alter(day, "DELETE FROM inspections WHERE id = 3")

    assert problems(day) == {(ProblemKind.RECORD_MISSING, "inspection:3")}


@on_sqlite
def test_an_inspection_that_was_slipped_in_is_named(day):
    columns = (
        "photo_sha256, model_id, inspected_at, inspected_by, outcome, current_outcome,"
        " reviewed_by, document, heat_map"
    )
    alter(
        day,
        f"INSERT INTO inspections (id, {columns}) SELECT 99, {columns} FROM inspections"
        " WHERE id = 3",
    )

    assert problems(day) == {(ProblemKind.RECORD_NOT_NOTED, "inspection:99")}


@on_sqlite
def test_an_altered_entry_of_the_log_breaks_the_chain(day):
    alter(day, "UPDATE audit_log SET actor = 'Park' WHERE number = 3")

    assert (ProblemKind.CHAIN_BROKEN, "3") in problems(day)


@on_sqlite
def test_an_entry_that_is_no_json_any_more_is_told_not_raised(day):
    alter(day, "UPDATE audit_log SET details = 'x' WHERE action = 'rental.opened'")

    found = problems(day)
    assert (ProblemKind.RECORD_ALTERED, "rental:R-1") in found
    assert any(kind is ProblemKind.CHAIN_BROKEN for kind, _subject in found)


def test_a_cut_off_end_is_found_by_the_hash_that_was_noted(day):
    noted = verify(day).last_hash
    assert problems(day, noted.upper()) == set()
    alter(day, "DELETE FROM audit_log WHERE action = 'rental.closed'",
          "UPDATE rentals SET closed_at = NULL, closed_by = ''")  # fmt: skip

    assert problems(day) == set()
    assert problems(day, noted) == {(ProblemKind.END_CUT_OFF, noted)}


@on_sqlite
def test_altered_and_missing_photos_are_named(day, made):
    photos = day.records().photos
    altered, missing = made("a.jpg").sha256, made("b.jpg").sha256
    photos.path(altered).write_bytes(b"other pixels")
    photos.path(missing).unlink()

    found = verify(day).problems

    assert Problem(ProblemKind.PHOTO_ALTERED, altered) in found
    assert Problem(ProblemKind.PHOTO_MISSING, missing) in found


@on_sqlite
def test_a_folders_photo_that_was_never_stored_is_no_problem(workspace, made):
    from carinspect.services.records import now
    from carinspect.storage.inspection_store import InspectionStore

    workspace.current_user()
    with workspace.records().database.writing() as connection:
        InspectionStore(connection).add(made(), by="Kim", at=now())

    assert verify(workspace).problems == ()


@on_sqlite
def test_progress_is_told(day):
    reports = []
    run_here(VerifyRecords(day), reports.append)

    assert (reports[-1].done, reports[-1].total) == (4, 4)
