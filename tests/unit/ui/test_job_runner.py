import pytest
from PySide6.QtCore import QCoreApplication, QThread

from carinspect.jobs.engine import Engine, EngineDiedError, InEngine
from carinspect.jobs.job import Progress, run_here
from carinspect.ui.job_runner import JobRunner
from tests.fake_jobs import Count, Deaf, Die, Fail

WAIT_MS = 5000


@pytest.fixture
def runner(qapp):
    runner = JobRunner("lane", threads=1)
    yield runner
    runner.shutdown()


@pytest.fixture(scope="module")
def engine():
    engine = Engine(grace_s=0.3)
    yield engine
    engine.close()


@pytest.fixture(params=["thread", "engine"])
def placed(request, engine):
    """Puts a job where it will run."""
    return (lambda job: job) if request.param == "thread" else (lambda job: InEngine(job, engine))


def test_a_job_runs_without_qt():
    reports = []
    assert run_here(Count(3), reports.append) == 3
    assert len(reports) == 3


def test_reports_come_before_the_result_and_in_the_gui_thread(qtbot, runner, placed):
    handle = runner.submit(placed(Count(3)))
    seen, threads = [], set()
    for signal in (handle.reported, handle.succeeded):
        signal.connect(lambda value: (seen.append(value), threads.add(QThread.currentThread())))
    with qtbot.waitSignal(handle.finished, timeout=WAIT_MS):
        pass
    assert seen == [Progress(1, 3), Progress(2, 3), Progress(3, 3), 3]
    assert threads == {QCoreApplication.instance().thread()}


def test_a_failure_is_a_value(qtbot, runner, placed):
    handle = runner.submit(placed(Fail()))
    with qtbot.waitSignal(handle.failed, timeout=WAIT_MS) as caught:
        pass
    assert isinstance(caught.args[0], ValueError)


def test_cancel_stops_between_two_steps(qtbot, runner, placed):
    handle = runner.submit(placed(Count(1000, pause_s=0.01)))
    with qtbot.waitSignal(handle.reported, timeout=WAIT_MS):
        pass
    with qtbot.waitSignal(handle.cancelled, timeout=WAIT_MS):
        handle.cancel()


def test_a_waiting_job_can_be_cancelled(qtbot, runner, placed):
    first = runner.submit(placed(Count(5, pause_s=0.02)))
    second = runner.submit(placed(Count(5)))
    with qtbot.waitSignals([first.succeeded, second.cancelled], timeout=WAIT_MS):
        second.cancel()


def test_nothing_is_reported_after_cancel(qtbot, runner, placed):
    handle = runner.submit(placed(Count(1000, pause_s=0.001)))
    with qtbot.waitSignal(handle.reported, timeout=WAIT_MS):
        pass
    late = []
    handle.cancel()
    handle.reported.connect(late.append)
    with qtbot.waitSignal(handle.finished, timeout=WAIT_MS):
        pass
    assert late == []


def test_the_runner_is_busy_until_the_job_ends(qtbot, runner, placed):
    runner.submit(placed(Count(1)))
    assert runner.busy
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)


def test_a_dead_engine_is_an_error_and_the_next_job_runs(qtbot, runner, engine):
    handle = runner.submit(InEngine(Die(), engine))
    with qtbot.waitSignal(handle.failed, timeout=WAIT_MS) as caught:
        pass
    assert isinstance(caught.args[0], EngineDiedError)
    assert caught.args[0].exit_code == 132
    handle = runner.submit(InEngine(Count(2), engine))
    with qtbot.waitSignal(handle.succeeded, timeout=WAIT_MS):
        pass


def test_a_deaf_job_is_killed_after_the_grace(qtbot, runner, engine):
    handle = runner.submit(InEngine(Deaf(), engine))
    qtbot.wait(50)  # let it start
    with qtbot.waitSignal(handle.cancelled, timeout=2000):
        handle.cancel()


def test_a_child_whose_program_is_gone_ends_without_a_word(capfd):
    engine = Engine()
    process = None

    def leave(_report):
        nonlocal process
        process = engine._child.process
        engine._child.connection.close()

    with pytest.raises(OSError, match="handle is closed"):
        run_here(InEngine(Count(1000, pause_s=0.01), engine), leave)
    process.join(timeout=10)
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def test_a_failure_in_the_engine_brings_its_traceback(qtbot, runner, engine):
    handle = runner.submit(InEngine(Fail(), engine))
    with qtbot.waitSignal(handle.failed, timeout=WAIT_MS) as caught:
        pass
    assert "fake_jobs.py" in "".join(caught.args[0].__notes__)


def test_after_shutdown_a_job_is_cancelled_not_refused(qtbot, qapp):
    runner = JobRunner("lane", threads=1)
    runner.shutdown()

    with qtbot.waitSignal(runner.submit(Count(1)).cancelled, timeout=WAIT_MS):
        pass
