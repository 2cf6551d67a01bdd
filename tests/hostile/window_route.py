"""The corpus dropped onto the window, in a process of its own.

    python -m tests.hostile.window_route LIST SECONDS > answers

LIST is a JSON file of paths. The answer is JSON: path -> result, the peak of the memory in MB, the
most work of the GUI thread in one turn, and what reached the crash reporter.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from carinspect.services.workspace import Workspace
from carinspect.ui.application import Session, make_application
from tests.hostile.entry import result_of
from tests.hostile.measure import measured
from tests.watchdog import Watchdog


def through_window(paths: list[Path], seconds: float) -> dict[str, object]:
    crashes: list[str] = []

    def note(kind: type[BaseException], error: BaseException, trace: object) -> None:
        crashes.append("".join(traceback.format_exception(kind, error, trace))[-400:])

    sys.excepthook = note
    threading.excepthook = lambda args: note(args.exc_type, args.exc_value, args.exc_traceback)
    end = time.monotonic() + seconds
    session = Session(make_application(sys.argv[:1]), Workspace())
    session.start()
    page = session.window.page("inspect")
    with measured() as took:
        _wait_for(lambda: session.window._status.text().startswith("Ready"), end)
        watchdog = Watchdog()
        page.intake.take_paths(tuple(paths))
        _wait_for(lambda: len(page.photos) > 0, end)
        _wait_for(lambda: not page.queue.busy, end)
        page.queue.cancel()
        work = watchdog.longest_work_s
        results = {
            str(entry.photo): result_of(entry.inspection)
            for entry in page.photos.entries()
            if entry.inspection is not None
        }
        _look_at(page, min(60, len(page.photos)), end)
    session.end()
    return {"results": results, "peak_mb": took.peak_mb, "work_s": work, "crashes": crashes}


def _look_at(page, count: int, end: float) -> None:
    """Have some photos shown large, which decodes them once more."""
    step = max(1, len(page.photos) // max(1, count))
    for row in range(0, len(page.photos), step):
        if time.monotonic() > end:
            return
        page.strip.setCurrentIndex(page.photos.index(row))
        _turn(30)


def _turn(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _wait_for(holds, end: float) -> None:
    while not holds() and time.monotonic() < end:
        _turn(20)


def main(arguments: list[str]) -> None:
    listed, seconds = arguments
    paths = [Path(one) for one in json.loads(Path(listed).read_text(encoding="ascii"))]
    out = os.dup(1)
    os.dup2(2, 1)
    answer = through_window(paths, float(seconds))
    with os.fdopen(out, "w") as file:
        json.dump(answer, file)


if __name__ == "__main__":
    main(sys.argv[1:])
