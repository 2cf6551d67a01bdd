"""What the engine's child does, in a thread: a child that is killed leaves no trace of it."""

import multiprocessing as mp
import threading

import pytest

from carinspect.jobs.engine import Engine, EngineDiedError, _serve
from carinspect.jobs.job import JobCancelled, JobContext, Progress
from tests.fake_jobs import Count, Fail


@pytest.fixture
def served():
    """Our end of the pipe and the event that cancels; the other end is served."""
    ours, theirs = mp.Pipe()
    cancel = threading.Event()
    thread = threading.Thread(target=_serve, args=(theirs, cancel))
    thread.start()
    yield ours, cancel
    if not ours.closed:
        ours.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_reports_then_the_result(served):
    connection, _cancel = served
    connection.send(Count(2))

    assert [connection.recv() for _n in range(3)] == [
        ("report", Progress(1, 2)),
        ("report", Progress(2, 2)),
        ("result", 2),
    ]


def test_a_failure_is_an_answer_with_its_traceback_and_the_next_job_runs(served):
    connection, _cancel = served
    connection.send(Fail())
    kind, error = connection.recv()
    connection.send(Count(0))

    assert (kind, str(error)) == ("error", "bad photo")
    assert "fake_jobs.py" in error.__notes__[0]
    assert connection.recv() == ("result", 0)


def test_a_cancelled_job_says_so(served):
    connection, cancel = served
    cancel.set()
    connection.send(Count(1000, pause_s=0.01))

    kind, error = connection.recv()
    assert kind == "error"
    assert isinstance(error, JobCancelled)


def test_who_asked_may_go_in_the_middle(served):
    connection, _cancel = served
    connection.send(Count(1000, pause_s=0.001))
    connection.recv()
    connection.close()  # the fixture sees that serving ends


def test_a_child_that_died_before_it_was_asked_is_replaced():
    engine = Engine()
    context = JobContext(lambda _report: None, threading.Event())
    try:
        assert engine.run(Count(1), context) == 1
        child = engine._child
        child.process.kill()
        child.process.join()

        assert engine.run(Count(2), context) == 2
        assert engine._child is not child
    finally:
        engine.close()


def test_a_job_is_not_sent_to_a_child_that_is_gone():
    engine = Engine()
    try:
        child = engine._running_child()
        child.process.kill()
        child.process.join()

        with pytest.raises(EngineDiedError) as caught:
            child.send(Count(1))
        assert caught.value.exit_code == -9
    finally:
        engine.close()
