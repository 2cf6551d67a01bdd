"""What accounts of a shared server may do, on a real server, whatever program they use."""

import pytest
from sqlalchemy import make_url

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.record import Decision, HistoryFilter
from carinspect.core.rental import Phase
from carinspect.core.user import Role, User
from carinspect.jobs.job import run_here
from carinspect.services import users
from carinspect.services.backup_records import BackUpRecords, RestoreRecords
from carinspect.services.forget import Forget
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.review_inspection import ReviewInspection
from carinspect.services.server_account import SetUpServerRoles, server_role_sql
from carinspect.services.verify_records import VerifyRecords
from carinspect.services.workspace import Workspace
from carinspect.storage.inspection_store import InspectionStore
from carinspect.storage.rental_store import RentalStore
from tests.record_workspaces import made
from tests.records import minutes, rental, rental_photo

__all__ = ["made"]


@pytest.fixture
def server(postgres, tmp_path):
    """A workspace whose account owns the tables; two accounts for counters."""
    workspace = Workspace(tmp_path / "settings.json")
    address = postgres.empty_database()
    workspace.change(user="Kim", photos_folder=str(tmp_path / "stored"), database=address)
    run_here(SetUpServerRoles(workspace))
    users.add_user(workspace.records(), workspace.current_user(), User("Lee", Role.CLERK))
    with workspace.records().database.writing() as connection:
        for name in ("clerk", "manager"):
            connection.exec_driver_sql(
                f"DO $$ BEGIN CREATE ROLE test_{name} LOGIN;"
                " EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            connection.exec_driver_sql(f"GRANT carinspect_{name} TO test_{name}")
    yield workspace
    workspace.close()


@pytest.fixture
def connected(server, tmp_path):
    """Opens the same records with another account."""
    opened = []

    def connect(account: str, user: str) -> Workspace:
        workspace = Workspace(tmp_path / f"{account}.json")
        url = make_url(server.settings.database).set(username=f"test_{account}")
        photos = server.settings.photos_folder
        workspace.change(user=user, photos_folder=photos, database=url.render_as_string())
        opened.append(workspace)
        return workspace

    yield connect
    for workspace in opened:
        workspace.close()


def work_a_day(workspace, made, number="R-1"):
    """All that a clerk does in a day; the id of an inspection."""
    recorded = run_here(RecordInspections(workspace, (made(f"{number}.jpg"),)))
    (kept,) = recorded.records
    run_here(ReviewInspection(workspace, kept.id, Decision.CORRECT, Outcome.UNDAMAGED))
    with workspace.records().database.writing() as connection:
        store = RentalStore(connection)
        store.open(rental(number), by="Lee")
        for phase in Phase:
            photo = store.add_photo(number, rental_photo("a", phase))
        store.set_view(number, photo.id, None, by="Lee", at=minutes(1))
        store.remove_photo(number, photo.id, by="Lee", at=minutes(2))
        store.close(number, by="Lee", at=minutes(3))
    return kept.id


FORBIDDEN = (
    "DELETE FROM inspections",
    "DELETE FROM rentals",
    "DELETE FROM reviews",
    "DELETE FROM audit_log",
    "UPDATE audit_log SET details = '{}'",
    "UPDATE audit_log SET details = '{\"erased\":true}', subject = 'erased:x'",
    "INSERT INTO forgotten (kind, row_id, entry) VALUES ('rentals', 1, 1)",
    "UPDATE users SET role = 'manager'",
    "UPDATE users SET pin_hash = NULL",
    (
        "INSERT INTO users (name, role, created_at, active, wrong_pins)"
        " SELECT 'Eve', 'manager', created_at, active, 0 FROM users LIMIT 1"
    ),
    "DELETE FROM users",
    "UPDATE inspections SET document = '{}'",
    "UPDATE inspections SET outcome = 'undamaged'",
    "UPDATE rentals SET plate = 'x'",
    "UPDATE customer_statements SET comment = ''",
    "ALTER TABLE audit_log DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_log_no_update ON audit_log",
    "DROP TABLE audit_log",
    "TRUNCATE audit_log",
    "CREATE TABLE extra (id int)",
    (
        "CREATE OR REPLACE FUNCTION carinspect_audit_log_no_update() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
    ),
    "SET session_replication_role = replica",
    "SET ROLE carinspect_manager",
    "GRANT carinspect_manager TO test_clerk",
)


def refusal(workspace, statement):
    with pytest.raises(CarInspectError) as caught, workspace.records().database.writing() as one:
        one.exec_driver_sql(statement)
    return caught.value.code


def test_a_clerks_account_can_work_and_nothing_else(server, connected, made):
    clerk = connected("clerk", "Lee")
    work_a_day(clerk, made)

    refused = {statement: refusal(clerk, statement) for statement in FORBIDDEN}

    assert set(refused.values()) == {ErrorCode.DATABASE_NOT_ALLOWED}
    problems = {p.kind.value for p in run_here(VerifyRecords(server)).problems}
    assert problems <= {"photo_missing"}  # the rental's photo was never stored here


def test_a_managers_name_on_a_clerks_account_does_not_help(server, connected, made):
    number = work_a_day(connected("clerk", "Lee"), made)
    disguised = connected("clerk", "Kim")
    assert disguised.current_user().role is Role.MANAGER
    acts = (
        lambda: run_here(Forget(disguised, (number,))),
        lambda: users.add_user(
            disguised.records(), disguised.current_user(), User("Eve", Role.MANAGER)
        ),
        lambda: users.change_role(
            disguised.records(), disguised.current_user(), "Lee", Role.MANAGER
        ),
        lambda: users.change_pin(disguised.records(), disguised.current_user(), "Kim", "1234"),
    )

    for act in acts:
        with pytest.raises(CarInspectError) as caught:
            act()
        assert caught.value.code is ErrorCode.DATABASE_NOT_ALLOWED
    assert [user.name for user in users.list_users(server.records())] == ["Kim", "Lee"]


def test_a_managers_account_can_manage_and_forget(server, connected, made):
    clerk = connected("clerk", "Lee")
    number = work_a_day(clerk, made)
    manager = connected("manager", "Kim")
    users.add_user(manager.records(), manager.current_user(), User("Park", Role.CLERK), "1234")
    users.change_role(manager.records(), manager.current_user(), "Park", Role.MANAGER)

    run_here(Forget(manager, ("R-1", number)))

    assert run_here(VerifyRecords(server)).problems == ()
    with server.records().database.reading() as connection:
        assert InspectionStore(connection).count(HistoryFilter()) == 0
        assert RentalStore(connection).find() == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET actor = 'Lee'",
        "DELETE FROM audit_log",
        "DROP TABLE audit_log",
        "DELETE FROM forgotten",
        "ALTER TABLE audit_log DISABLE TRIGGER ALL",
    ],
)
def test_a_managers_account_cannot_rewrite_the_log(server, connected, statement):
    assert refusal(connected("manager", "Kim"), statement) is ErrorCode.DATABASE_NOT_ALLOWED


def test_a_clerks_account_can_back_up_and_not_restore(server, connected, made, tmp_path):
    clerk = connected("clerk", "Kim")
    work_a_day(clerk, made)
    run_here(BackUpRecords(clerk, tmp_path / "backup.zip"))

    with pytest.raises(CarInspectError) as caught:
        run_here(RestoreRecords(clerk, tmp_path / "backup.zip", replace=True))

    assert caught.value.code is ErrorCode.DATABASE_NOT_ALLOWED
    with server.records().database.reading() as connection:
        assert InspectionStore(connection).count(HistoryFilter()) == 1


def test_an_account_that_may_not_make_roles_is_told(server, connected):
    with pytest.raises(CarInspectError) as caught:
        run_here(SetUpServerRoles(connected("manager", "Kim")))

    assert caught.value.code is ErrorCode.DATABASE_NOT_ALLOWED


def test_roles_can_be_made_again(server):
    run_here(SetUpServerRoles(server))

    assert server_role_sql().count("CREATE ROLE") == 2


def test_a_file_knows_no_accounts(tmp_path):
    workspace = Workspace(tmp_path / "settings.json")

    with pytest.raises(CarInspectError) as caught:
        run_here(SetUpServerRoles(workspace))

    assert caught.value.code is ErrorCode.NOT_ON_A_SERVER
    workspace.close()
