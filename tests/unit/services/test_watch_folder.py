import threading
import time

import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.record import Record
from carinspect.jobs.job import JobCancelled, JobContext
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.watch_folder import WatchFolder
from tests.fake_inspector import MODEL, FakeInspector, make_folder

FAST = InThreads(lambda _model_id: FakeInspector(), 1)


class Watching:
    """A watch under way in a thread."""

    def __init__(self, job):
        self.cancel, self.seen, self.end = threading.Event(), [], None
        context = JobContext(self._report, self.cancel)
        self._thread = threading.Thread(target=self._run, args=(job, context))
        self._thread.start()

    def _report(self, event):
        if isinstance(event, Record):
            self.seen.append(event)

    def _run(self, job, context):
        try:
            job.run(context)
        except (JobCancelled, CarInspectError) as error:
            self.end = error

    def names(self):
        return [record.inspection.photo.name for record in self.seen]

    def wait_for(self, count):
        end = time.monotonic() + 20
        while len(self.seen) < count:
            assert time.monotonic() < end, self.names()
            time.sleep(0.02)

    def stop(self):
        self.cancel.set()
        self.join()

    def join(self):
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def watch(records, tmp_path):
    folder = make_folder(tmp_path / "in", 2)
    started = []

    def start(**options):
        settings = {"settle_s": 0.3, "rescan_s": 3600.0, "inspection": FAST, **options}
        job = WatchFolder(records, folder=folder, model_id=MODEL, **settings)
        started.append(Watching(job))
        return started[-1]

    yield start, folder
    for watching in started:
        watching.stop()


def test_what_is_there_and_what_comes_is_inspected_once(watch):
    start, folder = watch
    watching = start()
    watching.wait_for(2)
    (folder / "new.jpg").write_text("damaged")
    (folder / "notes.txt").write_text("no photo")
    watching.wait_for(3)
    time.sleep(0.5)

    assert watching.names() == ["photo0.jpg", "photo1.jpg", "new.jpg"]


def test_a_photo_is_inspected_when_it_has_been_copied_as_a_whole(watch):
    start, folder = watch
    watching = start()
    watching.wait_for(2)
    with (folder / "slow.jpg").open("w") as file:
        for _ in range(5):
            file.write("damaged ")
            file.flush()
            time.sleep(0.15)
            assert len(watching.seen) == 2
    watching.wait_for(3)

    assert watching.seen[-1].inspection.sha256 != ""


def test_a_photo_that_is_renamed_into_place_is_inspected(watch, tmp_path):
    start, folder = watch
    watching = start()
    watching.wait_for(2)
    (tmp_path / "upload.part").write_text("fine")
    (tmp_path / "upload.part").rename(folder / "upload.jpg")
    watching.wait_for(3)


def test_a_folder_that_tells_nothing_is_listed_again(watch, monkeypatch):
    start, folder = watch
    monkeypatch.setattr("carinspect.services.watch_folder._Handler.on_any_event", lambda *_: None)
    watching = start(rescan_s=0.2)
    watching.wait_for(2)
    (folder / "quiet.jpg").write_text("fine")
    watching.wait_for(3)


def test_a_second_watch_does_not_repeat_the_first(watch):
    start, folder = watch
    first = start()
    first.wait_for(2)
    first.stop()
    (folder / "later.jpg").write_text("fine")
    second = start()
    second.wait_for(1)

    assert second.names() == ["later.jpg"]


def test_a_folder_that_vanishes_ends_the_watch_with_a_sentence(watch, tmp_path):
    start, folder = watch
    watching = start()
    watching.wait_for(2)
    folder.rename(tmp_path / "away")
    watching.join()

    assert watching.end.code is ErrorCode.FOLDER_GONE
    (tmp_path / "away").rename(folder)


def test_a_stop_ends_the_watch(watch):
    start, _folder = watch
    stop = threading.Event()
    watching = start(stop=stop)
    watching.wait_for(2)
    stop.set()
    watching.join()

    assert watching.end is None


def test_many_photos_that_land_together_use_all_threads(watch):
    start, folder = watch
    watching = start(inspection=InThreads(lambda _model_id: FakeInspector(0.05), 4))
    watching.wait_for(2)
    make_folder(folder, 40)
    watching.wait_for(40)

    assert sorted(watching.names()) == sorted(f"photo{n}.jpg" for n in range(40))
