"""Processes that are killed, that share one database, and a server that goes away."""

import multiprocessing

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.record import HistoryFilter
from carinspect.jobs.job import run_here
from carinspect.services.verify_records import VerifyRecords
from carinspect.storage.inspection_store import InspectionStore
from tests.faults import storms
from tests.faults.file_trials import ChangingSettings, Exporting, Registering
from tests.faults.kill_while_saving import kill_often
from tests.faults.lives import live_and_die
from tests.faults.record_trials import Forgetting, InspectingFolder, Migrating, Restoring
from tests.faults.saver import Place, save
from tests.postgres_server import postgres

__all__ = ["postgres"]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    if request.param == "sqlite":
        return Place(tmp_path)
    return Place(tmp_path, request.getfixturevalue("postgres").empty_database())


def test_a_kill_loses_nothing_that_was_promised(place):
    kills = 5 if place.address else 10

    tally = kill_often(place, kills)

    assert tally.problems == []
    assert tally.kills == kills
    assert tally.promised > 0


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_hundred_kills_lose_nothing_that_was_promised(place):
    tally = kill_often(place, kills=200)

    assert tally.problems == []
    assert tally.promised > 200


def all_at_once(place, writers, batches):
    """Several processes save at the same time, each until it is done; how many records."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.saver"])
    place.open().close()
    started = []
    for seed in range(writers):
        hears, says = context.Pipe(duplex=False)
        process = context.Process(target=save, args=(place, seed, batches, says))
        process.start()
        says.close()
        started.append((process, hears))
    promised = set()
    for process, hears in started:
        assert hears.recv() == "ready"
        while (told := hears.recv()) != "done":
            promised |= {record for record, _sha256, _comment in told}
        process.join(60)
        assert process.exitcode == 0
        hears.close()
    return promised


def check(place, promised):
    workspace = place.open()
    assert run_here(VerifyRecords(workspace)).problems == ()
    with workspace.records().database.reading() as connection:
        assert InspectionStore(connection).count(HistoryFilter()) == len(promised)
    workspace.close()


def test_two_windows_share_one_file(tmp_path):
    place = Place(tmp_path)

    promised = all_at_once(place, writers=2, batches=12)

    assert len(promised) >= 24
    check(place, promised)


def test_ten_counters_write_to_one_server(tmp_path, postgres):
    place = Place(tmp_path, postgres.empty_database())

    promised = all_at_once(place, writers=10, batches=5)

    assert len(promised) >= 50
    check(place, promised)


def test_a_server_that_goes_away_is_told_and_found_again(tmp_path, postgres):
    place = Place(tmp_path, postgres.empty_database())
    workspace = place.open()
    assert workspace.current_user().name == "Kim"

    postgres.stop()
    try:
        with pytest.raises(CarInspectError) as caught:
            workspace.current_user()
    finally:
        postgres.start()

    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert workspace.current_user().name == "Kim"
    workspace.close()


def test_a_connection_lost_in_the_middle_keeps_nothing_and_is_told(tmp_path, postgres):
    from sqlalchemy import text

    place = Place(tmp_path, postgres.empty_database())
    workspace = place.open()
    workspace.current_user()
    database = workspace.records().database

    def lose_it_halfway():
        with database.writing() as connection:
            connection.execute(text("UPDATE users SET role = 'clerk'"))
            own = connection.scalar(text("SELECT pg_backend_pid()"))
            with database.reading() as other:
                other.execute(text(f"SELECT pg_terminate_backend({own})"))
            connection.execute(text("UPDATE users SET role = 'clerk'"))

    with pytest.raises(CarInspectError) as caught:
        lose_it_halfway()

    assert caught.value.code is ErrorCode.DATABASE_UNREACHABLE
    assert workspace.current_user().role.value == "manager"
    workspace.close()


@pytest.mark.parametrize(
    "trial",
    [InspectingFolder, Migrating, Forgetting, Restoring, Exporting, Registering, ChangingSettings],
)
def test_a_kill_in_the_middle_leaves_nothing_half(trial, tmp_path):
    lives = live_and_die(trial(tmp_path / "trial"), kills=3)

    assert lives.problems == []
    assert lives.kills + lives.finished == 3


@pytest.mark.parametrize("trial", [Migrating, Forgetting])
def test_a_kill_in_the_middle_leaves_nothing_half_on_a_server(trial, tmp_path, postgres):
    lives = live_and_die(trial(tmp_path / "trial", postgres.empty_database()), kills=2)

    assert lives.problems == []


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.xdist_group("keras")
@pytest.mark.timeout(600)
def test_a_kill_while_training_loses_no_epoch(tmp_path):
    training_trial = pytest.importorskip("tests.faults.training_trial")

    lives = live_and_die(training_trial.Training(tmp_path / "trial"), kills=5)

    assert lives.problems == []


@pytest.mark.skipif(not storms.can_mount(), reason="mounting a small disk needs root")
@pytest.mark.parametrize("full", [True, False])
def test_a_disk_that_takes_nothing_is_told_and_loses_nothing(tmp_path, full):
    count, problems = storms.hostile_disk(tmp_path / "disk", full=full)

    assert problems == []
    assert count >= 9


def test_a_clock_that_jumps_leaves_chain_and_order_whole(tmp_path):
    assert storms.jumping_clock(tmp_path)[1] == []


def test_a_damaged_database_never_passes_for_a_whole_one(tmp_path):
    came, problems = storms.damaged_database(tmp_path, times=8)

    assert problems == []
    assert came["told when opened"] + came["found by verify"] > 0


def test_a_damaged_photo_is_always_named(tmp_path):
    assert storms.damaged_photos(tmp_path, times=9)[1] == []


def test_lost_connections_are_told_and_saving_goes_on(tmp_path, postgres):
    assert storms.lost_connections(tmp_path, postgres.empty_database(), times=2)[1] == []
