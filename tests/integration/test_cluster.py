"""A real cluster of two worker processes, the shipped model, photos that only we can read."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import PIL.Image
import pytest

from carinspect.core.errors import CarInspectError, ErrorCode
from carinspect.core.inspection import Outcome
from carinspect.core.record import HistoryFilter, Record
from carinspect.jobs.job import run_here
from carinspect.services.cluster_inspection import OnCluster
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.records import Records
from carinspect.services.workspace import Workspace, default_model_id
from carinspect.storage.inspection_store import InspectionStore
from tests.conftest import ROOT

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # of dask's own
    pytest.mark.timeout(240),
    pytest.mark.slow,
]
COUNT = 24


@pytest.fixture
def photos(tmp_path, samples_dir):
    folder = tmp_path / "photos"
    folder.mkdir()
    samples = sorted(samples_dir.glob("*.jpg"))
    for number in range(COUNT):
        sample = samples[number % len(samples)]
        with PIL.Image.open(sample) as picture:
            picture.resize((400 + number, 300)).save(folder / f"photo{number}.jpg")
    (folder / "notes.jpg").write_text("no photo")
    (folder / "empty.jpg").touch()
    return folder


@pytest.fixture
def records(tmp_path):
    made = Records.open(folder=tmp_path / "records")
    yield made
    made.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machines:
    """A scheduler and its workers, as the command line of dask starts them."""

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._folder = folder
        self.running = [self._start("scheduler", "--port", self.address.rsplit(":", 1)[1])]

    def wait(self) -> None:
        """Until the scheduler answers."""
        host, port = self.address.removeprefix("tcp://").split(":")
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection((host, int(port)), 1).close()
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.1)
            else:
                return

    def add_worker(self) -> subprocess.Popen:
        worker = self._start("worker", self.address, "--nthreads", "1", "--no-nanny")
        self.running.append(worker)
        return worker

    def _start(self, kind, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        quiet = ["--no-dashboard", "--host", "127.0.0.1"]
        return subprocess.Popen(
            [*command, *quiet],
            cwd=self._folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    made = Machines(tmp_path)
    yield made
    made.close()


def kept(records):
    with records.database.reading() as connection:
        return list(InspectionStore(connection).find(HistoryFilter()))


def test_a_machine_that_dies_loses_no_photo_and_repeats_none(photos, records, machines):
    first = machines.add_worker()
    machines.add_worker()
    seen = []

    def report(event):
        if isinstance(event, Record):
            seen.append(event)
            if len(seen) > 5 and first.poll() is None:
                first.send_signal(signal.SIGKILL)
                first.wait()

    job = InspectFolder(records, OnCluster(machines.address), photos, default_model_id())
    summary = run_here(job, report)

    assert first.returncode == -signal.SIGKILL
    names = [record.inspection.photo.name for record in kept(records)]
    assert sorted(names) == sorted(path.name for path in photos.iterdir())
    assert summary.total == len(names) == COUNT + 2
    assert summary.counts[Outcome.ERROR] == 2
    assert len({record.inspection.photo.name for record in seen}) == len(seen) == COUNT + 2


def test_it_finds_what_this_computer_finds(photos, machines):
    machines.add_worker()
    model = default_model_id()
    here = InThreads(Workspace().new_inspector, 2)(sorted(photos.iterdir()), model)
    there = list(OnCluster(machines.address)(sorted(photos.iterdir()), model))

    expected = {one.photo: (one.outcome, one.sha256) for one in here}
    assert {one.photo: (one.outcome, one.sha256) for one in there} == expected
    assert {one.model_id for one in there} == {model}
    assert any(one.gate2 is not None and one.gate2.heat_map is not None for one in there)


def test_a_cluster_that_goes_away_is_told_and_the_rest_can_be_continued(photos, records, machines):
    machines.add_worker()

    def report(event):
        if isinstance(event, Record):
            machines.close()

    job = InspectFolder(records, OnCluster(machines.address), photos, default_model_id())
    with pytest.raises(CarInspectError) as caught:
        run_here(job, report)
    assert caught.value.code is ErrorCode.CLUSTER_LOST
    assert 0 < len(kept(records)) < COUNT + 2

    here = InThreads(Workspace().new_inspector, 2)
    rest = InspectFolder(records, here, photos, default_model_id(), resume=True)
    assert run_here(rest).total == COUNT + 2


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("tcp://127.0.0.1:9", ErrorCode.CLUSTER_UNREACHABLE),
        ("nonsense", ErrorCode.CLUSTER_UNREACHABLE),
        ("local:0", ErrorCode.CLUSTER_UNREACHABLE),
        ("local:x", ErrorCode.CLUSTER_UNREACHABLE),
    ],
)
def test_what_cannot_be_reached_is_told(photos, monkeypatch, address, code):
    monkeypatch.setattr("carinspect.services.cluster_inspection._PATIENCE_S", 2)
    with pytest.raises(CarInspectError) as caught:
        list(OnCluster(address)([photos / "photo0.jpg"], default_model_id()))

    assert caught.value.code is code


def test_a_scheduler_without_machines_is_told(photos, machines, monkeypatch):
    machines.wait()
    monkeypatch.setattr("carinspect.services.cluster_inspection._PATIENCE_S", 5)
    with pytest.raises(CarInspectError) as caught:
        list(OnCluster(machines.address)([photos / "photo0.jpg"], default_model_id()))

    assert caught.value.code is ErrorCode.CLUSTER_WITHOUT_WORKERS
