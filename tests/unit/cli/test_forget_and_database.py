"""``carinspect forget`` and ``carinspect database``, as a person types them."""

import io

import keyring
import pytest
from keyring.backends import fail

from carinspect.cli.main import main
from carinspect.jobs.job import run_here
from carinspect.services.record_inspections import RecordInspections
from carinspect.services.rentals import NewRental, RentalDesk
from carinspect.services.workspace import Workspace
from carinspect.storage.server_password import PASSWORD_VARIABLE, find_password
from tests.postgres_server import postgres
from tests.record_workspaces import made

__all__ = ["made", "postgres"]


@pytest.fixture
def said(capsys):
    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        output = capsys.readouterr()
        return code, output.out, output.err

    return run


@pytest.fixture
def rentals(made):
    """Two rentals and an inspection in the computer's own records."""
    workspace = Workspace()
    workspace.change(user="Kim")
    workspace.current_user()
    desk = RentalDesk(workspace.records(), "Kim")
    desk.open(NewRental("R-1", "12가 3456"))
    desk.open(NewRental("R-2"))
    run_here(RecordInspections(workspace, (made("a.jpg"),)))
    workspace.close()


def test_without_yes_nothing_goes_where_nobody_can_be_asked(rentals, said, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("FORGET\n"))

    code, out, err = said("forget", "R-1")

    assert code == 1
    assert "R-1: for good would go" in out
    assert "the contents of 1 entry of the audit log" in out
    assert "Nothing was removed." in err
    assert said("rental", "show", "R-1")[0] == 0


@pytest.mark.parametrize(("answer", "code"), [("FORGET", 0), ("forget", 1), ("", 1), ("yes", 1)])
def test_a_person_is_asked_and_must_mean_it(rentals, said, monkeypatch, answer, code):
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)

    assert said("forget", "R-1")[0] == code
    assert said("rental", "show", "R-1")[0] == (1 if code == 0 else 0)


def test_rentals_and_inspections_are_forgotten_and_the_log_verifies(rentals, said):
    code, out, _err = said("forget", "R-1", "--inspection", "1", "--yes")

    assert code == 0
    assert "R-1 was forgotten. Entry" in out
    assert "Backups and evidence packs that were saved elsewhere still hold it" in out
    assert said("verify")[0] == 0
    assert "R-2" in said("rental", "list")[1]


def test_what_is_not_there_is_told_and_nothing_goes(rentals, said):
    code, _out, err = said("forget", "R-1", "R-9", "--yes")

    assert code == 1
    assert "There is no rental R-9" in err
    assert said("rental", "show", "R-1")[0] == 0


def test_retention_is_off_until_it_is_chosen(rentals, said):
    assert "There is nothing to forget." in said("forget", "--due", "--yes")[1]

    assert "after 6 months" in said("forget", "--keep-months", "6")[1]
    assert Workspace().settings.keep_rentals_months == 6
    assert "for ever" in said("forget", "--keep-months", "0")[1]


def test_the_records_in_use_are_shown_and_changed(said, tmp_path):
    code, out, _err = said("database", "use", tmp_path / "other.sqlite", "--photos", tmp_path)

    assert code == 0
    assert "0 inspections, 0 users" in out
    shown = said("database", "show")[1]
    assert "other.sqlite" in shown
    assert str(tmp_path) in shown


def test_a_password_is_taken_from_a_pipe_and_kept_by_choice_in_a_file(said, monkeypatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    address = "postgresql://kim@host/records"
    try:
        monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))
        code, out, err = said("database", "password", address)
        assert code == 1
        assert "no keyring answers" in err
        monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))
        code, out, err = said("database", "password", address, "--file")
        assert (code, "s3cret" in out + err) == (0, False)
        assert find_password(address) == "s3cret"
        assert said("database", "password", address, "--remove")[0] == 0
        assert find_password(address) is None
    finally:
        keyring.set_keyring(before)


def test_the_sql_for_roles_is_printed_without_changing_anything(said):
    code, out, _err = said("database", "roles", "--print")

    assert code == 0
    assert "GRANT SELECT ON audit_log TO carinspect_clerk;" in out
    assert "GRANT DELETE ON audit_log" not in out


def test_roles_are_made_on_a_server_and_refused_for_a_file(said, postgres):
    assert "which knows no accounts" in said("database", "roles")[2]

    assert said("database", "use", postgres.empty_database())[0] == 0
    code, out, _err = said("--user", "Kim", "database", "roles")

    assert code == 0
    assert "GRANT carinspect_clerk TO counter1" in out
