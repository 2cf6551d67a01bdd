from datetime import timedelta

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.user import Permission, Role, User
from carinspect.storage.user_store import UserStore
from tests.records import NOON


@pytest.fixture
def users(database):
    with database.writing() as connection:
        store = UserStore(connection)
        store.add(User("Kim", Role.MANAGER), pin="1234", at=NOON)
        store.add(User("이", Role.CLERK), pin="", at=NOON)
        yield store


def test_users_are_listed_without_their_pins(users):
    assert users.all() == (User("Kim", Role.MANAGER, has_pin=True), User("이", Role.CLERK))


def test_a_pin_is_checked(users):
    assert users.is_pin("Kim", "1234", NOON)
    assert not users.is_pin("Kim", "4321", NOON)
    assert users.is_pin("이", "anything", NOON)


def test_guessing_a_pin_is_slowed_down(users):
    for _ in range(5):
        assert not users.is_pin("Kim", "0000", NOON)

    with pytest.raises(CarInspectError) as caught:
        users.is_pin("Kim", "1234", NOON)
    assert caught.value.code is ErrorCode.TOO_MANY_PINS
    assert users.is_pin("Kim", "1234", NOON + timedelta(seconds=61))


def test_a_name_is_taken_once(users):
    with pytest.raises(CarInspectError) as caught:
        users.add(User("Kim", Role.CLERK), pin="", at=NOON)
    assert caught.value.code is ErrorCode.USER_EXISTS


@pytest.mark.parametrize("act", ["deactivate", "demote"])
def test_the_last_manager_stays(users, act):
    acts = {
        "deactivate": lambda: users.deactivate("Kim"),
        "demote": lambda: users.set_role("Kim", Role.CLERK),
    }
    with pytest.raises(CarInspectError) as caught:
        acts[act]()
    assert caught.value.code is ErrorCode.LAST_MANAGER


def test_a_user_who_left_is_no_longer_chosen(users):
    users.set_role("이", Role.MANAGER)
    users.deactivate("Kim")

    assert [user.name for user in users.all()] == ["이"]
    with pytest.raises(CarInspectError) as caught:
        users.get("Kim")
    assert caught.value.code is ErrorCode.USER_MISSING


def test_a_pin_can_be_taken_away(users):
    users.set_pin("Kim", "")

    assert not users.get("Kim").has_pin


@pytest.mark.parametrize("permission", Permission)
def test_only_managers_may(permission):
    User("Kim", Role.MANAGER).require(permission)
    with pytest.raises(CarInspectError) as caught:
        User("이", Role.CLERK).require(permission)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
