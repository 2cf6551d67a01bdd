"""A large folder in the window: photos/s, memory, time until usable, longest turn of the loop.

    python tests/benchmarks/bench_folder.py [--count 10000] [--quick]

The photos are the drawn samples, encoded again in 200 ways at 1280 px; each file gets a comment
of its own, so that no two are the same. ``--quick`` leaves the network out: an inspector that
only reads the file answers, which shows the window and the records at a pace that no network
reaches. The folder is then opened once more from the list of earlier ones.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import time
from pathlib import Path

import PIL.Image
import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
_VARIANTS = 200


def make_photos(folder: Path, count: int) -> None:
    """Write ``count`` different JPEG files."""
    samples = sorted((ROOT / "resources" / "samples").glob("*.jpg"))
    variants: list[bytes] = []
    for number in range(min(_VARIANTS, count)):
        with PIL.Image.open(samples[number % len(samples)]) as picture:
            buffer = io.BytesIO()
            small = picture.convert("RGB").resize((1280, 960 - number))
            small.save(buffer, "JPEG", quality=70 + number % 25)
            variants.append(buffer.getvalue())
    folder.mkdir()
    for number in range(count):
        # A comment segment of JPEG: marker, length, text.
        note = b"\xff\xfe" + (10).to_bytes(2, "big") + f"{number:08d}".encode()
        data = variants[number % len(variants)]
        (folder / f"photo{number}.jpg").write_bytes(data[:2] + note + data[2:])


class Turns:
    """The longest time for which the event loop did not turn, and the work of its thread in it.

    On a busy machine only the latter says anything of the program.
    """

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.begin()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def _on_turn(self) -> None:
        now, work = time.perf_counter(), time.thread_time()
        self.longest_ms = max(self.longest_ms, (now - self._last) * 1000)
        self.most_work_ms = max(self.most_work_ms, (work - self._work) * 1000)
        self.over_50 += work - self._work > 0.05
        self._last, self._work = now, work

    def begin(self) -> None:
        self.longest_ms = self.most_work_ms = 0.0
        self.over_50 = 0
        self._last, self._work = time.perf_counter(), time.thread_time()

    def words(self) -> str:
        return (
            f"longest turn {self.longest_ms:.0f} ms, of which work at most {self.most_work_ms:.0f};"
            f" {self.over_50} turns with over 50 ms of work"
        )


def turn(milliseconds: int) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for(holds) -> None:
    while not holds():
        turn(20)


def resident_mb() -> float:
    return psutil.Process().memory_info().rss / 1e6


def measure(session, folder: Path, count: int) -> None:
    page = session.window.page("folder")
    session.window.show_page("folder")
    model, turns = page.view.model, Turns()
    started, cpu = time.perf_counter(), time.process_time()
    page.take_photos((str(folder),))
    wait_for(lambda: model.total > 0)
    print(f"first rows after {time.perf_counter() - started:.2f} s")
    marks = [mark for mark in (100, 500, 1000, 2000, 4000, 6000, 8000, count) if mark <= count]
    after_100 = 0.0
    for mark in marks:
        wait_for(lambda mark=mark: model.total >= mark)
        page.view.table.scrollToBottom()
        after_100 = after_100 or resident_mb()
        print(f"{model.total:6} photos  {resident_mb():7.0f} MB  +{resident_mb() - after_100:.0f}")
    wait_for(lambda: not page.conductor.busy)
    seconds = time.perf_counter() - started
    each = (time.process_time() - cpu) / count * 1000
    print(f"{count / seconds:.1f} photos/s; {each:.0f} ms of CPU each")
    print(turns.words())
    look_again(page, turns, count)


def look_again(page, turns: Turns, count: int) -> None:
    page.view.bar.back.click()
    wait_for(lambda: page.start.runs.topLevelItemCount() > 0)
    turns.begin()
    started = time.perf_counter()
    page.start.runs.open_current()
    wait_for(lambda: page.view.model.total > 0)
    print(f"earlier folder: first rows after {time.perf_counter() - started:.2f} s")
    wait_for(lambda: page.view.model.total == count)
    print(f"all rows after {time.perf_counter() - started:.2f} s")
    print(turns.words())
    bar = page.view.table.verticalScrollBar()
    turns.begin()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 200)
        turn(5)
    print(f"scrolling: {turns.words()}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        for name in ("HOME", *(f"XDG_{kind}_HOME" for kind in ("CONFIG", "DATA", "CACHE"))):
            os.environ[name] = home
        folder = Path(home) / "photos"
        make_photos(folder, chosen.count)
        print(f"{chosen.count} photos, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
        inspect_in_window(folder, chosen)


def inspect_in_window(folder: Path, chosen: argparse.Namespace) -> None:
    from carinspect.services.workspace import Workspace
    from carinspect.ui.application import Session, make_application
    from tests.fake_inspector import FakeInspector

    app = make_application(sys.argv[:1])
    workspace = Workspace()
    if chosen.quick:
        workspace.new_inspector = lambda _model_id="": FakeInspector()
    session = Session(app, workspace)
    session.window.resize(1280, 840)
    session.start()
    wait_for(lambda: not session.lanes.inspect.busy)
    try:
        measure(session, folder, chosen.count)
    finally:
        session.end()


if __name__ == "__main__":
    main()
