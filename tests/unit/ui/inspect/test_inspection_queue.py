import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.ui.inspect.inspection_queue import InspectionQueue
from carinspect.ui.job_runner import JobRunner
from tests.fakes import FakeInspector

WAIT_MS = 5000


@pytest.fixture
def lane(qapp):
    lane = JobRunner("inspect", threads=1)
    yield lane
    lane.shutdown()


@pytest.fixture
def slow():
    return FakeInspector(pause_s=0.02)


@pytest.fixture
def queue(lane, slow):
    return InspectionQueue(lane, lambda: slow)


@pytest.fixture
def photos(draw):
    return [draw(Outcome.UNDAMAGED, f"{n}.png") for n in range(10)]


def test_photos_are_inspected_in_order(qtbot, queue, photos):
    done, progress = [], []
    queue.inspected.connect(lambda inspection: done.append(inspection.photo))
    queue.progressed.connect(lambda n, total: progress.append((n, total)))

    with qtbot.waitSignal(queue.emptied, timeout=WAIT_MS):
        queue.add(photos)

    assert done == photos
    assert progress[0] == (0, 10)
    assert progress[-1] == (10, 10)
    assert not queue.busy


def test_photos_may_come_while_others_are_inspected(qtbot, queue, photos):
    done = []
    queue.inspected.connect(lambda inspection: done.append(inspection.photo))
    queue.add(photos[:6])
    with qtbot.waitSignal(queue.emptied, timeout=WAIT_MS):
        queue.add(photos[6:])

    assert done == photos


def test_the_photo_that_is_looked_at_comes_first(qtbot, queue, slow, photos):
    queue.add(photos)
    queue.prefer(photos[9])
    qtbot.waitUntil(lambda: not queue.busy, timeout=WAIT_MS)

    assert slow.inspected.index(photos[9]) < 6
    assert sorted(slow.inspected) == sorted(photos)


def test_discarded_photos_are_not_inspected(qtbot, queue, slow, photos):
    queue.add(photos)
    queue.discard(photos[5:])
    qtbot.waitUntil(lambda: not queue.busy, timeout=WAIT_MS)

    assert slow.inspected == photos[:5]


def test_cancel_gives_back_what_was_not_inspected(qtbot, queue, photos):
    done, stopped = [], []
    queue.inspected.connect(lambda inspection: done.append(inspection.photo))
    queue.stopped.connect(stopped.extend)
    queue.add(photos)
    with qtbot.waitSignal(queue.inspected, timeout=WAIT_MS):
        pass
    with qtbot.waitSignal(queue.emptied, timeout=WAIT_MS):
        queue.cancel()

    assert done + stopped == photos
    assert 1 <= len(done) < 10


def test_after_a_cancel_the_queue_works_again(qtbot, queue, photos):
    queue.add(photos)
    queue.cancel()
    qtbot.waitUntil(lambda: not queue.busy, timeout=WAIT_MS)

    with qtbot.waitSignal(queue.inspected, timeout=WAIT_MS):
        queue.add(photos[:1])
    qtbot.waitUntil(lambda: not queue.busy, timeout=WAIT_MS)


def test_cancel_of_an_idle_queue_is_nothing(queue):
    queue.cancel()
    assert not queue.busy


def test_a_missing_model_gives_all_photos_back(qtbot, lane, photos):
    def no_model():
        raise CarInspectError(ErrorCode.MODEL_MISSING, model="x")

    queue = InspectionQueue(lane, no_model)
    stopped = []
    queue.stopped.connect(stopped.extend)
    with qtbot.waitSignals([queue.failed, queue.emptied], timeout=WAIT_MS):
        queue.add(photos)

    assert stopped == photos
