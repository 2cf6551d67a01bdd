import getpass

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Permission, Role, User
from carinspect.services import users
from carinspect.services.records import Records
from carinspect.services.workspace import PIN_VARIABLE, USER_VARIABLE, Workspace
from carinspect.storage.audit_log import AuditLog
from tests.postgres_server import postgres

__all__ = ["postgres"]


@pytest.fixture
def several(workspace):
    """Kim, a manager with a PIN, and Lee, a clerk without."""
    by, records = workspace.current_user(), workspace.records()
    users.add_user(records, by, User("Kim", Role.MANAGER), "1234")
    users.add_user(records, by, User("Lee", Role.CLERK))
    users.deactivate_user(records, by, by.name)
    return workspace


def code_of(act, *arguments):
    with pytest.raises(CarInspectError) as caught:
        act(*arguments)
    return caught.value.code


def test_a_fresh_database_asks_nothing(workspace):
    user = workspace.current_user()

    assert user == User(getpass.getuser(), Role.MANAGER)
    assert workspace.current_user() == user
    assert users.list_users(workspace.records()) == (user,)


def test_the_first_user_has_the_chosen_name(workspace):
    workspace.change(user="김")

    assert workspace.current_user() == User("김", Role.MANAGER)


def test_the_only_user_of_a_private_database_needs_no_choosing(workspace):
    workspace.change(user="Kim")
    workspace.current_user()
    workspace.change(user="")

    assert workspace.current_user().name == "Kim"


def test_the_only_user_of_a_server_must_be_chosen(postgres, tmp_path):
    records = Records.open(postgres.empty_database(), folder=tmp_path)
    assert users.current_user(records, "Kim").role is Role.MANAGER

    assert code_of(users.current_user, records, "") is ErrorCode.SIGN_IN_NEEDED
    assert code_of(users.current_user, records, "Lee") is ErrorCode.USER_MISSING
    records.close()


def test_where_several_work_one_is_chosen_and_remembered(several):
    newcomer = Workspace()
    assert code_of(newcomer.current_user) is ErrorCode.SIGN_IN_NEEDED
    newcomer.close()

    several.sign_in("Lee")

    assert several.current_user() == User("Lee", Role.CLERK)
    later = Workspace()
    assert later.current_user().name == "Lee"
    later.close()


def test_whoever_adds_a_second_user_goes_on_working(workspace):
    first = workspace.current_user()

    users.add_user(workspace.records(), first, User("Lee", Role.CLERK))

    assert workspace.current_user() == first


def test_a_pin_is_asked_once_a_session(several):
    assert code_of(several.sign_in, "Kim", "4321") is ErrorCode.WRONG_PIN
    assert several.sign_in("Kim", "1234") == several.current_user()

    later = Workspace()
    assert code_of(later.current_user) is ErrorCode.PIN_NEEDED
    later.close()


def test_wrong_pins_are_counted(several):
    for _try in range(5):
        assert code_of(several.sign_in, "Kim", "0") is ErrorCode.WRONG_PIN

    assert code_of(several.sign_in, "Kim", "1234") is ErrorCode.TOO_MANY_PINS


def test_programs_name_their_user_by_the_environment(several, monkeypatch):
    monkeypatch.setenv(USER_VARIABLE, "Kim")
    monkeypatch.setenv(PIN_VARIABLE, "1234")
    unattended = Workspace()

    assert unattended.current_user().name == "Kim"
    assert unattended.settings.user == ""
    unattended.close()


def test_only_managers_may_do_what_needs_permission(several):
    several.sign_in("Lee")
    assert code_of(several.require, Permission.ACTIVATE_MODEL) is ErrorCode.NOT_ALLOWED
    clerk, records = several.current_user(), several.records()
    for act in (
        lambda: users.add_user(records, clerk, User("Park", Role.CLERK)),
        lambda: users.change_role(records, clerk, "Lee", Role.MANAGER),
        lambda: users.change_pin(records, clerk, "Kim", ""),
        lambda: users.deactivate_user(records, clerk, "Kim"),
    ):
        assert code_of(act) is ErrorCode.NOT_ALLOWED

    several.sign_in("Kim", "1234")
    assert several.require(Permission.DELETE).name == "Kim"


def test_everybody_may_change_their_own_pin(several):
    several.sign_in("Lee")
    records = several.records()

    users.change_pin(records, several.current_user(), "Lee", "9876")

    assert code_of(several.sign_in, "Lee", "") is ErrorCode.WRONG_PIN
    assert several.sign_in("Lee", "9876").has_pin


def test_a_user_taken_off_the_choice_no_longer_acts(several):
    several.sign_in("Lee")
    manager = users.check_pin(several.records(), "Kim", "1234")

    users.deactivate_user(several.records(), manager, "Lee")

    assert code_of(several.current_user) is not None
    assert code_of(several.sign_in, "Lee") is ErrorCode.USER_MISSING


def test_changes_of_users_are_in_the_audit_log_without_pins(several):
    with several.records().database.reading() as connection:
        entries = list(AuditLog(connection).entries())

    assert [entry.action for entry in entries] == [
        "user.added", "user.added", "user.added", "user.deactivated",
    ]  # fmt: skip
    assert entries[1].subject == "user:Kim"
    assert "1234" not in "".join(entry.details for entry in entries)


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "two\nlines", "bell\a"])
def test_unusable_names_are_refused(workspace, name):
    by, records = workspace.current_user(), workspace.records()

    assert code_of(users.add_user, records, by, User(name, Role.CLERK)) is ErrorCode.NAME_UNUSABLE


def test_names_are_kept_composed_and_trimmed(workspace):
    by, records = workspace.current_user(), workspace.records()

    added = users.add_user(records, by, User(" 김민수 ", Role.CLERK))

    assert added.name == "김민수"
    assert workspace.sign_in("김민수").role is Role.CLERK


def test_a_short_pin_is_refused(workspace):
    by, records = workspace.current_user(), workspace.records()

    assert (
        code_of(users.add_user, records, by, User("Lee", Role.CLERK), "123")
        is ErrorCode.PIN_TOO_SHORT
    )
