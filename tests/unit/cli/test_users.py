import io
import os

import pytest

from carinspect.cli.acting_user import take_user
from carinspect.cli.main import main
from carinspect.services.workspace import USER_VARIABLE


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """Whatever the command line notes in the environment ends with the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


@pytest.fixture
def call(capsys, monkeypatch):
    def call(*arguments, stdin=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        os.environ.pop(USER_VARIABLE, None)
        code = main(list(arguments))
        return code, *capsys.readouterr()

    return call


def test_users_are_added_given_roles_and_taken_off(call):
    assert call("users", "add", "김", "--role", "manager", "--with-pin", stdin="1234\n")[0] == 0
    assert call("users", "add", "Lee")[0] == 1, "two users, and nobody said who acts"
    os.environ["CARINSPECT_PIN"] = "1234"
    assert call("users", "add", "Lee", "--user", "김")[0] == 0
    assert call("--user=김", "users", "role", "Lee", "manager")[0] == 0
    code, out, _err = call("users", "list", "--user", "김")

    assert code == 0
    assert "* 김" in " ".join(out.split())
    assert "Lee Manager" in " ".join(out.split())


def test_a_clerk_is_refused_with_a_sentence(call):
    call("users", "add", "Lee")

    code, _out, err = call("users", "add", "Park", "--user", "Lee")

    assert code == 1
    assert "ask a manager" in err


def test_a_pin_that_cannot_be_asked_is_told(call):
    call("users", "add", "Lee", "--with-pin", stdin="1234\n")

    code, _out, err = call("users", "add", "Park", "--user", "Lee")

    assert code == 1
    assert "has a PIN" in err


def test_a_pin_is_changed_and_a_user_deactivated(call):
    call("users", "add", "Lee")

    assert call("users", "pin", "Lee", "--user", "Lee", stdin="9999\n")[0] == 0
    own = call("users", "list")[1]
    assert "with PIN" in own


@pytest.mark.parametrize(
    ("given", "left", "user"),
    [
        (["inspect", "--user", "kim", "a.jpg"], ["inspect", "a.jpg"], "kim"),
        (["--user=kim", "models"], ["models"], "kim"),
        (["inspect", "--", "--user", "kim"], ["inspect", "--", "--user", "kim"], None),
        (["inspect", "--user"], ["inspect", "--user"], None),
    ],
)
def test_the_user_may_stand_anywhere(given, left, user):
    os.environ.pop(USER_VARIABLE, None)

    assert take_user(given) == left
    assert os.environ.get(USER_VARIABLE) == user
