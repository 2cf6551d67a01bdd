import os
import stat

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import PasswordDeleteError

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.texts import error_text
from carinspect.jobs.job import run_here
from carinspect.services.move_records import MoveRecords, TryRecords
from carinspect.services.server_account import KeepPassword
from carinspect.services.workspace import Workspace
from carinspect.storage.database import Database
from carinspect.storage.server_password import (
    PASSWORD_VARIABLE,
    find_password,
    keep_password,
    password_file,
)

ADDRESS = "postgresql://kim@host/records"


class Memory(KeyringBackend):
    """A keyring that lasts as long as a test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(memory := Memory())
    yield memory
    keyring.set_keyring(before)


@pytest.fixture
def headless(own_keyring):
    keyring.set_keyring(fail.Keyring())


def test_a_password_is_kept_in_the_keyring_and_found(own_keyring):
    run_here(KeepPassword(ADDRESS, "s3cret"))

    assert find_password(ADDRESS) == "s3cret"
    assert find_password("postgresql://lee@host/records") is None
    assert not password_file().exists()
    run_here(KeepPassword(ADDRESS, ""))
    assert find_password(ADDRESS) is None
    assert own_keyring.kept == {}


def test_without_a_keyring_it_is_told_and_a_file_is_a_choice(headless):
    with pytest.raises(CarInspectError) as caught:
        run_here(KeepPassword(ADDRESS, "s3cret"))

    assert caught.value.code is ErrorCode.KEYRING_MISSING
    assert PASSWORD_VARIABLE in error_text(caught.value)
    assert find_password(ADDRESS) is None
    run_here(KeepPassword(ADDRESS, "s3cret", in_file=True))
    assert find_password(ADDRESS) == "s3cret"
    if os.name == "posix":
        assert stat.S_IMODE(password_file().stat().st_mode) == 0o600
    run_here(KeepPassword(ADDRESS, ""))
    assert find_password(ADDRESS) is None
    assert "s3cret" not in password_file().read_text()


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_a_file_that_others_can_read_is_not_used(headless):
    keep_password(ADDRESS, "s3cret", in_file=True)
    password_file().chmod(0o640)

    with pytest.raises(CarInspectError) as caught:
        find_password(ADDRESS)

    assert caught.value.code is ErrorCode.PASSWORD_FILE_OPEN


@pytest.mark.parametrize("text", ["[]", "{", ""])
def test_a_damaged_file_is_told(headless, text):
    keep_password(ADDRESS, "s3cret", in_file=True)
    password_file().write_text(text)

    with pytest.raises(CarInspectError) as caught:
        find_password(ADDRESS)

    assert caught.value.code is ErrorCode.FILE_DAMAGED


def test_the_variable_comes_first(monkeypatch):
    keep_password(ADDRESS, "old")
    monkeypatch.setenv(PASSWORD_VARIABLE, "new")

    assert find_password(ADDRESS) == "new"


def test_the_keyring_does_not_lose_to_an_older_file():
    keep_password(ADDRESS, "old", in_file=True)

    keep_password(ADDRESS, "new")

    assert find_password(ADDRESS) == "new"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", ErrorCode.NOT_ON_A_SERVER),
        ("postgresql://kim:s3cret@host/records", ErrorCode.ADDRESS_TOO_OPEN),
        ("postgresql://kim@host/records?password=s3cret", ErrorCode.ADDRESS_TOO_OPEN),
    ],
)
def test_only_an_address_without_a_password_is_taken(address, code):
    with pytest.raises(CarInspectError) as caught:
        run_here(KeepPassword(address, "s3cret"))

    assert caught.value.code is code


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://kim:s3cret@/records?host={folder}",
        "postgresql://kim@/records?host={folder}&password=s3cret",
        "postgresql://kim@/records?host={folder}",
    ],
)
def test_no_message_tells_the_password(address, tmp_path):
    address = address.format(folder=tmp_path)

    with pytest.raises(CarInspectError) as caught:
        Database.open(address, backups=tmp_path, password="s3cret")

    told = [error_text(caught.value), str(caught.value), repr(caught.value.__cause__)]
    assert "s3cret" not in "".join(told)


@pytest.fixture
def guarded(postgres):
    """A server that asks for a password; its address."""
    address = postgres.empty_database()
    postgres.ask_for_passwords("s3cret")
    yield address
    postgres.trust_everybody()


def test_the_kept_password_opens_the_records_and_is_nowhere_else(guarded, tmp_path):
    workspace = Workspace(tmp_path / "settings.json")
    workspace.change(user="Kim", database=guarded, photos_folder=str(tmp_path / "stored"))
    with pytest.raises(CarInspectError) as caught:
        workspace.records()
    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE

    keep_password(guarded, "s3cret")

    assert workspace.current_user().name == "Kim"
    assert "s3cret" not in workspace.records().database.name
    workspace.close()
    written = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in written if b"s3cret" in file.read_bytes()]


def test_a_password_is_kept_once_it_has_opened_the_records(guarded, tmp_path, own_keyring):
    workspace = Workspace(tmp_path / "settings.json")
    for job in (TryRecords(guarded, "", "wrong"), MoveRecords(workspace, guarded, "", "wrong")):
        assert "wrong" not in repr(job)
        with pytest.raises(CarInspectError):
            run_here(job)
    assert own_keyring.kept == {}

    run_here(TryRecords(guarded, "", "s3cret"))
    assert own_keyring.kept == {}
    run_here(MoveRecords(workspace, guarded, "", "s3cret"))

    assert find_password(guarded) == "s3cret"
    assert workspace.settings.database == guarded
    workspace.close()
