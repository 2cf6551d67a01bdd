"""10,000 photos in one folder run: memory flat, no thread, handle or file left."""

from __future__ import annotations

import gc
import shutil
import tempfile
import threading
import time
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Final

import psutil

from carinspect.core.inspection import Inspection
from carinspect.jobs.job import Progress, run_here
from carinspect.services.inspect_folder import InspectFolder
from carinspect.services.parallel_inspection import InThreads
from carinspect.services.workspace import Workspace, default_model_id
from tests.benchmarks.bench_folder import make_photos
from tests.fakes import FakeInspector
from tests.hostile.measure import open_handles
from tests.torture.row import Row, Verdict

COUNT: Final = 10_000
_MAX_GROWTH_MB: Final = 60.0
_FULL_BUDGET_S: Final = 190.0
_NET_SHARE: Final = 0.5


class _Inspection:
    """By the real net as long as there is time, then by one that only decodes the photo."""

    def __init__(self, workspace: Workspace, until: float) -> None:
        self._real, self._fast = InThreads(workspace.new_inspector), InThreads(_fast)
        self._until = until
        self.by_net = 0

    def __call__(self, photos: Iterable[Path], model_id: str) -> Generator[Inspection, None, None]:
        waiting = iter(photos)
        for inspection in self._real(self._in_time(waiting), model_id):
            self.by_net += 1
            yield inspection
        yield from self._fast(waiting, model_id)

    def _in_time(self, photos: Iterable[Path]) -> Generator[Path, None, None]:
        for photo in photos:
            yield photo
            if time.monotonic() > self._until:
                return


def _fast(_model_id: str) -> FakeInspector:
    return FakeInspector()


def large_folder_row(seconds: float) -> Row:
    count = max(200, min(COUNT, round(COUNT * seconds / _FULL_BUDGET_S)))
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    try:
        make_photos(folder / "photos", count)
        return _measured(folder, count, seconds)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, count: int, seconds: float) -> Row:
    workspace = Workspace(folder / "settings.json")
    workspace.change(database=str(folder / "records.sqlite"), photos_folder=str(folder / "stored"))
    threads, handles = set(threading.enumerate()), open_handles()
    inspection = _Inspection(workspace, time.monotonic() + seconds * _NET_SHARE)
    held: list[tuple[int, float]] = []
    stop = threading.Event()
    timer = threading.Timer(seconds, stop.set)

    def on_report(report: object) -> None:
        if isinstance(report, Progress) and report.done % 20 == 0:
            gc.collect(0)
            held.append((report.done, psutil.Process().memory_info().rss / 1e6))

    records = workspace.records()
    job = InspectFolder(
        records, inspection, folder / "photos", default_model_id(), by="torture", stop=stop
    )
    timer.start()
    summary = run_here(job, on_report)
    timer.cancel()
    timer.join()
    workspace.close()
    gc.collect()
    done = sum(summary.counts.values())
    names = [one.name for one in threading.enumerate() if one not in threads and one.is_alive()]
    return _row(done, inspection.by_net, _growth(held), names, open_handles() - handles)


def _row(done: int, by_net: int, growth: float, threads: list[str], handles: int) -> Row:
    problems = [f"thread left: {name}" for name in threads]
    if growth > _MAX_GROWTH_MB:
        problems.append(f"memory grew by {growth:.0f} MB")
    if handles > 0:
        problems.append(f"{handles} handles left")
    words = (
        f"{by_net:,} by the net; memory grew by {growth:.0f} MB after the first fifth;"
        f" {len(threads)} threads and {max(0, handles)} handles left"
    )
    if done < COUNT:
        words += f"; {COUNT - done:,} of {COUNT:,} did not fit into the time"
    verdict = Verdict.FAILED if problems else Verdict.PASSED
    return Row("load", "one folder of photos", done, words, verdict, tuple(problems))


def _growth(held: list[tuple[int, float]]) -> float:
    """Megabytes between the mean of the second fifth and that of the last one."""
    if len(held) < 10:
        return 0.0
    fifth = len(held) // 5
    second = [size for _done, size in held[fifth : 2 * fifth]]
    last = [size for _done, size in held[-fifth:]]
    return sum(last) / len(last) - sum(second) / len(second)
