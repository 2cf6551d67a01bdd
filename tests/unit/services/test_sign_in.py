import threading

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Role, User
from carinspect.jobs.job import JobCancelled, JobContext, run_here
from carinspect.services import users
from carinspect.services.change_users import ChangeUsers
from carinspect.services.sign_in import Presence, SignIn, WhoWorksHere

KIM, LEE = User("Kim", Role.MANAGER, has_pin=True), User("Lee", Role.CLERK)


@pytest.fixture
def counter(workspace):
    """Kim, a manager with a PIN, and Lee; nobody has signed in yet."""
    by, records = workspace.current_user(), workspace.records()
    users.add_user(records, by, KIM, "1234")
    users.add_user(records, by, LEE)
    users.deactivate_user(records, by, by.name)
    workspace.change(user="")
    return workspace


def test_a_fresh_database_gets_its_first_user(workspace):
    presence = run_here(WhoWorksHere(workspace))

    assert presence.users == (presence.user,)
    assert presence.user.role is Role.MANAGER


def test_where_several_could_work_it_is_asked(counter):
    assert run_here(WhoWorksHere(counter)) == Presence(None, (KIM, LEE))


def test_who_signed_in_works_here(counter):
    assert run_here(SignIn(counter, "Kim", "1234")) == KIM
    assert run_here(WhoWorksHere(counter)).user == KIM


@pytest.mark.parametrize(
    ("name", "pin", "code"),
    [("Kim", "9999", ErrorCode.WRONG_PIN), ("Park", "", ErrorCode.USER_MISSING)],
)
def test_a_stranger_does_not_get_in(counter, name, pin, code):
    with pytest.raises(CarInspectError) as caught:
        run_here(SignIn(counter, name, pin))

    assert caught.value.code is code
    assert run_here(WhoWorksHere(counter)).user is None


def test_records_that_cannot_be_opened_are_told(workspace, tmp_path):
    file = tmp_path / "records.db"
    file.write_bytes(b"this is no database" * 100)
    workspace.change(database=str(file))

    with pytest.raises(CarInspectError):
        run_here(WhoWorksHere(workspace))


def test_a_change_of_users_tells_who_is_there_after_it(counter):
    run_here(SignIn(counter, "Kim", "1234"))

    def promote(records, by):
        users.change_role(records, by, "Lee", Role.MANAGER)

    presence = run_here(ChangeUsers(counter, promote))
    assert presence == Presence(KIM, (KIM, User("Lee", Role.MANAGER)))


def test_a_clerk_changes_nobody(counter):
    run_here(SignIn(counter, "Lee", ""))

    def promote(records, by):
        users.change_role(records, by, "Lee", Role.MANAGER)

    with pytest.raises(CarInspectError) as caught:
        run_here(ChangeUsers(counter, promote))
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert LEE in users.list_users(counter.records())


def test_a_cancelled_change_is_none(counter):
    run_here(SignIn(counter, "Kim", "1234"))
    stop = threading.Event()
    stop.set()

    def leave(records, by):
        users.deactivate_user(records, by, "Lee")

    with pytest.raises(JobCancelled):
        ChangeUsers(counter, leave).run(JobContext(lambda _report: None, stop))
    assert LEE in users.list_users(counter.records())
